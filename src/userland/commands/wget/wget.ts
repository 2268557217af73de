import { SystemError } from "../../kernel/errno.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { tool } from "../tool.ts";
import { tried } from "../tried.ts";
import { Job } from "./job.ts";
import { listed } from "./listed.ts";
import { wgetOptions } from "./options.ts";

const usage = `Usage: wget [OPTION]... [URL]...\n\nTry \`wget --help' for more options.`;
const unusual = /^(?:v|d)$/;

/** GNU wget 1.21 for HTTP(S): single files. */
export const wget = tool({
  options: wgetOptions,
  misuse: 2,
  hint: () => usage,
  impossible(given, operands) {
    const odd = given.values("n").find((value) => !unusual.test(value));
    if (odd !== undefined) return { word: `-n${odd}`, reason: "is not done here" };
    const other = operands.find(
      (url) => url !== undefined && /^[a-z][a-z0-9+.-]*:\/\//i.test(url) && !/^https?:/i.test(url),
    );
    return other === undefined ? undefined : { word: other, reason: "is neither http nor https" };
  },
  async run(proc, args) {
    const settings = [".wgetrc"].map((name) => `${proc.env.get("HOME") ?? ""}/${name}`);
    for (const path of settings)
      if (!(tried(() => proc.files.stat(path)) instanceof SystemError))
        throw new Refusal(path, "holds options for wget");
    const urls = [...args.operands, ...(await listed(proc, args.value("inputFile")))];
    if (urls.length === 0) {
      await proc.err(`wget: missing URL\n${usage}\n`);
      return 1;
    }
    const job = await Job.of(proc, args);
    let status = 0;
    try {
      for (const url of urls) status = worse(status, await job.get(url));
    } finally {
      job.close();
    }
    return status;
  },
});

/** wget reports the most basic of several failures. */
const worse = (a: number, b: number): number => (a === 0 ? b : b === 0 ? a : Math.min(a, b));

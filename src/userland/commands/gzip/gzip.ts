import { tool } from "../tool.ts";
import { Job } from "./job.ts";
import { baseOf } from "./names.ts";
import { gzipOptions, settingsOf, version } from "./settings.ts";

/** GNU gzip 1.12: what it compresses is equal to the byte. */
export const gzip = tool({
  options: gzipOptions,
  hint: (name) => `Try \`${baseOf(name)} --help' for more information.`,
  async run(proc, args) {
    if (args.has("version")) {
      await proc.out(version);
      return 0;
    }
    const job = new Job(proc, settingsOf(proc, args));
    await job.begin(args.has("ascii"));
    if (args.operands.length === 0) await job.standardInput();
    for (const operand of args.operands) await job.file(operand);
    return job.status;
  },
});

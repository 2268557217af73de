import { SystemError } from "../../kernel/errno.ts";
import type { Process } from "../../kernel/process.ts";
import type { Impossible, Program } from "../../kernel/program.ts";
import { Refusal } from "../../kernel/refusal.ts";
import type { Word } from "../options.ts";
import { triedLater } from "../tried.ts";

/** What `openssl rand` is asked for. */
interface Wanted {
  readonly form: "hex" | "base64" | "binary";
  readonly output: string | undefined;
  readonly count: number;
}

const most = 64 * 1024 * 1024;

function understood(words: readonly Word[]): Wanted | Impossible | undefined {
  if (words[0] !== "rand")
    return words[0] === undefined ? undefined : { word: words[0], reason: "is not done here; rand is" };
  let form: Wanted["form"] = "binary";
  let output: string | undefined;
  const rest = words.slice(1);
  while (rest[0]?.startsWith("-") === true) {
    const word = rest.shift()!.replace(/^--/, "-");
    if (word === "-hex") form = "hex";
    else if (word === "-base64") form = "base64";
    else if (word === "-out" && rest.length > 0) output = rest.shift();
    else return { word, reason: "is not done here" };
  }
  const [count] = rest;
  if (count === undefined) return undefined;
  if (rest.length !== 1 || !/^[1-9][0-9]{0,8}$/.test(count) || Number(count) > most)
    return { word: count, reason: "is not a number of bytes that is given" };
  return { form, output, count: Number(count) };
}

/** openssl 3.0: `rand -hex N`, `rand -base64 N`. */
export const openssl: Program = {
  refuses(words) {
    const found = understood(words);
    return found !== undefined && "reason" in found ? found : undefined;
  },
  async run(proc) {
    const wanted = understood(proc.args.slice(1));
    if (wanted === undefined) throw new Refusal("openssl", "is asked for nothing that is done here");
    if ("reason" in wanted) throw new Refusal(`openssl ${wanted.word}`, wanted.reason);
    return give(proc, wanted);
  },
};

async function give(proc: Process, { form, output, count }: Wanted): Promise<number> {
  const bytes = Buffer.from(proc.machine.randomBytes(count));
  const text =
    form === "hex"
      ? `${bytes.toString("hex")}\n`
      : form === "base64"
        ? bytes.toString("base64").replace(/.{1,64}/g, "$&\n")
        : bytes.toString("latin1");
  if (output === undefined) {
    await proc.out(text);
    return 0;
  }
  const file = await triedLater(() => proc.files.open(output, { write: true, create: true, truncate: true }));
  if (file instanceof SystemError) throw new Refusal(output, file.message);
  await file.write(Buffer.from(text, "latin1"));
  file.close();
  return 0;
}

import { optionless } from "../optionless.ts";
import { Stdio } from "../stdio.ts";
import { Format } from "./format.ts";

/** printf(1), GNU coreutils: src/printf.c. */
export const printf = optionless("printf", async (proc, words) => {
  const [text, ...args] = words[0] === "--" ? words.slice(1) : words;
  const io = await Stdio.of(proc);
  if (text === undefined) {
    await io.complain("missing operand");
    await proc.err(`Try '${io.name} --help' for more information.\n`);
    return 1;
  }
  const format = new Format(io, text);
  let rest: readonly string[] = args;
  do {
    const pause = proc.breathe();
    if (pause) await pause;
    const used = await format.print(rest);
    if (used === "end") break;
    rest = rest.slice(used);
    if (used === 0) {
      if (rest.length > 0)
        await proc.err(`${io.name}: warning: ignoring excess arguments, starting with ${io.quote(rest[0]!)}\n`);
      break;
    }
  } while (rest.length > 0);
  await io.flush();
  return io.failed ? 1 : 0;
});

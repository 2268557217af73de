import type { OpenFile } from "../kernel/open-file.ts";
import { CatFormat } from "./cat-format.ts";
import { chunks, eachInput } from "./input.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";

/** cat(1), GNU coreutils: src/cat.c. */
export const cat = tool({
  options: {
    numberNonblank: { short: "b", long: "number-nonblank" },
    number: { short: "n", long: "number" },
    squeeze: { short: "s", long: "squeeze-blank" },
    showNonprinting: { short: "v", long: "show-nonprinting" },
    showEnds: { short: "E", long: "show-ends" },
    showTabs: { short: "T", long: "show-tabs" },
    showAll: { short: "A", long: "show-all" },
    e: { short: "e" },
    t: { short: "t" },
    unbuffered: { short: "u" },
    ...standardOptions,
  },
  run: buffered(async (io, { has, operands }) => {
    const all = has("showAll");
    const format = new CatFormat({
      nonblank: has("numberNonblank"),
      number: has("number") || has("numberNonblank"),
      squeeze: has("squeeze"),
      ends: all || has("e") || has("showEnds"),
      tabs: all || has("t") || has("showTabs"),
      nonprinting: all || has("e") || has("t") || has("showNonprinting"),
    });
    const used = [
      "number",
      "numberNonblank",
      "squeeze",
      "showAll",
      "e",
      "showEnds",
      "t",
      "showTabs",
      "showNonprinting",
    ] as const;
    const formatted = used.some(has);
    await eachInput(io, operands, async (file, name) => {
      if (isOutput(io, file)) return io.complain(`${io.quotef(name)}: input file is output file`);
      for await (const bytes of chunks(io.proc, file))
        await (formatted ? io.put(format.show(Buffer.from(bytes).toString("latin1"))) : io.write(bytes));
    });
    if (formatted) await io.put(format.end());
    return io.failed ? 1 : 0;
  }),
});

/** Whether what is read would be read again as it is written. */
function isOutput({ proc }: Stdio, input: OpenFile): boolean {
  const output = proc.descriptor(1).stat();
  const { device, inode, size, type } = input.stat();
  if (output.type !== "file" || type !== "file" || output.device !== device || output.inode !== inode) return false;
  return input.seek(0, "current") < size;
}

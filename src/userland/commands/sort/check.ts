import { SystemError } from "../../kernel/errno.ts";
import { openInput } from "../input.ts";
import { Lines } from "../lines.ts";
import type { Stdio } from "../stdio.ts";
import type { Item, Order } from "./compare.ts";
import type { Settings } from "./settings.ts";

/** -c and -C: 1 where a line stands before one that belongs before it. */
export async function check(
  io: Stdio,
  files: readonly string[],
  { check, output, unique, delimiter }: Settings,
  order: Order,
): Promise<number> {
  if (files.length > 1) await io.die(`extra operand ${io.quoteaf(files[1]!)} not allowed with -${check}`, 2);
  if (output !== undefined) await io.die(`options '-${check}o' are incompatible`, 2);
  const [name] = files as [string];
  try {
    const file = await openInput(io.proc, name);
    try {
      return await look(new Lines(io.proc, file, delimiter));
    } finally {
      file.close();
    }
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const what = error.code === "EISDIR" ? "read failed" : "open failed";
    return io.die(`${what}: ${io.quotef(name)}: ${error.message}`, 2);
  }

  async function look(lines: Lines): Promise<number> {
    let before: Item | undefined;
    let number = 0;
    for (let batch = await lines.batch(); batch !== undefined; batch = await lines.batch())
      for (const line of batch) {
        number++;
        const item = order.item(line);
        const difference = before === undefined ? -1 : order.compare(before, item);
        if (difference > 0 || (difference === 0 && unique)) {
          if (check === "c") await io.proc.err(`${io.name}: ${name}:${number}: disorder: ${line}${delimiter}`);
          return 1;
        }
        before = item;
      }
    return 0;
  }
}

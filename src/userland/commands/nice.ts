import { Misuse, type Word } from "./options.ts";
import { parseNumber } from "./number-with-suffix.ts";
import { becomeCommand } from "./run-command.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered } from "./stdio.ts";
import { tool } from "./tool.ts";

/** nice(1), GNU coreutils: src/nice.c. How often a process gets a turn shows in no image; lowering the niceness takes a right that builds have not. */
export const nice = tool({
  options: { adjustment: { short: "n", long: "adjustment", value: "required" }, ...standardOptions },
  order: "in-order",
  misuse: 125,
  rewrite: modern,
  run: buffered(async (io, { value, operands }) => {
    const given = value("adjustment");
    const { value: adjustment, wrong } = parseNumber(given ?? "10", "", true);
    if (wrong !== undefined && wrong !== "overflow") await io.die(`invalid adjustment ${io.quote(given!)}`, 125);
    if (operands.length === 0) {
      if (given !== undefined) throw new Misuse("a command must be given with an adjustment");
      await io.put("0\n");
      return 0;
    }
    if (adjustment < 0n) await io.complain("cannot set niceness: Permission denied");
    await io.flush();
    return becomeCommand(io.proc, operands, io.quote);
  }),
});

/** "-5" and "--5" are adjustments, as often as they are given. */
function modern(words: readonly Word[]): readonly Word[] {
  const [first, ...rest] = words;
  if (first === undefined || first === "--") return words;
  const number = /^-([-+]?\d.*)$/s.exec(first)?.[1];
  if (number !== undefined) return [`--adjustment=${number}`, ...modern(rest)];
  if (/^-n.|^--adj[a-z]*=/s.test(first)) return [first, ...modern(rest)];
  if (first === "-n" || first === "--adjustment") return [first, ...rest.slice(0, 1), ...modern(rest.slice(1))];
  return words;
}

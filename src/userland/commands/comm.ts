import { SystemError } from "../kernel/errno.ts";
import { openOrDie } from "./input.ts";
import { Lines } from "./lines.ts";
import { checkCollation } from "./locale.ts";
import { Misuse } from "./options.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";

/** comm(1), GNU coreutils 9.1: src/comm.c. */
export const comm = tool({
  options: {
    one: { short: "1" },
    two: { short: "2" },
    three: { short: "3" },
    checkOrder: { long: "check-order" },
    nocheckOrder: { long: "nocheck-order" },
    outputDelimiter: { long: "output-delimiter", value: "required" },
    total: { long: "total" },
    zero: { short: "z", long: "zero-terminated" },
    ...standardOptions,
  },
  run: buffered(async (io, { given, has, values, operands }) => {
    await checkCollation(io.proc);
    const delimiters = values("outputDelimiter");
    if (delimiters.some((text) => text !== delimiters[0])) await io.die("multiple output delimiters specified");
    if (operands.length < 2)
      throw new Misuse(operands.length === 0 ? "missing operand" : `missing operand after ${io.quote(operands[0]!)}`);
    if (operands.length > 2) throw new Misuse(`extra operand ${io.quote(operands[2]!)}`);
    const checks = given.flatMap(({ name }) => (name === "checkOrder" || name === "nocheckOrder" ? [name] : []));
    const order = checks.at(-1);
    const shows = [!has("one"), !has("two"), !has("three")] as const;
    const end = has("zero") ? "\0" : "\n";
    const separator = delimiters[0] === "" ? "\0" : (delimiters[0] ?? "\t");
    return compareFiles(io, operands as [string, string], { order, shows, end, separator, total: has("total") });
  }),
});

interface Style {
  readonly order: "checkOrder" | "nocheckOrder" | undefined;
  readonly shows: readonly [boolean, boolean, boolean];
  readonly end: string;
  readonly separator: string;
  readonly total: boolean;
}

/** A file's lines, and whether they come in order. */
class Sorted {
  readonly #io: Stdio;
  readonly #lines: Lines;
  readonly #number: number;
  readonly #order: Style["order"];
  #before: string | undefined;
  now: string | undefined;
  warned = false;

  constructor(io: Stdio, lines: Lines, number: number, order: Style["order"]) {
    this.#io = io;
    this.#lines = lines;
    this.#number = number;
    this.#order = order;
  }

  async next(unpaired: boolean): Promise<void> {
    this.#before = this.now;
    this.now = await this.#lines.next();
    if (this.now !== undefined && this.#before !== undefined) await this.#check(unpaired);
  }

  async #check(unpaired: boolean): Promise<void> {
    if (this.#order === "nocheckOrder" || !(this.#order === "checkOrder" || unpaired)) return;
    if (this.warned || this.#before! <= this.now!) return;
    this.warned = true;
    const message = `file ${this.#number} is not in sorted order`;
    if (this.#order === "checkOrder") await this.#io.die(message);
    await this.#io.complain(message);
  }
}

async function compareFiles(io: Stdio, names: readonly [string, string], style: Style): Promise<number> {
  const { shows, end, separator, total } = style;
  const files = await Promise.all(names.map((name) => openOrDie(io, name)));
  const [a, b] = files.map((file, at) => new Sorted(io, new Lines(io.proc, file, end), at + 1, style.order)) as [
    Sorted,
    Sorted,
  ];
  const counts = [0, 0, 0];
  const before = ["", shows[0] ? separator : "", (shows[0] ? separator : "") + (shows[1] ? separator : "")];
  let unpaired = false;
  try {
    await a.next(false);
    await b.next(false);
    while (a.now !== undefined || b.now !== undefined) {
      const column =
        b.now === undefined || (a.now !== undefined && a.now < b.now)
          ? 0
          : a.now === undefined || a.now > b.now
            ? 1
            : 2;
      counts[column]!++;
      if (column !== 2) unpaired = true;
      if (shows[column]) {
        const full = io.put(`${before[column]}${column === 1 ? b.now : a.now}${end}`);
        if (full) await full;
      }
      if (column !== 1) await a.next(unpaired);
      if (column !== 0) await b.next(unpaired);
    }
  } catch (error) {
    if (!(error instanceof SystemError) || error.code === "EPIPE") throw error;
    await io.die(`${io.quotef(names[a.now === undefined ? 0 : 1])}: ${error.message}`);
  } finally {
    for (const file of files) file.close();
  }
  if (total) await io.put(`${counts.join(separator)}${separator}total${end}`);
  if (!a.warned && !b.warned) return 0;
  return io.die("input is not in sorted order");
}

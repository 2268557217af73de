import { SystemError } from "../../kernel/errno.ts";
import { chunks } from "../input.ts";
import { Misuse } from "../options.ts";
import { standardOptions } from "../standard-options.ts";
import { buffered, type Stdio } from "../stdio.ts";
import { tool } from "../tool.ts";
import { parseSet } from "./parse.ts";
import { type Element, membersOf } from "./set.ts";
import { checkStrings, tableOf } from "./translate.ts";

/** tr(1), GNU coreutils: src/tr.c. It knows bytes alone. */
export const tr = tool({
  options: {
    complement: { short: "cC", long: "complement" },
    delete: { short: "d", long: "delete" },
    squeeze: { short: "s", long: "squeeze-repeats" },
    truncate: { short: "t", long: "truncate-set1" },
    aix: { short: "A" },
    ...standardOptions,
  },
  order: "in-order",
  run: buffered(async (io, { has, operands }) => {
    const [complement, remove, squeeze] = [has("complement"), has("delete"), has("squeeze")];
    await checkOperands(io, operands, remove, squeeze);
    const one = await parseSet(io, operands[0]!);
    const given = operands[1] === undefined ? undefined : await parseSet(io, operands[1]);
    const translating = given !== undefined && !remove;
    const strings = { one, two: given, complement, truncate: has("truncate"), translating };
    const two = await checkStrings(io, strings);
    const first = flags(one, complement);
    const table = translating ? tableOf(one, two!, complement) : undefined;
    const squeezed = squeeze ? (two === undefined ? first : flags(two, false)) : undefined;
    await filter(io, { deleted: remove ? first : undefined, table, squeezed });
    return 0;
  }),
});

async function checkOperands(io: Stdio, operands: readonly string[], remove: boolean, squeeze: boolean): Promise<void> {
  const [least, most] = [1 + Number(remove === squeeze), 1 + Number(!remove || squeeze)];
  if (operands.length === 0) throw new Misuse("missing operand");
  if (operands.length < least) {
    const why = squeeze
      ? "Two strings must be given when both deleting and squeezing repeats."
      : "Two strings must be given when translating.";
    throw new Misuse(`missing operand after ${io.quote(operands.at(-1)!)}\n${why}`);
  }
  if (operands.length <= most) return;
  const why = operands.length === 2 ? "\nOnly one string may be given when deleting without squeezing repeats." : "";
  throw new Misuse(`extra operand ${io.quote(operands[most]!)}${why}`);
}

function flags(elements: readonly Element[], complement: boolean): Uint8Array {
  const members = membersOf(elements);
  return Uint8Array.from({ length: 256 }, (_, byte) => Number(members.has(byte) !== complement));
}

interface Filter {
  readonly deleted: Uint8Array | undefined;
  readonly table: Uint8Array | undefined;
  readonly squeezed: Uint8Array | undefined;
}

async function filter(io: Stdio, { deleted, table, squeezed }: Filter): Promise<void> {
  let last = -1;
  try {
    for await (const bytes of chunks(io.proc, io.proc.descriptor(0))) {
      const kept = new Uint8Array(bytes.length);
      let size = 0;
      for (let at = 0; at < bytes.length; at++) {
        const read = bytes[at]!;
        if (deleted !== undefined && deleted[read] === 1) continue;
        const byte = table === undefined ? read : table[read]!;
        if (squeezed !== undefined && squeezed[byte] === 1 && byte === last) continue;
        last = byte;
        kept[size++] = byte;
      }
      await io.write(kept.subarray(0, size));
    }
  } catch (error) {
    if (!(error instanceof SystemError) || error.code === "EPIPE") throw error;
    await io.die(`read error: ${error.message}`);
  }
}

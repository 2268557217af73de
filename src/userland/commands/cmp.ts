import { SystemError } from "../kernel/errno.ts";
import type { OpenFile } from "../kernel/open-file.ts";
import { chunkSize, openInput } from "./input.ts";
import { Misuse } from "./options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";

const text = "its text belongs to the version in the image";

/** cmp(1), GNU diffutils 3.8: src/cmp.c. */
export const cmp = tool({
  options: {
    printBytes: { short: "b", long: "print-bytes", refused: "bytes beside their numbers are not emulated" },
    printChars: { short: "c", long: "print-chars", refused: "bytes beside their numbers are not emulated" },
    ignore: { short: "i", long: "ignore-initial", value: "required", refused: "is not emulated" },
    verbose: { short: "l", long: "verbose", refused: "all differences in a list are not emulated" },
    limit: { short: "n", long: "bytes", value: "required", refused: "is not emulated" },
    quiet: { short: "s", long: ["quiet", "silent"] },
    version: { short: "v", long: "version", refused: text },
    help: { long: "help", refused: text },
  },
  misuse: 2,
  hint: (name) => `${name}: Try '${name} --help' for more information.`,
  impossible: (_, operands) =>
    operands.length > 2 ? { word: operands[2] ?? "…", reason: "bytes to skip are not emulated" } : undefined,
  run: buffered(async (io, { has, operands }) => {
    if (operands.length === 0) throw new Misuse(`missing operand after '${io.name}'`);
    const [left, right = "-"] = operands;
    if (left === right) return 0;
    const [a, b] = [await opened(io, left!, has("quiet")), await opened(io, right, has("quiet"))];
    try {
      const [x, y] = [a.stat(), b.stat()];
      const same = x.device === y.device && x.inode === y.inode && x.type === "file" && y.type === "file";
      return same ? 0 : await compare(io, [left!, right], [a, b], has("quiet"));
    } finally {
      a.close();
      b.close();
    }
  }),
});

async function opened(io: Stdio, name: string, quiet: boolean): Promise<OpenFile> {
  try {
    return await openInput(io.proc, name);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return quiet ? io.exit(2) : io.die(`${name}: ${error.message}`, 2);
  }
}

async function full(io: Stdio, file: OpenFile, name: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let left = chunkSize; left > 0;) {
    const pause = io.proc.breathe();
    if (pause) await pause;
    try {
      const part = await file.read(left);
      if (part.length === 0) break;
      parts.push(part);
      left -= part.length;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      await io.die(`${name}: ${error.message}`, 2);
    }
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

async function compare(
  io: Stdio,
  names: readonly [string, string],
  files: readonly [OpenFile, OpenFile],
  quiet: boolean,
) {
  let [bytes, lines, last] = [0, 1, 10];
  for (;;) {
    const [a, b] = [await full(io, files[0], names[0]), await full(io, files[1], names[1])];
    const shared = Math.min(a.length, b.length);
    for (let at = 0; at < shared; at++) {
      if (a[at] !== b[at]) {
        if (!quiet) await io.put(`${names[0]} ${names[1]} differ: byte ${bytes + at + 1}, line ${lines}\n`);
        return 1;
      }
      last = a[at]!;
      if (last === 10) lines++;
    }
    bytes += shared;
    if (a.length !== b.length) {
      if (!quiet) await io.proc.err(endMessage(io, a.length < b.length ? names[0] : names[1], bytes, lines, last));
      return 1;
    }
    if (a.length === 0) return 0;
  }
}

function endMessage({ name }: Stdio, shorter: string, bytes: number, lines: number, last: number): string {
  if (bytes === 0) return `${name}: EOF on ${shorter} which is empty\n`;
  const place = last === 10 ? `line ${lines - 1}` : `in line ${lines}`;
  return `${name}: EOF on ${shorter} after byte ${bytes}, ${place}\n`;
}

import type { OpenFile } from "../../kernel/open-file.ts";
import { chunks, withInput } from "../input.ts";
import { parseNumber } from "../number-with-suffix.ts";
import { type Arguments, Misuse } from "../options.ts";
import { standardOptions } from "../standard-options.ts";
import { buffered, type Stdio } from "../stdio.ts";
import { tool } from "../tool.ts";
import { bytesPerGroup, decodeGroup, encode, type Encoding, encodings } from "./encoding.ts";

const common = {
  decode: { short: "d", long: "decode" },
  wrap: { short: "w", long: "wrap", value: "required" },
  ignore: { short: "i", long: "ignore-garbage" },
} as const;

const rare = "is not emulated";

const of = (encoding: Encoding) =>
  tool({
    options: { ...common, ...standardOptions },
    run: buffered((io, args) => run(io, args as Arguments<keyof typeof common>, encoding)),
  });

/** base64(1), GNU coreutils: src/basenc.c. */
export const base64 = of(encodings.base64);
/** base32(1) */
export const base32 = of(encodings.base32);

/** basenc(1) */
export const basenc = tool({
  options: {
    ...common,
    base64: { long: "base64" },
    base64url: { long: "base64url" },
    base32: { long: "base32" },
    base32hex: { long: "base32hex", refused: rare },
    base16: { long: "base16" },
    base2msbf: { long: "base2msbf", refused: rare },
    base2lsbf: { long: "base2lsbf", refused: rare },
    z85: { long: "z85", refused: rare },
    ...standardOptions,
  },
  run: buffered((io, args) => {
    const chosen = args.given.findLast(({ name }) => Object.hasOwn(encodings, name))?.name;
    if (chosen === undefined) throw new Misuse("missing encoding type");
    return run(io, args as unknown as Arguments<keyof typeof common>, encodings[chosen as keyof typeof encodings]);
  }),
});

async function run(io: Stdio, { has, values, operands }: Arguments<keyof typeof common>, encoding: Encoding) {
  let columns = 76;
  for (const text of values("wrap")) {
    const { value, wrong } = parseNumber(text, "", true);
    if ((wrong !== undefined && wrong !== "overflow") || value < 0n)
      await io.die(`invalid wrap size: ${io.quote(text)}`);
    columns = wrong === undefined ? Number(value) : 0;
  }
  if (operands.length > 1) throw new Misuse(`extra operand ${io.quote(operands[1]!)}`);
  const [name = "-"] = operands;
  let opened = false;
  await withInput(
    io.proc,
    name,
    (file) => {
      opened = true;
      return has("decode") ? decodeFile(io, file, encoding, has("ignore")) : encodeFile(io, file, encoding, columns);
    },
    ({ message }) => io.die(opened ? `read error: ${message}` : `${io.quotef(name)}: ${message}`),
  );
  return 0;
}

async function encodeFile(io: Stdio, file: OpenFile, encoding: Encoding, columns: number): Promise<void> {
  const size = bytesPerGroup(encoding);
  let rest: Uint8Array = new Uint8Array(0);
  let column = 0;
  const put = async (text: string): Promise<void> => {
    if (columns === 0) return io.put(text);
    for (let at = 0; at < text.length;) {
      const piece = text.slice(at, at + columns - column);
      at += piece.length;
      column = (column + piece.length) % columns;
      const full = io.put(column === 0 ? `${piece}\n` : piece);
      if (full) await full;
    }
  };
  for await (const chunk of chunks(io.proc, file)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % size);
    rest = Uint8Array.from(bytes.subarray(whole));
    await put(encode(bytes.subarray(0, whole), encoding));
  }
  await put(encode(rest, encoding));
  if (column > 0) await io.put("\n");
}

async function decodeFile(io: Stdio, file: OpenFile, encoding: Encoding, ignore: boolean): Promise<void> {
  const { alphabet, group } = encoding;
  const garbage = new RegExp(`[^${alphabet.replace(/[-\\/]/g, "\\$&")}=]+`, "g");
  let rest = "";
  for await (const chunk of chunks(io.proc, file)) {
    const text = Buffer.from(chunk).toString("latin1");
    const letters = rest + (ignore ? text.replaceAll(garbage, "") : text.replaceAll("\n", ""));
    const whole = letters.length - (letters.length % group);
    await decodeGroups(io, letters.slice(0, whole), encoding);
    rest = letters.slice(whole);
  }
  if (rest !== "") await decodeGroups(io, rest, encoding);
}

/** What is good of it is written before it is complained of. */
async function decodeGroups(io: Stdio, text: string, encoding: Encoding): Promise<void> {
  const { group, alphabet } = encoding;
  if (alphabet === encodings.base64.alphabet && text.length % 4 === 0 && /^[A-Za-z0-9+/]*$/.test(text))
    return io.write(Buffer.from(text, "base64"));
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += group) {
    const decoded = decodeGroup(text.slice(at, at + group), encoding);
    bytes.push(...decoded.bytes);
    if (decoded.good) continue;
    await io.write(Uint8Array.from(bytes));
    await io.die("invalid input");
  }
  await io.write(Uint8Array.from(bytes));
}

import { problem } from "../errors.ts";
import { readNumber } from "./number.ts";

/** One header block as it stands, nothing applied to it. Names are latin1. */
export interface Header {
  /** The type flag: "0" file, "1" hard link, "2" symlink, "3" and "4" devices, "5" directory, "6" fifo. */
  readonly type: string;
  readonly name: string;
  readonly link: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Whole seconds. */
  readonly mtime: number;
  readonly major: number;
  readonly minor: number;
}

/** Reads a block that is not all zeros. Throws `layer/bad-tar` where the checksum or a number is wrong. */
export function parseHeader(block: Buffer): Header {
  checkSum(block);
  const type = String.fromCharCode(block[156]!);
  const magic = block.toString("latin1", 257, 263);
  const special = magic.startsWith("ustar");
  const prefix = magic !== "ustar\0" ? "" : textOf(block, 345, isStar(block) ? 131 : 155);
  const name = textOf(block, 0, 100);
  const number = (at: number, length: number, what: string) => readNumber(block.subarray(at, at + length), what);
  return {
    type,
    name: prefix === "" ? name : `${prefix}/${name}`,
    link: textOf(block, 157, 100),
    mode: number(100, 8, "the mode"),
    uid: number(108, 8, "the user id"),
    gid: number(116, 8, "the group id"),
    size: number(124, 12, "the size"),
    mtime: number(136, 12, "the time"),
    major: special ? number(329, 8, "the device number") : 0,
    minor: special ? number(337, 8, "the device number") : 0,
  };
}

/** star's own form of ustar keeps two times behind a shorter prefix. */
const isStar = (block: Buffer): boolean => block.toString("latin1", 508, 512) === "tar\0";

function textOf(block: Buffer, at: number, length: number): string {
  const end = block.indexOf(0, at);
  return block.toString("latin1", at, end < 0 || end > at + length ? at + length : end);
}

/** The sum of all bytes with the field itself as blanks; old tars added them as signed numbers. */
function checkSum(block: Buffer): void {
  let unsigned = 256;
  let high = 0;
  for (let i = 0; i < 512; i++) {
    if (i === 148) i = 156;
    const byte = block[i]!;
    unsigned += byte;
    if (byte > 127) high++;
  }
  const stored = readNumber(block.subarray(148, 156), "a header's checksum");
  if (stored !== unsigned && stored !== unsigned - 256 * high)
    throw problem("layer/bad-tar", "a header's checksum is wrong: this is no tar file, or it is damaged");
}

import { blockSize, paddingOf } from "../../../oci/layer/tar/block.ts";

/** What the header of a member holds. */
export interface Fields {
  readonly name: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Seconds. */
  readonly mtime: number;
  readonly type: string;
  readonly link?: string;
  readonly user: string;
  readonly group: string;
  readonly device?: { readonly major: number; readonly minor: number };
}

const nameSize = 100;

/** A member's header in the format "gnu" of GNU tar 1.34 (create.c), long names in members of their own in front. */
export function gnuHeader(fields: Fields, root: { readonly user: string; readonly group: string }): Buffer {
  const { name, link = "" } = fields;
  const long = (text: string, type: string) => (text.length > nameSize ? [longName(text, type, root)] : []);
  return Buffer.concat([...long(link, "K"), ...long(name, "L"), header(fields)]);
}

function longName(text: string, type: string, root: { readonly user: string; readonly group: string }): Buffer {
  const size = text.length + 1;
  const common = { mode: 0o644, uid: 0, gid: 0, size, mtime: 0, ...root };
  const content = Buffer.alloc(size + paddingOf(size));
  content.write(text, "latin1");
  return Buffer.concat([header({ name: "././@LongLink", type, ...common }), content]);
}

function header({ name, mode, uid, gid, size, mtime, type, link = "", user, group, device }: Fields): Buffer {
  const block = Buffer.alloc(blockSize);
  block.write(name.slice(0, nameSize), 0, "latin1");
  number(block, 100, 8, mode);
  number(block, 108, 8, uid);
  number(block, 116, 8, gid);
  number(block, 124, 12, size);
  number(block, 136, 12, mtime);
  block.write(type, 156, "latin1");
  block.write(link.slice(0, nameSize), 157, "latin1");
  block.write("ustar  ", 257, "latin1");
  block.write(user.slice(0, 31), 265, "latin1");
  block.write(group.slice(0, 31), 297, "latin1");
  if (device !== undefined) {
    number(block, 329, 8, device.major);
    number(block, 337, 8, device.minor);
  }
  block.fill(" ", 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0`, 148, "latin1");
  return block;
}

/** Octal, or base 256 where that does not suffice or the number is negative. */
function number(block: Buffer, at: number, length: number, value: number): void {
  const digits = value.toString(8);
  if (value >= 0 && digits.length < length) {
    block.write(digits.padStart(length - 1, "0"), at, "latin1");
    return;
  }
  let rest = BigInt(value);
  for (let i = length - 1; i > 0; i--, rest >>= 8n) block[at + i] = Number(rest & 0xffn);
  block[at] = value < 0 ? 0xff : 0x80;
}

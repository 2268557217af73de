/**
 * Tar blocks made by hand, so that tests can write what no tar program would. It shares nothing with
 * the code that is tested.
 */
export interface RawHeader {
  readonly name?: string;
  readonly type?: string;
  readonly size?: number;
  readonly mode?: number;
  readonly uid?: number;
  readonly mtime?: number;
  readonly link?: string;
  /** Bytes put into the block last, by offset, before the checksum. */
  readonly patch?: ReadonlyMap<number, Uint8Array>;
  readonly magic?: string;
  readonly checksum?: number;
}

const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, "0")}\0`;

export function header(options: RawHeader = {}): Buffer {
  const block = Buffer.alloc(512);
  block.write(options.name ?? "file", 0, 100, "latin1");
  block.write(octal(options.mode ?? 0o644, 8), 100);
  block.write(octal(options.uid ?? 0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(options.size ?? 0, 12), 124);
  block.write(octal(options.mtime ?? 0, 12), 136);
  block.write(options.type ?? "0", 156);
  block.write(options.link ?? "", 157, 100, "latin1");
  block.write(options.magic ?? "ustar\x0000", 257, "latin1");
  for (const [at, bytes] of options.patch ?? []) block.set(bytes, at);
  block.fill(" ", 148, 156);
  const sum = options.checksum ?? block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

export function padded(content: string | Uint8Array): Buffer {
  const bytes = typeof content === "string" ? Buffer.from(content, "latin1") : Buffer.from(content);
  return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

export const file = (name: string, content = "", more: RawHeader = {}): Buffer =>
  Buffer.concat([header({ name, size: content.length, ...more }), padded(content)]);

export const directory = (name: string, mode = 0o755): Buffer => header({ name: `${name}/`, type: "5", mode });
export const symlink = (name: string, link: string): Buffer => header({ name, type: "2", link });
export const hardlink = (name: string, link: string): Buffer => header({ name, type: "1", link });

/** A PAX header (or a global one, type "g") of the records. */
export function pax(
  records: Readonly<Record<string, string>> | readonly (readonly [string, string])[],
  type = "x",
): Buffer {
  const pairs = Array.isArray(records) ? records : Object.entries(records);
  const text = pairs
    .map(([key, value]) => {
      let length = key.length + value.length + 3;
      while (String(length).length + key.length + value.length + 3 !== length)
        length = String(length).length + key.length + value.length + 3;
      return `${length} ${key}=${value}\n`;
    })
    .join("");
  return paxText(text, type);
}

export const paxText = (text: string, type = "x"): Buffer =>
  Buffer.concat([header({ name: "pax", type, size: text.length }), padded(text)]);

export const end = Buffer.alloc(1024);

export const archive = (...parts: readonly Buffer[]): Buffer => Buffer.concat([...parts, end]);

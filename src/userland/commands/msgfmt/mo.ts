import { Refusal } from "../../kernel/refusal.ts";
import { isHeader, type Message } from "./message.ts";

export interface MoSettings {
  /** Strings begin at multiples of this. */
  readonly alignment: number;
  readonly bigEndian: boolean;
  readonly hashTable: boolean;
}

interface Pair {
  /** What is looked up; with its plural behind a NUL. */
  readonly key: string;
  readonly original: string;
  readonly translated: string;
}

/**
 * A .mo file of revision 0.0, as gettext 0.21 writes it to the byte (write-mo.c). Strings are latin1
 * forms. Throws `Refusal` for strings that depend on the system (`%<PRId64>`, `%Id`), which need revision 1.
 */
export function writeMo(messages: readonly Message[], { alignment, bigEndian, hashTable }: MoSettings): Buffer {
  const pairs = messages.map(pairOf).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const tableSize = hashTable ? Math.max(3, nextPrime(Math.floor((pairs.length * 4) / 3))) : 0;
  const header = 28;
  const tables = header + 16 * pairs.length;
  const strings = [...pairs.map((pair) => pair.original), ...pairs.map((pair) => pair.translated)];
  const offsets: number[] = [];
  let end = tables + 4 * tableSize;
  for (const { length } of strings) {
    end = Math.ceil(end / alignment) * alignment;
    offsets.push(end);
    end += length + 1;
  }
  const file = Buffer.alloc(end);
  const word = (value: number, at: number) =>
    bigEndian ? file.writeUInt32BE(value, at) : file.writeUInt32LE(value, at);
  const head = [0x950412de, 0, pairs.length, header, header + 8 * pairs.length, tableSize, tables];
  head.forEach((value, index) => word(value, 4 * index));
  strings.forEach((text, index) => {
    word(text.length, header + 8 * index);
    word(offsets[index]!, header + 8 * index + 4);
    file.write(text, offsets[index]!, "latin1");
  });
  if (hashTable) hashTableOf(pairs, tableSize).forEach((value, index) => word(value, tables + 4 * index));
  return file;
}

function pairOf(message: Message): Pair {
  refuseSystemDependent(message);
  const key = message.context === undefined ? message.id : `${message.context}\x04${message.id}`;
  const forms = message.forms.join("\0");
  return {
    key,
    original: message.plural === undefined ? key : `${key}\0${message.plural}`,
    translated: isHeader(message) ? withoutCreationDate(forms) : forms,
  };
}

/** message_list_delete_header_field: for builds that can be repeated. */
const withoutCreationDate = (header: string): string => {
  const match = /(?:^|\n)POT-Creation-Date:[^\n]*\n?/.exec(header);
  if (match === null) return header;
  const from = match.index + (match[0].startsWith("\n") ? 1 : 0);
  return header.slice(0, from) + header.slice(match.index + match[0].length);
};

function refuseSystemDependent({ formats, id, forms, at }: Message): void {
  const flags = [formats.get("c"), formats.get("objc")];
  if (!flags.includes("yes") && !flags.includes("possible")) return;
  if (/%[^%]*<PRI/.test(id + forms.join("")) || forms.some((form) => /%[-+ #0'$0-9.*]*I/.test(form)))
    throw new Refusal(`${at.file}:${at.line}`, "has a format that depends on the system (<PRId64>, %Id)");
}

/** gettext 0.21 hash.c, next_prime, with its is_prime, to which 3 and 9 are none. */
export function nextPrime(seed: number): number {
  let candidate = seed | 1;
  while (!isPrime(candidate)) candidate += 2;
  return candidate;
}

function isPrime(candidate: number): boolean {
  let divisor = 3;
  while (divisor * divisor < candidate && candidate % divisor !== 0) divisor += 2;
  return candidate % divisor !== 0;
}

/** Open addressing with double hashing, over hashpjw. */
function hashTableOf(pairs: readonly Pair[], size: number): Uint32Array {
  const table = new Uint32Array(size);
  pairs.forEach(({ key }, index) => {
    const hash = hashOf(key);
    const step = 1 + (hash % (size - 2));
    let at = hash % size;
    while (table[at] !== 0) at = at >= size - step ? at - (size - step) : at + step;
    table[at] = index + 1;
  });
  return table;
}

function hashOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) {
    hash = ((hash << 4) >>> 0) + text.charCodeAt(i);
    const high = (hash & 0xf0000000) >>> 0;
    if (high !== 0) hash = (hash ^ (high >>> 24) ^ high) >>> 0;
  }
  return hash >>> 0;
}

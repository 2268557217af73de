import type { Algorithm } from "./digest.ts";

export interface Expected {
  readonly name: string;
  /** Hexadecimal, as it was written. */
  readonly digest: string;
}

/** Lines of one file are all of coreutils' kind or all as BSD's `-r` writes them; the first tells. */
export interface LineKind {
  reversed: boolean | undefined;
}

/** A line of a file of checksums; undefined for one that is none (split_3 of src/digest.c). */
export function parseLine(line: string, { tag, bits }: Algorithm, kind: LineKind): Expected | undefined {
  const bare = line.replace(/^[ \t]+/, "");
  const escaped = bare.startsWith("\\");
  const text = escaped ? bare.slice(1) : bare;
  if (text.startsWith(tag)) return taggedLine(text.slice(tag.length), bits / 4, escaped);
  const digest = text.slice(0, bits / 4);
  const rest = text.slice(bits / 4);
  if (!isHex(digest, bits / 4) || !/^[ \t]/.test(rest) || rest.length < 2) return undefined;
  return named(fileName(rest.slice(1), kind), digest, escaped);
}

const isHex = (text: string, length: number): boolean => text.length === length && /^[\dA-Fa-f]*$/.test(text);

/** " (name) = digest" */
function taggedLine(text: string, length: number, escaped: boolean): Expected | undefined {
  const open = /^ ?\(/.exec(text)?.[0].length;
  const close = text.lastIndexOf(")");
  if (open === undefined || close < open) return undefined;
  const digest = /^[ \t]*=[ \t]*([^]*)$/.exec(text.slice(close + 1))?.[1];
  if (digest === undefined || !isHex(digest, length)) return undefined;
  return named(text.slice(open, close), digest, escaped);
}

function fileName(rest: string, kind: LineKind): string | undefined {
  if (rest.length === 1 || (rest[0] !== " " && rest[0] !== "*")) {
    if (kind.reversed === false) return undefined;
    kind.reversed = true;
    return rest;
  }
  if (kind.reversed) return rest;
  kind.reversed = false;
  return rest.slice(1);
}

function named(name: string | undefined, digest: string, escaped: boolean): Expected | undefined {
  if (name === undefined) return undefined;
  if (!escaped) return { name: name.split("\0")[0]!, digest };
  if (!/^(?:[^\\\0]|\\[nr\\])*$/.test(name)) return undefined;
  const bare = name.replaceAll(/\\(.)/g, (_, letter: string) => (letter === "n" ? "\n" : letter === "r" ? "\r" : "\\"));
  return { name: bare, digest };
}

/** The bits that chmod(2) sets. */
export const allBits = 0o7777;
const setIds = 0o6000;

interface Change {
  readonly op: "=" | "+" | "-";
  /** Whose bits; 0 where nobody was named, and the umask counts. */
  readonly affected: number;
  readonly value: number;
  readonly kind: "bits" | "copy" | "X";
  /** Bits that were named: only then a directory's setuid and setgid bits change. */
  readonly mentioned: number;
}

export type ModeChange = readonly Change[];

const who: Readonly<Record<string, number>> = { u: 0o4700, g: 0o2070, o: 0o1007, a: allBits };
const copied: Readonly<Record<string, number>> = { u: 0o700, g: 0o070, o: 0o007 };
const permission: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111, X: 0, s: setIds, t: 0o1000 };

const clause = /^([ugoa]*)((?:[-+=](?:[ugo](?![a-zA-Z])|[rwxXst]*|[0-7]+))+)$/;
const action = /([-+=])([ugo](?![a-zA-Z])|[0-7]+|[rwxXst]*)/g;

/** A mode as chmod takes it, octal or symbolic (gnulib's lib/modechange.c); undefined where it is none. */
export function parseMode(text: string): ModeChange | undefined {
  if (/^[0-7]/.test(text)) {
    if (!/^[0-7]+$/.test(text)) return undefined;
    const value = Number.parseInt(text, 8);
    const mentioned = text.length < 5 ? (value & 0o7000) | 0o777 : allBits;
    return value > allBits ? undefined : [{ op: "=", affected: allBits, value, kind: "bits", mentioned }];
  }
  const changes: Change[] = [];
  for (const part of text.split(",")) {
    const found = clause.exec(part);
    if (found === null) return undefined;
    const affected = [...found[1]!].reduce((bits, letter) => bits | who[letter]!, 0);
    for (const [, op, what] of found[2]!.matchAll(action)) {
      const change = changeOf(op as Change["op"], what!, affected);
      if (change === undefined) return undefined;
      changes.push(change);
    }
  }
  return changes;
}

function changeOf(op: Change["op"], what: string, affected: number): Change | undefined {
  if (/^[0-7]/.test(what)) {
    const value = Number.parseInt(what, 8);
    if (value > allBits || affected !== 0) return undefined;
    return { op, affected: allBits, value, kind: "bits", mentioned: allBits };
  }
  const bits = copied[what];
  if (bits !== undefined)
    return { op, affected, value: bits, kind: "copy", mentioned: affected === 0 ? bits : affected & bits };
  const value = [...what].reduce((all, letter) => all | permission[letter]!, 0);
  const kind = what.includes("X") ? "X" : "bits";
  return { op, affected, value, kind, mentioned: affected === 0 ? value : affected & value };
}

/**
 * mode_adjust: the mode that a file of an old one gets, and the bits that were decided about. The
 * umask counts where a change does not say whose bits it is about.
 */
export function adjustMode(
  old: number,
  isDirectory: boolean,
  umask: number,
  changes: ModeChange,
): { readonly mode: number; readonly decided: number } {
  let mode = old & allBits;
  let decided = 0;
  for (const { op, affected, value: named, kind, mentioned } of changes) {
    const omitted = (isDirectory ? setIds : 0) & ~mentioned;
    const value = valueOf(named, kind, mode, isDirectory) & (affected === 0 ? ~umask : affected) & ~omitted;
    if (op === "=") {
      const kept = (affected === 0 ? 0 : ~affected) | omitted;
      decided |= allBits & ~kept;
      mode = (mode & kept) | value;
    } else {
      decided |= value;
      mode = op === "+" ? mode | value : mode & ~value;
    }
  }
  return { mode, decided };
}

function valueOf(named: number, kind: Change["kind"], mode: number, isDirectory: boolean): number {
  if (kind === "bits") return named;
  if (kind === "X") return (mode & 0o111) !== 0 || isDirectory ? named | 0o111 : named;
  const held = named & mode;
  const everyone = (bits: number) => ((held & bits) === 0 ? 0 : bits);
  return held | everyone(0o444) | everyone(0o222) | everyone(0o111);
}

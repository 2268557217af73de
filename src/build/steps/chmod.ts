import type { Location } from "../../errors.ts";
import { problem } from "./errors.ts";

/** What --chmod does to a mode. */
export interface Chmod {
  /** Of the directories that COPY makes on its way: octal modes count for them, symbolic ones do not. */
  readonly parents: number | undefined;
  apply(mode: number, isDirectory: boolean): number;
}

const whoBits: Readonly<Record<string, number>> = { u: 0o4700, g: 0o2070, o: 0o0007, a: 0o6777 };
const spread = (bits: number): number => bits | (bits << 3) | (bits << 6);

/** Octal up to 07777, or chmod(1)'s symbolic form, as BuildKit takes it (dchapes-mode, umask 0). */
export function parseChmod(text: string, where?: Location): Chmod {
  if (/^[0-7]+$/.test(text)) {
    const mode = Number.parseInt(text, 8);
    if (mode <= 0o7777) return { parents: mode & 0o777, apply: () => mode };
  }
  const clauses = text.split(",").map((clause) => /^([ugoa]*)((?:[+=-](?:[rwxXst]*|[ugo]))+)$/.exec(clause));
  if (clauses.includes(null))
    throw problem("copy/bad-mode", `${JSON.stringify(text)} is no mode`, {
      where,
      help: "Write it in octal, as in --chmod=755, or as chmod does, as in --chmod=u=rwX,go=rX.",
    });
  const changes = clauses.flatMap((clause) => changesOf(clause?.[1] ?? "", clause?.[2] ?? ""));
  return {
    parents: undefined,
    apply: (mode, isDirectory) => changes.reduce((now, change) => change(now, mode, isDirectory), mode),
  };
}

type Change = (now: number, before: number, isDirectory: boolean) => number;

function changesOf(who: string, actions: string): Change[] {
  const bits = who === "" ? 0o6777 : [...who].reduce((sum, one) => sum | (whoBits[one] ?? 0), 0);
  return Array.from(actions.matchAll(/([+=-])([^+=-]*)/g), ([, operator, what = ""]): Change => {
    return (now, before, isDirectory) => {
      const sticky = what.includes("t") && (who === "" || who !== "o");
      const copies = /^[ugo]$/.test(what);
      const mask = copies ? bits & 0o777 : sticky ? bits | 0o1000 : bits;
      const wanted = bitsOf(what, now, isDirectory || (before & 0o111) !== 0) & mask;
      if (operator === "+") return now | wanted;
      if (operator === "-") return now & ~wanted;
      return (now & ~mask) | wanted;
    };
  });
}

function bitsOf(what: string, now: number, mayExecute: boolean): number {
  let bits = 0;
  for (const one of what) {
    if (one === "r") bits |= 0o444;
    else if (one === "w") bits |= 0o222;
    else if (one === "x" || (one === "X" && mayExecute)) bits |= 0o111;
    else if (one === "s") bits |= 0o6000;
    else if (one === "t") bits |= 0o1000;
    else if (one === "u") bits |= spread((now >> 6) & 7);
    else if (one === "g") bits |= spread((now >> 3) & 7);
    else if (one === "o") bits |= spread(now & 7);
  }
  return bits;
}

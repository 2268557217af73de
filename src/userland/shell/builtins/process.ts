import { Refusal } from "../../kernel/refusal.ts";
import type { Builtin } from "../shell.ts";
import { ShellError } from "../state/failure.ts";
import { refusedBuiltin } from "./refused.ts";
import { parseWords } from "./words.ts";

const bits = (value: number): string => ["r", "w", "x"].filter((_, index) => value & (4 >> index)).join("");

const umask: Builtin = {
  regular: true,
  run(shell, args) {
    const { options, operands } = parseWords(args, "S");
    const [mask] = operands;
    const now = shell.proc.umask;
    if (mask !== undefined) shell.proc.umask = (/^\d/.test(mask) ? octal(mask) : symbolic(mask, now)) & 0o777;
    else if (options.length === 0) shell.print(`${now.toString(8).padStart(4, "0")}\n`);
    else shell.print(`u=${bits(~now >> 6)},g=${bits(~now >> 3)},o=${bits(~now)}\n`);
    return 0;
  },
};

function octal(text: string): number {
  if (/[^0-7]/.test(text)) throw new ShellError(`Illegal number: ${text}`);
  return Number.parseInt(text, 8);
}

/** pdksh's, as dash has it: src/miscbltin.c. */
function symbolic(text: string, now: number): number {
  const allowed = ~now;
  let result = allowed;
  let rest = text;
  for (;;) {
    const [all, who, permissions] = /^([augo]*)((?:[-+=][rwxugoXs]*)*)/.exec(rest)!;
    const positions =
      who === ""
        ? 0o111
        : [...who!].reduce((sum, each) => sum | (each === "a" ? 0o111 : 1 << ("ogu".indexOf(each) * 3)), 0);
    for (const [, operator, letters] of permissions!.matchAll(/([-+=])([rwxugoXs]*)/g)) {
      const value = ([...letters!].reduce((sum, letter) => sum | bitOf(letter, allowed), 0) & 7) * positions;
      if (operator === "-") result &= ~value;
      else result = operator === "=" ? value | (result & ~(positions * 7)) : result | value;
    }
    rest = rest.slice(all.length);
    if (rest.startsWith(",") && permissions !== "") rest = rest.slice(1);
    else break;
    if (rest === "") break;
  }
  if (rest !== "") throw new ShellError(`Illegal mode: ${text}`);
  return ~result;
}

function bitOf(letter: string, allowed: number): number {
  switch (letter) {
    case "r":
      return 4;
    case "w":
      return 2;
    case "x":
      return 1;
    case "u":
      return allowed >> 6;
    case "g":
      return allowed >> 3;
    case "o":
      return allowed;
    case "X":
      return allowed & 0o111 ? 1 : 0;
    default:
      return 0;
  }
}

const times: Builtin = {
  special: true,
  run(shell) {
    const none = "0m0.000000s 0m0.000000s\n";
    shell.print(none + none);
    return 0;
  },
};

const ulimit: Builtin = {
  regular: true,
  run(_shell, args) {
    const refused = refusedBuiltin(args);
    if (refused !== undefined) throw new Refusal(refused.word, refused.reason);
    return 0;
  },
};

export const processBuiltins: readonly (readonly [string, Builtin])[] = [
  ["umask", umask],
  ["times", times],
  ["ulimit", ulimit],
];

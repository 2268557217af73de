import type { StaticWord } from "../../../userland/shell/preview.ts";

type Words = readonly StaticWord[];

/** Programs that start another one: what they start, by their last name. Empty where that is nothing. */
const starters: Readonly<Record<string, (args: Words) => readonly Words[]>> = {
  env: (args) => [behind(args, /^-([uCS]|-unset|-chdir)$/).filter((word, i, all) => !isAssignment(word, i, all))],
  nohup: (args) => [args],
  setsid: (args) => [behind(args, /^$/)],
  nice: (args) => [behind(args, /^-n$/)],
  timeout: (args) => [behind(args, /^-[sk]$/).slice(1)],
  xargs: (args) => [behind(args, /^-[aEdILnPs]$/)],
  find: (args) => executedByFind(args),
};

/** The command lines that a program will start, as far as its own tells. */
export const startedBy = (name: string, args: Words): readonly Words[] =>
  (Object.hasOwn(starters, name) ? starters[name]!(args) : []).filter((words) => words.length > 0);

/** What stands behind the options, some of which have a value of their own. */
function behind(args: Words, valued: RegExp): Words {
  let at = 0;
  while (at < args.length) {
    const word = args[at];
    if (word === "--") return args.slice(at + 1);
    if (word === undefined || !word.startsWith("-") || word === "-") break;
    at += valued.test(word) ? 2 : 1;
  }
  return args.slice(at);
}

const isAssignment = (word: StaticWord, index: number, all: Words): boolean =>
  all.slice(0, index + 1).every((one) => one?.includes("=") === true) && word !== undefined;

function executedByFind(args: Words): readonly Words[] {
  const found: Words[] = [];
  for (const [index, word] of args.entries()) {
    if (word === undefined || !/^-(exec|execdir|ok|okdir)$/.test(word)) continue;
    const rest = args.slice(index + 1);
    const end = rest.findIndex((one) => one === ";" || one === "+");
    const words = end < 0 ? rest : rest.slice(0, end);
    found.push(words.map((one) => (one?.includes("{}") ? undefined : one)));
  }
  return found;
}

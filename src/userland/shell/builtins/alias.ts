import type { Builtin } from "../shell.ts";
import { singleQuote } from "../state/quoting.ts";
import { parseWords } from "./words.ts";

/** Buckets of dash's table, which decide the order in which they are listed. */
const buckets = 39;

function bucketOf(name: string): number {
  let sum = name.charCodeAt(0) << 4;
  for (let at = 0; at < name.length; at++) sum += name.charCodeAt(at);
  return sum % buckets;
}

/** alias: counts from the next line on. */
const alias: Builtin = {
  regular: true,
  assigns: true,
  async run(shell, [, ...words]) {
    const { aliases } = shell;
    const show = (name: string) => shell.print(`${name}=${singleQuote(aliases.get(name)!.text)}\n`);
    if (words.length === 0)
      for (const name of [...aliases.keys()].sort((left, right) => bucketOf(left) - bucketOf(right))) show(name);
    let status = 0;
    for (const word of words) {
      const equals = word.indexOf("=", 1);
      if (equals > 0) aliases.set(word.slice(0, equals), { text: word.slice(equals + 1), inUse: false });
      else if (aliases.has(word)) show(word);
      else {
        await shell.proc.err(`alias: ${word} not found\n`);
        status = 1;
      }
    }
    return status;
  },
};

const unalias: Builtin = {
  regular: true,
  async run(shell, args) {
    const { options, operands } = parseWords(args, "a");
    if (options.length > 0) {
      shell.aliases.clear();
      return 0;
    }
    let status = 0;
    for (const name of operands) {
      if (shell.aliases.delete(name)) continue;
      await shell.proc.err(`unalias: ${name} not found\n`);
      status = 1;
    }
    return status;
  },
};

export const aliasBuiltins: readonly (readonly [string, Builtin])[] = [
  ["alias", alias],
  ["unalias", unalias],
];

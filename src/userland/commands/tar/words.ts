import { type Given, Misuse, parseOptions, type Word } from "../options.ts";
import { type TarOption, tarOptions } from "./options.ts";

/** Letters of old options, `tar xzf FILE`, that take a word from behind them all. */
const withValue = new Set("CTXfFLbHVIKNg");

/** `tar xzf a.tgz` is `tar -x -z -f a.tgz`: argp's ARGP_PARSE_ARGV0, tar.c's own loop. */
export function modern(words: readonly Word[]): readonly Word[] {
  const first = words[0];
  if (first === undefined || first === "" || first.startsWith("-")) return words;
  const rest = words.slice(1);
  const spelt = [...first].flatMap((letter) => {
    if (!withValue.has(letter)) return [`-${letter}`];
    if (rest.length === 0) throw new Misuse(`Old option '${letter}' requires an argument.`, 2);
    return [`-${letter}`, rest.shift()];
  });
  return [...spelt, ...rest];
}

export type Item = Given<TarOption> | { readonly name: "operand"; readonly value: string };

/** Options and operands in the order in which they stand: -C is for the names behind it. Throws `Misuse`. */
export function sequence(words: readonly string[]): readonly Item[] {
  const items: Item[] = [];
  for (let at = 0; at < words.length;) {
    const word = words[at]!;
    if (word === "--") {
      for (const value of words.slice(at + 1)) items.push({ name: "operand", value });
      break;
    }
    if (word === "-" || !word.startsWith("-")) {
      items.push({ name: "operand", value: word });
      at++;
      continue;
    }
    const alone = given(word);
    items.push(...(alone ?? parseOptions(words.slice(at, at + 2), tarOptions).given));
    at += alone === undefined ? 2 : 1;
  }
  return items;
}

/** undefined where the word wants the next one. */
function given(word: string): readonly Given<TarOption>[] | undefined {
  try {
    return parseOptions([word], tarOptions).given;
  } catch (error) {
    if (error instanceof Misuse && /requires an argument/.test(error.message)) return undefined;
    throw error;
  }
}

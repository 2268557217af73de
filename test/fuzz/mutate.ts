import type { Random } from "./random.ts";

/** Characters that parsers stumble over, whatever they parse. */
const hostile =
  "\0|\t|\n|\r|\r\n|\v| |\u0085|\u00a0|\u2028|\ufeff|\ud800|\udc00|👽|é|ß|İ|'|\"|`|\\|$|{|}|[|]|(|)|*|**|?|!|^|-|--|+|=|,|:|;|/|//|..|#|<|<<|@|%|0|-1|9|99999999999999999999|__proto__".split(
    "|",
  );

type Mutation = (text: string, words: readonly string[], random: Random, other: string) => string;

const splice = (text: string, from: number, to: number, put: string): string =>
  text.slice(0, from) + put + text.slice(to);

function range(text: string, random: Random): [number, number] {
  const from = random.below(text.length + 1);
  return [from, Math.min(text.length, from + 1 + random.below(random.of([2, 8, 64])))];
}

const putWord: Mutation = (text, words, random) => {
  const at = random.below(text.length + 1);
  return splice(text, at, at, random.of(words));
};
const putHostile: Mutation = (text, _, random) => {
  const at = random.below(text.length + 1);
  return splice(text, at, at, random.of(hostile));
};
const replace: Mutation = (text, words, random) => splice(text, ...range(text, random), random.of(words));
const remove: Mutation = (text, _, random) => splice(text, ...range(text, random), "");
const repeat: Mutation = (text, _, random) => {
  const [from, to] = range(text, random);
  return splice(text, to, to, text.slice(from, to).repeat(1 + random.below(random.of([2, 4, 40]))));
};
const move: Mutation = (text, _, random) => {
  const [from, to] = range(text, random);
  const rest = splice(text, from, to, "");
  const at = random.below(rest.length + 1);
  return splice(rest, at, at, text.slice(from, to));
};
const cross: Mutation = (text, _, random, other) =>
  text.slice(0, random.below(text.length + 1)) + other.slice(random.below(other.length + 1));
const flip: Mutation = (text, _, random) => {
  const at = random.below(text.length + 1);
  return splice(text, at, at + 1, String.fromCharCode((text.charCodeAt(at) || 0) ^ (1 << random.below(8))));
};

const mutations: readonly Mutation[] = [putWord, putWord, putHostile, replace, remove, repeat, move, cross, flip];

/** The text, changed in a few places at random; `other` is another one to take parts of. */
export function mutate(text: string, words: readonly string[], random: Random, other: string): string {
  let result = text;
  for (let left = 1 + random.below(random.of([2, 4, 12])); left > 0; left--)
    result = random.of(mutations)(result, words, random, other);
  return result.slice(0, 20_000);
}

import { problem } from "../errors.ts";
import { type Span, textOf, whereOf, within, wordOf } from "../lex/logical-line.ts";
import { quotedWords } from "../lex/words.ts";
import type { Arg, Env, Label, Pair } from "../syntax.ts";
import { wrongArguments } from "./arguments.ts";
import { noFlags } from "./flags.ts";
import type { Fields, Request } from "./request.ts";

export const parseEnv = (request: Request): Fields<Env> => ({ name: "ENV", ...parsePairs(request) });
export const parseLabel = (request: Request): Fields<Label> => ({ name: "LABEL", ...parsePairs(request) });

/** `ARG name[=value]…`. Flags are not looked at, as in BuildKit, but warned of. */
export function parseArg(request: Request): Fields<Arg> {
  const words = quotedWords(request.rest, request.escape);
  if (words.length === 0) throw wrongArguments(request, "ARG needs a name", "write ARG NAME or ARG NAME=DEFAULT");
  const args = words.map((word) => {
    const equals = textOf(word).indexOf("=");
    if (equals === -1) return { key: wordOf(word), value: undefined };
    return pairAt(request, word, equals);
  });
  return { name: "ARG", args };
}

/** `name=value…`, or the old form `name rest of the line` where the first word has no `=`. */
function parsePairs(request: Request) {
  const flags = noFlags(request);
  const words = quotedWords(request.rest, request.escape);
  const [first] = words;
  if (!first)
    throw wrongArguments(request, `${request.name} needs a name and a value`, `write ${request.name} NAME=VALUE`);
  if (!textOf(first).includes("=")) return { flags, pairs: [legacyPair(request)], legacy: true };
  const pairs = words.map((word): Pair => {
    const equals = textOf(word).indexOf("=");
    if (equals === -1) throw noEquals(request, word);
    return pairAt(request, word, equals);
  });
  return { flags, pairs, legacy: false };
}

function pairAt(request: Request, word: Span, equals: number): Pair {
  if (equals > 0) return { key: wordOf(within(word, 0, equals)), value: wordOf(within(word, equals + 1)) };
  throw problem("dockerfile/key-value", `${request.name} has a value without a name: ${textOf(word)}`, {
    where: whereOf(word),
    help: "put the name right before the =",
  });
}

function legacyPair(request: Request): Pair {
  const gap = /[\t\v\f\r ]+/.exec(textOf(request.rest));
  if (gap) {
    return {
      key: wordOf(within(request.rest, 0, gap.index)),
      value: wordOf(within(request.rest, gap.index + gap[0].length)),
    };
  }
  throw problem("dockerfile/key-value", `${request.name} ${textOf(request.rest)} has no value`, {
    where: whereOf(request.rest),
    help: `write ${request.name} NAME=VALUE; NAME= sets it to nothing`,
  });
}

const noEquals = (request: Request, word: Span) =>
  problem("dockerfile/key-value", `${request.name} expects NAME=VALUE and found ${textOf(word)}`, {
    where: whereOf(word),
    help: 'put a value with blanks in double quotes: NAME="two words"',
  });

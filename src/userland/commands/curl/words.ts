import type { Impossible } from "../../kernel/program.ts";
import type { Word } from "../options.ts";
import { curlOptions } from "./options.ts";

export interface Given {
  readonly name: string;
  /** Of an option that has one. */
  readonly value: Word;
  /** `--no-NAME`. */
  readonly off: boolean;
}

/** What curl says of a wrong command line, without "curl: ". */
export class WrongOption extends Error {}

/** curl's own reading of options (tool_getparam.c): in order, addresses among them under "url". Throws `WrongOption`. */
export function parseWords(words: readonly Word[]): readonly Given[] {
  const given: Given[] = [];
  const rest = [...words];
  let options = true;
  while (rest.length > 0) {
    const word = rest.shift();
    if (!options || word === undefined || word === "-" || !word.startsWith("-"))
      given.push({ name: "url", value: word, off: false });
    else if (word === "--") options = false;
    else if (word.startsWith("--")) given.push(long(word, rest));
    else given.push(...short(word, rest));
  }
  return given;
}

function long(word: string, rest: Word[]): Given {
  const off = word.startsWith("--no-") && curlOptions[word.slice(2)] === undefined;
  const written = word.slice(off ? 5 : 2);
  const exact = Object.hasOwn(curlOptions, written) ? [written] : [];
  const names = exact.length > 0 ? exact : Object.keys(curlOptions).filter((name) => name.startsWith(written));
  if (names.length === 0) throw new WrongOption(`option ${word}: is unknown`);
  if (names.length > 1) throw new WrongOption(`option ${word}: is ambiguous`);
  const [name] = names as [string];
  if (curlOptions[name]!.value !== true) return { name, value: "", off };
  if (rest.length === 0) throw new WrongOption(`option ${word}: requires parameter`);
  return { name, value: rest.shift(), off };
}

function* short(word: string, rest: Word[]): Generator<Given> {
  for (let at = 1; at < word.length; at++) {
    const letter = word[at]!;
    const name = Object.keys(curlOptions).find((one) => curlOptions[one]!.short === letter);
    if (name === undefined) throw new WrongOption(`option ${word}: is unknown`);
    if (curlOptions[name]!.value !== true) {
      yield { name, value: "", off: false };
      continue;
    }
    const attached = word.slice(at + 1);
    if (attached === "" && rest.length === 0) throw new WrongOption(`option ${word}: requires parameter`);
    yield { name, value: attached === "" ? rest.shift() : attached, off: false };
    return;
  }
}

const schemes = /^(?:https?|file):\/\//i;
const variables = new Set(
  "http_code response_code url_effective size_download size_header num_redirects content_type filename_effective exitcode errormsg method scheme http_version redirect_url time_total time_connect time_namelookup time_starttransfer time_pretransfer time_appconnect time_redirect speed_download size_upload num_connects url".split(
    " ",
  ),
);

/** What of a command line cannot be done, before it runs. */
export function refusedWords(words: readonly Word[]): Impossible | undefined {
  let given: readonly Given[];
  try {
    given = parseWords(words);
  } catch (error) {
    if (error instanceof WrongOption) return undefined;
    throw error;
  }
  const literal = given.some(({ name }) => name === "globoff");
  for (const { name, value } of given) {
    const reason = curlOptions[name]!.refused;
    if (reason !== undefined) return { word: `--${name}`, reason };
    if (value === undefined) continue;
    if (name === "url" && /^[a-z][a-z0-9+.-]*:\/\//i.test(value) && !schemes.test(value))
      return { word: value, reason: "is neither http nor https nor a file" };
    if (name === "url" && !literal && /[{}[\]]/.test(value.replace(/\/\/\[[^\]]*\]/, "")))
      return { word: value, reason: "stands for several addresses", help: "write each, or --globoff" };
    if (name === "header" && value.startsWith("@")) return { word: value, reason: "reads headers from a file" };
    const odd = name === "write-out" && [...value.matchAll(/%\{([^}]*)\}/g)].find(([, one]) => !variables.has(one!));
    if (odd) return { word: odd[0], reason: "is not known" };
    if (name === "write-out" && value.startsWith("@")) return { word: value, reason: "reads a format from a file" };
  }
  return undefined;
}

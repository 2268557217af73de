import type { Shell } from "../shell.ts";
import type { Part, Word } from "../syntax/parts.ts";
import { Expander } from "./expander.ts";
import { splitFields } from "./fields.ts";
import { glob } from "./glob.ts";
import { plain, quoteMark } from "./marked.ts";
import { compilePattern, type Pattern } from "./pattern.ts";

const mode = { split: false, quoted: false, tilde: true, tildes: false, word: false };

/** A word of a command: all expansions, fields and names of files. */
export async function expandWord(shell: Shell, word: Word): Promise<readonly string[]> {
  const fixed = literalOf(word);
  if (fixed !== undefined) return [fixed];
  const expander = new Expander(shell);
  await expander.parts(word.parts, { ...mode, split: true });
  const { text, regions } = expander;
  const fields = regions.length === 0 ? (text === "" ? [] : [text]) : splitFields(text, regions, shell.separators);
  if (shell.options.has("noglob") || !/[*?[]/.test(text)) return fields.map(plain);
  const words: string[] = [];
  for (const field of fields) {
    const names = /[*?[]/.test(field) ? await glob(shell.proc, field) : [];
    if (names.length === 0) words.push(plain(field));
    else for (const name of names) words.push(name);
  }
  return words;
}

/** Most words hold nothing to expand. */
function literalOf({ parts }: Word): string | undefined {
  const [part] = parts;
  if (parts.length !== 1) return undefined;
  if (part!.type === "quoted") return part!.text;
  return part!.type === "literal" && !/[~*?[]/.test(part!.text) ? part!.text : undefined;
}

/** One string: no fields, no names of files. */
export async function expandString(shell: Shell, word: Word): Promise<string> {
  return literalOf(word) ?? plain(await marked(shell, word.parts, mode));
}

/** "name=value", tildes behind the = and behind colons. */
export async function expandAssignment(shell: Shell, word: Word): Promise<string> {
  return literalOf(word) ?? plain(await marked(shell, word.parts, { ...mode, tilde: false, tildes: true }));
}

export async function expandPattern(shell: Shell, word: Word): Promise<Pattern> {
  return compilePattern(await marked(shell, word.parts, mode));
}

/** As in double quotes: a here-document, PS4. */
export async function expandText(shell: Shell, parts: readonly Part[]): Promise<string> {
  return plain(await marked(shell, parts, { ...mode, quoted: true, tilde: false }));
}

async function marked(shell: Shell, parts: readonly Part[], how: typeof mode): Promise<string> {
  const expander = new Expander(shell);
  await expander.parts(parts, how);
  return expander.text === quoteMark ? "" : expander.text;
}

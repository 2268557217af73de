import { limits } from "../../../limits.ts";
import { Refusal } from "../../kernel/refusal.ts";

/** A part of a word that an expansion made, where fields are looked for. */
export interface Region {
  readonly start: number;
  readonly end: number;
  /** Of "$@": its own separators alone count. */
  readonly separatorsOnly: boolean;
}

/** Between the parameters in `$*` and `$@` until the word is split. */
export const separator = "\0";

const blank = " \t\n";

/**
 * Field splitting (POSIX 2.6.5), as dash does it: ifsbreakup() in src/expand.c. With `most`, as
 * `read` does: the last field takes all that is left, without blanks at its end.
 */
export function splitFields(
  text: string,
  regions: readonly Region[],
  separators: string,
  most = Infinity,
): readonly string[] {
  const fields: string[] = [];
  let left = most;
  let start = 0;
  let cut: number | undefined;
  let separatorsOnly = false;
  for (const region of regions) {
    const afterOnly = separatorsOnly;
    ({ separatorsOnly } = region);
    const ifs = separatorsOnly ? "" : separators;
    let afterBlank = false;
    for (let at = region.start; at < region.end; at++) {
      const byte = String.fromCharCode(text.charCodeAt(at) & 0xff);
      let separates = byte === separator || ifs.includes(byte);
      const isBlank = separates && (byte === separator || blank.includes(byte));
      if (left === 0) {
        if (isBlank) cut ??= at;
        else {
          if (!(separates && afterBlank)) cut = undefined;
          afterBlank = false;
        }
        continue;
      }
      if (afterBlank) {
        start = separates ? at + 1 : at;
        if (isBlank) continue;
        separates = false;
      }
      if (!separates) {
        afterBlank = false;
        continue;
      }
      if (!afterOnly && !separatorsOnly) afterBlank = isBlank;
      if (at === start && afterBlank) {
        start = at + 1;
        afterBlank = false;
      } else if (left !== Infinity && --left === 0) cut = at;
      else {
        if (fields.length >= limits.shellFields) throw new Refusal("expansion", "makes too many fields");
        fields.push(text.slice(start, at));
        start = at + 1;
      }
    }
  }
  const rest = text.slice(start, cut);
  if ((separatorsOnly && regions.length > 0) || rest !== "") fields.push(rest);
  return fields;
}

import { decodeAt, lengthOf } from "../../regex/characters.ts";
import { toLower, toUpper } from "../../regex/classes.ts";

type Case = "asIs" | "lower" | "upper";

/** A part of a replacement: text, then what a group matched. `first` counts for one letter alone. */
interface Part {
  readonly text: string;
  readonly group: number | undefined;
  readonly case: Case;
  readonly first: Exclude<Case, "asIs"> | undefined;
}

export interface Replacement {
  readonly parts: readonly Part[];
  /** The highest group that is asked for. */
  readonly groups: number;
}

/** Understands the right side of `s`, whose escapes for bytes were replaced: setup_replacement of sed/compile.c. */
export function parseReplacement(text: string): Replacement {
  const parts: Part[] = [];
  let groups = 0;
  let literal = "";
  let [all, first]: [Case, Part["first"]] = ["asIs", undefined];
  let carried: Case = "asIs";
  const end = (group?: number): void => {
    parts.push({ text: literal, group, case: all, first });
    literal = "";
    [all, first] = [carried, undefined];
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === "&") end(0);
    else if (character !== "\\") literal += character;
    else {
      const escaped = text[(at += 1)];
      if (escaped === undefined) literal += "\\";
      else if (escaped >= "0" && escaped <= "9") {
        groups = Math.max(groups, Number(escaped));
        end(Number(escaped));
      } else if (escaped === "L" || escaped === "U" || escaped === "E") {
        end();
        all = carried = escaped === "L" ? "lower" : escaped === "U" ? "upper" : "asIs";
      } else if (escaped === "l" || escaped === "u") {
        end();
        carried = all;
        first = escaped === "l" ? "lower" : "upper";
      } else literal += escaped;
    }
  }
  if (literal !== "") end();
  return { parts, groups };
}

/** What stands in place of a match: append_replacement and str_append_modified of sed/execute.c. */
export function replace({ parts }: Replacement, line: string, registers: readonly number[], utf8: boolean): string {
  let result = "";
  let pending: Part["first"];
  for (const part of parts) {
    let first = part.first ?? pending;
    pending = undefined;
    if (part.text !== "") {
      result += cased(part.text, part.case, first, utf8);
      first = undefined;
    }
    if (part.group === undefined) continue;
    const [begin, end] = [registers[2 * part.group] ?? -1, registers[2 * part.group + 1] ?? -1];
    // In s/()(x)/\u\1\2/ the capital is that of \2.
    if (begin < end) result += cased(line.slice(begin, end), part.case, first, utf8);
    else if (part.first !== undefined) pending = first;
  }
  return result;
}

function cased(text: string, all: Case, first: Part["first"], utf8: boolean): string {
  if (all === "asIs" && first === undefined) return text;
  const bytes = Buffer.from(text, "latin1");
  let result = "";
  let kind: Case = first ?? all;
  for (let at = 0; at < bytes.length; kind = all) {
    const code = utf8 ? decodeAt(bytes, at, bytes.length) : bytes[at]!;
    const length = utf8 ? lengthOf(code) : 1;
    const changed = kind === "asIs" ? code : kind === "upper" ? toUpper(code) : toLower(code);
    const same = changed === code || (!utf8 && code >= 0x80);
    const written = text.slice(at, at + length);
    result += same
      ? written
      : utf8
        ? Buffer.from(String.fromCodePoint(changed)).toString("latin1")
        : String.fromCharCode(changed);
    at += length;
  }
  return result;
}

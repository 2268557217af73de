import type { Regex } from "../../regex/regex.ts";
import type { Replacement } from "./replacement.ts";
import type { Source } from "./source.ts";

/** A pattern; undefined stands for the one that was used last. */
export type Pattern = Regex | undefined;

export type Address =
  | { readonly type: "line"; readonly line: number }
  | { readonly type: "step"; readonly first: number; readonly step: number }
  | { readonly type: "last" }
  | { readonly type: "regex"; readonly regex: Pattern }
  /** addr1,+N */
  | { readonly type: "count"; readonly count: number }
  /** addr1,~N */
  | { readonly type: "multiple"; readonly of: number }
  /** addr1,+0: any line. */
  | { readonly type: "any" };

export interface Substitution {
  readonly regex: Pattern;
  readonly replacement: Replacement;
  readonly global: boolean;
  readonly print: boolean;
  /** The first match that is replaced, from 1. */
  readonly number: number;
  readonly file: string | undefined;
}

export type Action =
  | { readonly name: "a" | "i" | "c"; readonly text: string }
  | { readonly name: "b" | "t" | "T"; readonly label: string; readonly to: number }
  | { readonly name: "{"; readonly to: number }
  | { readonly name: ":"; readonly label: string }
  | { readonly name: "q" | "Q" | "l"; readonly number: number | undefined }
  /** `now`: before the first line (0r), not after the cycle. */
  | { readonly name: "r"; readonly file: string; readonly now: boolean }
  | { readonly name: "R" | "w" | "W"; readonly file: string }
  | { readonly name: "s"; readonly substitution: Substitution }
  | { readonly name: "y"; readonly map: ReadonlyMap<string, string> }
  | { readonly name: "}" | "=" | "d" | "D" | "F" | "g" | "G" | "h" | "H" | "n" | "N" | "p" | "P" | "x" | "z" };

/** A command with its addresses. Places of other commands are indices into the program. */
export interface Command {
  readonly first: Address | undefined;
  readonly second: Address | undefined;
  readonly negated: boolean;
  readonly action: Action;
}

export interface Script {
  readonly commands: readonly Command[];
  /** Its first line is "#n". */
  readonly quiet: boolean;
  /** The piece that was read last, which messages name while the script runs. */
  readonly source: Source;
}

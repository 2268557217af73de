import type { Part } from "./parts.ts";
import type { Source } from "./source.ts";
import type { Command } from "./tree.ts";

/** Where the commands of a substitution are read. */
export type ReadSubstitution = (source: Source, until: ")" | "end") => Command | undefined;

/** A word of a command; the end mark of a here-document, where `$` is plain; text as in double quotes, `"` plain. */
export type WordKind = "word" | "mark" | "text";

export interface ReadWord {
  readonly parts: Part[];
  /** Anything in it was quoted: it is no keyword and no alias. */
  readonly quoted: boolean;
  /** The character behind it, already read. */
  readonly next: string;
}

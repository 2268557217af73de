import { DjibError, type Location } from "../../src/errors.ts";

/** What reads hostile text. Bytes are given as text too, one character (U+0000…U+00FF) each. */
export interface Target {
  readonly name: string;
  /** What to begin with. */
  readonly seeds: readonly string[];
  /** Words that its readers know. */
  readonly words: readonly string[];
  /**
   * Reads the text; throws where a claim does not hold. It gives what was seen: a text that shows something new is
   * kept, to be changed further. Refusals are `refused`.
   */
  run(text: string): Iterable<string> | Promise<Iterable<string>>;
}

/** A refusal is an answer too: one DjibError with help, whose place lies in the text. Anything else is a finding. */
export function refused(error: unknown): readonly string[] {
  if (!(error instanceof DjibError)) throw error;
  const { where } = error.details;
  if (where !== undefined) checkPlace(where);
  return [
    `${error.code} ${error.message
      .replaceAll(/"[^"]*"|\d+/g, "")
      .split(" ", 5)
      .join(" ")}`,
  ];
}

/** `run`'s answer, or how it was refused. */
export function outcome(run: () => Iterable<string>): Iterable<string> {
  try {
    return run();
  } catch (error) {
    return refused(error);
  }
}

export function checkPlace({ source, line, column, endLine = line, endColumn = column }: Location): void {
  const lines = source.text.split("\n");
  const fits = line >= 1 && line <= endLine && endLine <= lines.length;
  if (!fits || column < 1 || column > endColumn || endColumn > lines[line - 1]!.length + 1)
    throw new Error(`a place outside the text: ${line}:${column} to ${endLine}:${endColumn}`);
}

/** The shape of a value: which fields it has, with what types, and short texts such as names. */
export function* shapeOf(value: unknown, path = ""): Generator<string> {
  if (typeof value === "object" && value !== null) {
    if (Array.isArray(value)) yield `${path}[${Math.min(value.length, 3)}]`;
    for (const [key, item] of Object.entries(value))
      if (key !== "where" && key !== "source") yield* shapeOf(item, Array.isArray(value) ? path : `${path}.${key}`);
  } else if (typeof value === "string") yield `${path}:${/^[A-Z]{2,}$/.test(value) ? value : value.length > 0}`;
  else yield `${path}:${typeof value === "number" ? Math.sign(value) : String(value)}`;
}

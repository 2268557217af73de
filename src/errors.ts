/** A text file that errors point into. `name` is what the user typed, e.g. "Dockerfile". */
export interface SourceText {
  readonly name: string;
  readonly text: string;
}

/** A place in a source text. Lines and columns count from 1; columns count characters. */
export interface Location {
  readonly source: SourceText;
  readonly line: number;
  readonly column: number;
  /** Last line of the construct, where it spans several. */
  readonly endLine?: number;
  /** One past the last character to underline on `line`. */
  readonly endColumn?: number;
}

export interface ProblemDetails {
  readonly where?: Location | undefined;
  /** Further places that belong to it, e.g. the stage that should have made a path. */
  readonly also?: readonly { readonly where: Location; readonly note: string }[] | undefined;
  /** Facts below the excerpt: the last lines of a RUN's output, what each probe said. */
  readonly detail?: readonly string[] | undefined;
  /** The next action, in the user's terms. */
  readonly help?: string | undefined;
  readonly cause?: unknown;
  /** 1: the user can mend it (default). 2: wrong usage of the command line. 130: cancelled. */
  readonly exitCode?: number | undefined;
}

/**
 * The one error that people see. `code` is stable and `djib help CODE` explains it; `message`
 * is one line of what failed; a stack is never shown. Anything else that is thrown is a bug
 * in djib and reported as one.
 */
export class DjibError extends Error {
  readonly code: string;
  readonly details: ProblemDetails;

  constructor(code: string, message: string, details: ProblemDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "DjibError";
    this.code = code;
    this.details = details;
  }
}

/**
 * Each room declares its codes once, with the text that `djib help CODE` prints, and throws
 * through the function made here, so that a code without an explanation does not compile.
 *
 *     export const problem = problems({ "dockerfile/empty": "The file has no instructions. …" });
 *     throw problem("dockerfile/empty", "Dockerfile has no instructions", { help: "…" });
 */
export function problems<const Codes extends Readonly<Record<string, string>>>(explanations: Codes) {
  const make = (code: keyof Codes & string, message: string, details?: ProblemDetails): DjibError =>
    new DjibError(code, message, details);
  return Object.assign(make, { explanations });
}

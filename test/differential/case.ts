import type { FileSpec } from "../copy/case.ts";

export type Files = Readonly<Record<string, FileSpec>>;

/** A Dockerfile, what it is built from and how. Its name is the sentence that it proves. */
export interface DifferentialCase {
  readonly dockerfile: string;
  /** The context beside the Dockerfile; a file named "Dockerfile" stands in its place. */
  readonly files?: Files;
  /** docker build's flags. `{NAME}` stands for the directory of `folders`, `{context}` for the context. */
  readonly flags?: readonly string[];
  /** Further directories for flags to name. */
  readonly folders?: Readonly<Record<string, Files>>;
}

export type Cases = Readonly<Record<string, DifferentialCase>>;

type Rest = Omit<DifferentialCase, "dockerfile">;

/** A Dockerfile of these lines. */
export const lines = (text: readonly string[], rest: Rest = {}): DifferentialCase => ({
  ...rest,
  dockerfile: `${text.join("\n")}\n`,
});

/** Instructions on nothing. */
export const scratch = (...text: readonly string[]): DifferentialCase => lines(["FROM scratch", ...text]);

/** Instructions on nothing, with files in the context. */
export const withFiles = (files: Files, ...text: readonly string[]): DifferentialCase =>
  lines(["FROM scratch", ...text], { files });

/** Instructions on the small user land of base-images.ts. */
export const onBase = (...text: readonly string[]): DifferentialCase => lines(["FROM base", ...text]);

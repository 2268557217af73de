import { BadPattern } from "../../src/dockerfile/match-glob.ts";
import { BadGitReference } from "../../src/dockerfile/values/git-reference.ts";
import { DjibError } from "../../src/errors.ts";
import type { Shape } from "./growth.ts";

/** What one line may hold, and what is enough of a file. */
export const line = 65_000;
export const file = 4 * 1024 * 1024;

/** Refusals are answers. */
const read =
  (run: (text: string) => unknown) =>
  async (text: string): Promise<unknown> => {
    try {
      return await run(text);
    } catch (error) {
      if (error instanceof DjibError || error instanceof BadPattern || error instanceof BadGitReference) return error;
      throw error;
    }
  };

type Texts = Readonly<Record<string, (n: number) => string>>;

export const shapesOf = (reader: string, run: (text: string) => unknown, most: number, texts: Texts): Shape[] =>
  Object.entries(texts).map(([name, text]) => ({ name: `${reader}: ${name}`, text, read: read(run), most }));

export const repeated = (part: string, before = "", after = "") => {
  return (n: number): string => before + part.repeat(Math.ceil(n / part.length)) + after;
};

import type { Case } from "../case.ts";

/** Words between spaces; '' is the empty one, _ a space within one, $ a tab. */
export const words = (line: string): readonly string[] =>
  line === ""
    ? []
    : line.split(" ").map((word) => (word === "''" ? "" : word.replaceAll("_", " ").replaceAll("$", "\t")));

/** Each of the command lines on each of the inputs. */
export const lines = (
  tool: string,
  commands: readonly string[],
  inputs: readonly string[] = [""],
  more: Omit<Case, "args" | "stdin"> = {},
): readonly Case[] =>
  commands.flatMap((line) => inputs.map((stdin) => ({ args: [tool, ...words(line)], stdin, ...more })));

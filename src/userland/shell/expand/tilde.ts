import type { Shell } from "../shell.ts";

/** HOME, or what the table of users says; undefined where there is none. */
export function homeOf(shell: Shell, name: string): string | undefined {
  return name === "" ? shell.variables.get("HOME") : undefined;
}

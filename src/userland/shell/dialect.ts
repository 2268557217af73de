import type { Shell } from "./shell.ts";

/** What shells differ in. */
export interface Dialect {
  readonly kind: "dash" | "ash" | "bash";
  /** A line of standard error. */
  message(shell: Shell, message: string, line: number): string;
}

/** Debian's /bin/sh: dash 0.5.12. */
export const dash: Dialect = {
  kind: "dash",
  message: ({ name, commandName }, message, line) =>
    `${name}: ${line}: ${commandName === undefined ? "" : `${commandName}: `}${message}\n`,
};

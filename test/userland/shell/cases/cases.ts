import { builtins } from "./builtins.ts";
import { errexit } from "./errexit.ts";
import { expansion } from "./expansion.ts";
import { processes } from "./processes.ts";
import { redirection } from "./redirection.ts";
import { syntax } from "./syntax.ts";

/** Scripts for Debian's /bin/sh, UTF-8; each is handed to -c. */
export const dashCases: Readonly<Record<string, readonly string[]>> = {
  builtins,
  errexit,
  expansion,
  processes,
  redirection,
  syntax,
};

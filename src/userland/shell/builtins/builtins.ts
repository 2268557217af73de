import type { Builtin } from "../shell.ts";
import { aliasBuiltins } from "./alias.ts";
import { directoryBuiltins } from "./cd.ts";
import { commandBuiltins } from "./command.ts";
import { dot } from "./dot.ts";
import { echo } from "./echo.ts";
import { evaluation } from "./eval.ts";
import { exec } from "./exec.ts";
import { flow } from "./flow.ts";
import { getopts } from "./getopts.ts";
import { jobBuiltins } from "./jobs.ts";
import { printf } from "./printf.ts";
import { processBuiltins } from "./process.ts";
import { read } from "./read.ts";
import { setBuiltins } from "./set.ts";
import { test } from "./test.ts";
import { trap } from "./trap.ts";
import { variableBuiltins } from "./variables.ts";

/** What dash does itself, by name. */
export const builtins: ReadonlyMap<string, Builtin> = new Map([
  ...flow,
  ...variableBuiltins,
  ...setBuiltins,
  ...directoryBuiltins,
  ...commandBuiltins,
  ...jobBuiltins,
  ...processBuiltins,
  ...aliasBuiltins,
  [".", dot],
  ["[", test],
  ["echo", echo],
  ["eval", evaluation],
  ["exec", exec],
  ["getopts", getopts],
  ["printf", printf],
  ["read", read],
  ["test", test],
  ["trap", trap],
]);

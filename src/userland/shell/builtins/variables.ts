import type { Builtin, Shell } from "../shell.ts";
import { ShellError } from "../state/failure.ts";
import { singleQuote } from "../state/quoting.ts";
import type { Variable } from "../state/variables.ts";
import { parseWords } from "./words.ts";

/** As `set`, `export -p` and `readonly -p` print them. */
export function showVariables(shell: Shell, prefix: string, shown: (variable: Variable) => boolean): number {
  for (const [name, variable] of shell.variables.all()) {
    if (!shown(variable)) continue;
    const value = variable.value === undefined ? "" : `=${singleQuote(variable.value)}`;
    shell.print(`${prefix === "" ? "" : `${prefix} `}${name}${value}\n`);
  }
  return 0;
}

const flagging = (name: "export" | "readonly", flag: "exported" | "readOnly"): Builtin => ({
  special: true,
  assigns: true,
  run(shell, args) {
    const { options, operands } = parseWords(args, "p");
    if (options.length > 0 || operands.length === 0) return showVariables(shell, name, (variable) => variable[flag]);
    for (const word of operands) {
      const equals = word.indexOf("=");
      if (equals < 0) shell.variables.flag(word, { [flag]: true });
      else shell.variables.set(word.slice(0, equals), word.slice(equals + 1), { [flag]: true });
    }
    return 0;
  },
});

/** local: until the function ends. */
const local: Builtin = {
  special: true,
  assigns: true,
  run(shell, [, ...words]) {
    if (!shell.variables.inScope) throw new ShellError("not in a function");
    for (const word of words) {
      if (word === "-") {
        const options = [...shell.options];
        shell.variables.atEnd(() => shell.setOptions(options));
        continue;
      }
      const equals = word.indexOf("=");
      if (equals < 0) shell.variables.local(word, undefined);
      else shell.variables.local(word.slice(0, equals), word.slice(equals + 1));
    }
    return 0;
  },
};

const unset: Builtin = {
  special: true,
  run(shell, args) {
    const { options, operands } = parseWords(args, "vf");
    const functions = options.at(-1)?.letter === "f";
    for (const name of operands) {
      if (functions) shell.functions.delete(name);
      else shell.variables.set(name, undefined);
    }
    return 0;
  },
};

export const variableBuiltins: readonly (readonly [string, Builtin])[] = [
  ["export", flagging("export", "exported")],
  ["readonly", flagging("readonly", "readOnly")],
  ["local", local],
  ["unset", unset],
];

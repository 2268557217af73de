import { isErrno } from "../../kernel/errno.ts";
import { isSpecialBuiltin } from "../builtin-names.ts";
import { candidates, findCommand } from "../evaluate/find-command.ts";
import type { Builtin, Shell } from "../shell.ts";
import { singleQuote } from "../state/quoting.ts";
import { defaultPath } from "../state/variables.ts";
import { keywords } from "../syntax/tokens.ts";
import { parseWords } from "./words.ts";

/** dash's describe_command(): `type`, `command -v` and -V. `path` where it is not the usual one. */
async function describe(shell: Shell, name: string, verbose: boolean, path?: string): Promise<number> {
  const say = (long: string, short = name) => {
    shell.print(`${verbose ? name + long : short}\n`);
    return 0;
  };
  if (keywords.has(name)) return say(" is a shell keyword");
  const alias = shell.aliases.get(name);
  if (alias !== undefined) return say(` is an alias for ${alias.text}`, `alias ${name}=${singleQuote(alias.text)}`);
  const known = path === undefined && shell.found.has(name);
  const found = await findCommand(shell, name, path === undefined ? {} : { path });
  switch (found.kind) {
    case "function":
      return say(" is a shell function");
    case "builtin":
      return say(` is a ${isSpecialBuiltin(name) ? "special " : ""}shell builtin`);
    case "unknown":
      break;
    case "external": {
      const along = path ?? shell.variables.get("PATH") ?? "";
      const place = found.index < 0 ? name : candidates(along, name)[found.index]!;
      if (found.index < 0 && !exists(shell, name)) break;
      return say(` is${known ? " a tracked alias for" : ""} ${place}`, place);
    }
  }
  if (verbose) shell.print(`${name}: not found\n`);
  return 127;
}

function exists(shell: Shell, path: string): boolean {
  try {
    shell.proc.files.stat(path);
    return true;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

/** Only what is left of it: `command name` is run like the name itself. */
const command: Builtin = {
  regular: true,
  run(shell, args) {
    const { options, operands } = parseWords(args, "pvV");
    const letters = options.map(({ letter }) => letter);
    const [name] = operands;
    const verbose = letters.includes("V") && !letters.includes("v");
    if (name === undefined || !letters.some((letter) => letter !== "p")) return 0;
    return describe(shell, name, verbose || letters.includes("V"), letters.includes("p") ? defaultPath : undefined);
  },
};

const type: Builtin = {
  regular: true,
  async run(shell, [, ...names]) {
    let status = 0;
    for (const name of names) status |= await describe(shell, name, true);
    return status;
  },
};

const hash: Builtin = {
  regular: true,
  async run(shell, args) {
    const { options, operands } = parseWords(args, "r");
    if (options.length > 0) shell.found.clear();
    else if (operands.length === 0) showFound(shell);
    let status = 0;
    for (const name of options.length > 0 ? [] : operands) {
      shell.found.delete(name);
      if ((await findCommand(shell, name, { complain: true })).kind === "unknown") status = 1;
    }
    return status;
  },
};

/** In the order of dash's table of 31. */
function showFound(shell: Shell): void {
  const bucket = (name: string) => {
    let sum = name.charCodeAt(0) << 4;
    for (let at = 0; at < name.length; at++) sum += name.charCodeAt(at);
    return (sum & 0x7fff) % 31;
  };
  const path = shell.variables.get("PATH") ?? "";
  const names = [...shell.found].sort(([left], [right]) => bucket(left) - bucket(right));
  for (const [name, index] of names) shell.print(`${candidates(path, name)[index]}\n`);
}

export const commandBuiltins: readonly (readonly [string, Builtin])[] = [
  ["command", command],
  ["type", type],
  ["hash", hash],
];

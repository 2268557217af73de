import { isErrno } from "../../kernel/errno.ts";
import { candidates } from "../evaluate/find-command.ts";
import { evaluateFile } from "../evaluate/file.ts";
import type { Builtin, Shell } from "../shell.ts";
import { ShellError } from "../state/failure.ts";
import { parseWords } from "./words.ts";

/** `.`: runs a file in this shell, found along PATH where its name holds no slash. */
export const dot: Builtin = {
  special: true,
  async run(shell, args) {
    const [name] = parseWords(args, "").operands;
    if (name === undefined) return 0;
    const path = find(shell, name);
    const status = await evaluateFile(shell, path, () => (shell.commandName = path));
    if (shell.skip === "return" || shell.skip === "return as it is") shell.skip = undefined;
    return status;
  },
};

function find(shell: Shell, name: string): string {
  if (name.includes("/")) return name;
  for (const path of candidates(shell.variables.get("PATH") ?? "", name)) {
    try {
      if (shell.proc.files.stat(path).type === "file") return path;
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
  throw new ShellError(`${name}: not found`);
}

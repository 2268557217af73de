import { SystemError } from "../kernel/errno.ts";
import type { Process } from "../kernel/process.ts";
import type { Program } from "../kernel/program.ts";
import { tried } from "./tried.ts";

/** which.debianutils, the shell script that Debian's `which` leads to: -a is its only option. */
export const which: Program = {
  refuses: () => undefined,
  async run(proc) {
    const words = proc.args.slice(1);
    let all = false;
    while (/^-./.test(words[0] ?? "")) {
      const word = words.shift()!;
      if (word === "--") break;
      if (!/^-a+$/.test(word)) {
        const letter = [...word.slice(1)].find((one) => one !== "a");
        await proc.err(`Illegal option -${letter}\n`);
        await proc.out(`Usage: ${proc.args[0]} [-a] args\n`);
        return 2;
      }
      all = true;
    }
    let status = words.length === 0 ? 1 : 0;
    for (const word of words) {
      const found = candidates(proc, word).filter((path) => isProgram(proc, path));
      if (found.length === 0) status = 1;
      for (const path of all ? found : found.slice(0, 1)) await proc.out(`${path}\n`);
    }
    return status;
  },
};

/** An empty part of PATH is the working directory, the last one too. */
function candidates({ env }: Process, name: string): readonly string[] {
  if (name.includes("/")) return [name];
  const path = env.get("PATH") ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  return path === "" ? [] : path.split(":").map((part) => `${part || "."}/${name}`);
}

function isProgram({ files }: Process, path: string): boolean {
  const stat = tried(() => files.stat(path));
  if (stat instanceof SystemError || stat.type !== "file") return false;
  return !(tried<void>(() => files.access(path, { execute: true })) instanceof SystemError);
}

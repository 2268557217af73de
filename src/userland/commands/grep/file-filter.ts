import { SystemError } from "../../kernel/errno.ts";
import { matcher } from "../fnmatch.ts";
import type { Arguments } from "../options.ts";
import { readAll } from "../read-all.ts";
import type { Stdio } from "../stdio.ts";
import { limits } from "../../../limits.ts";
import type { Name } from "./options.ts";

interface Rule {
  readonly matches: (name: string) => boolean;
  readonly include: boolean;
}

/** What --include, --exclude, --exclude-from and --exclude-dir leave out: gnulib's exclude.c. */
export class FileFilter {
  private readonly files: readonly Rule[];
  private readonly directories: readonly Rule[];

  private constructor(files: readonly Rule[], directories: readonly Rule[]) {
    this.files = files;
    this.directories = directories;
  }

  static async of(io: Stdio, { given }: Arguments<Name>): Promise<FileFilter> {
    const [files, directories]: [Rule[], Rule[]] = [[], []];
    const rule = (glob: string, include = false): Rule => ({ matches: matcher(glob, { utf8: io.utf8 }), include });
    for (const { name, value = "" } of given) {
      if (name === "include") files.push(rule(value, true));
      else if (name === "exclude") files.push(rule(value));
      else if (name === "excludeDirectory") directories.push(rule(value.replace(/(?<=.)\/+$/, "")));
      else if (name === "excludeFrom") for (const line of await globsOf(io, value)) files.push(rule(line));
    }
    return new FileFilter(files, directories);
  }

  /** `named`: on the command line, where the end of a path is enough. */
  leavesOut(name: string, directory: boolean, named: boolean): boolean {
    const rules = directory ? this.directories : this.files;
    if (rules.length === 0) return false;
    const matching = rules.findLast(({ matches }) => candidates(name, named).some(matches));
    return matching === undefined ? rules[0]!.include : !matching.include;
  }
}

const candidates = (name: string, named: boolean): readonly string[] => {
  if (!named) return [name];
  const starts = [...name.matchAll(/\/(?!\/)/g)].map(({ index }) => name.slice(index + 1));
  return [name, ...starts].filter((each, at) => at === 0 || each !== "");
};

async function globsOf(io: Stdio, name: string): Promise<readonly string[]> {
  try {
    const content = (await readAll(io.proc, name, limits.line)) ?? Buffer.alloc(0);
    return content
      .toString("latin1")
      .split("\n")
      .filter((line) => line.trim() !== "" && !line.startsWith("#"));
  } catch (error) {
    if (error instanceof SystemError) return io.die(`${name}: ${error.message}`, 2);
    throw error;
  }
}

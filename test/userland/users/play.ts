import type { Program } from "../../../src/userland/kernel/program.ts";
import { programsAt, runMain, treeOf, type Files } from "../../support/userland.ts";
import type { Case, Told } from "./case.ts";
import { changedAt, madeAt, start } from "./start.ts";
import { difference, treeLines } from "./tree-lines.ts";

/** The files that a case begins with, programs not among them. */
export function filesOf({ files = {}, without = [] }: Case): Files {
  const all = Object.entries({ ...start, ...files }).filter(([path]) => !without.includes(path));
  return Object.fromEntries(
    all.map(([path, file]) => [path, { mtime: madeAt, ...(typeof file === "string" ? { content: file } : file) }]),
  );
}

export const environment = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  SOURCE_DATE_EPOCH: String(changedAt),
};

/** Runs the commands of a case by our own programs, by the paths of the files that stand for them. */
export async function play(one: Case, programs: Readonly<Record<string, Program>>): Promise<Told> {
  const tree = treeOf({ ...system(programs), ...filesOf(one) });
  const paths = one.commands.map(([name]) => pathOf(name!, programs));
  const statuses: number[] = [];
  const result = await runMain(
    async (proc) => {
      for (const [index, args] of one.commands.entries()) {
        statuses.push(await proc.exec(paths[index]!, { args }));
        await proc.out(end);
        await proc.err(end);
      }
      return 0;
    },
    ["test"],
    {
      tree,
      env: { ...environment, ...one.env },
      programs: programsAt(programs),
      ...(one.stdin !== undefined && { stdin: one.stdin }),
      ...(one.who && { who: { ...one.who, groups: [one.who.gid] } }),
    },
  );
  const [outs, errs] = [result.out.split(end), result.err.split(end)];
  const answers = statuses.map((status, index) => ({ status, out: outs[index]!, err: errs[index]! }));
  return { answers, changes: difference(await treeLines(tree), await treeLines(result.tree)) };
}

/** What the tools look for beside their own files: programs, and a module of Perl's. */
const system = (programs: Readonly<Record<string, Program>>): Files => ({
  bin: { target: "usr/bin" },
  sbin: { target: "usr/sbin" },
  "usr/share/perl/5.36.0/File/Find.pm": "",
  ...Object.fromEntries(
    ["/usr/bin/sh", "/usr/bin/bash", "/usr/sbin/nologin", ...Object.keys(programs)].map((path) => [
      path.slice(1),
      // adduser and deluser are scripts that say which version they are.
      { mode: 0o755, content: 'my $version = "3.134";\n' },
    ]),
  ),
});

/** Between what the commands print. */
const end = "\0end\n";

function pathOf(name: string, programs: Readonly<Record<string, Program>>): string {
  const path = Object.keys(programs).find((at) => at.endsWith(`/${name}`));
  if (path === undefined) throw new Error(`no program is called ${name}`);
  return path;
}

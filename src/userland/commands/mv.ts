import { SystemError } from "../kernel/errno.ts";
import { Answers } from "./answers.ts";
import { backupOptions, backupsOf } from "./backup.ts";
import { copy } from "./copy/copy.ts";
import type { Session } from "./copy/session.ts";
import { type CopyOptions, defaults } from "./copy/options.ts";
import { joinNames, lastComponent, stripTrailingSlashes } from "./file-names.ts";
import { type Arguments, misuse } from "./options.ts";
import { lastOf } from "./own-options.ts";
import { remove } from "./remove.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { type Places, placesOf, targetOptions } from "./target-directory.ts";
import { tool } from "./tool.ts";
import { tried } from "./tried.ts";

const options = {
  ...backupOptions,
  context: { short: "Z", long: "context" },
  force: { short: "f", long: "force" },
  ask: { short: "i", long: "interactive" },
  noClobber: { short: "n", long: "no-clobber" },
  strip: { long: "strip-trailing-slashes" },
  update: { short: "u", long: "update" },
  verbose: { short: "v", long: "verbose" },
  ...targetOptions,
  ...standardOptions,
} as const;

type Name = keyof typeof options;

/** mv of coreutils. */
export const mv = tool({ options, run: buffered(run) });

const interactive = { force: "always", ask: "ask", noClobber: "never" } as const;

async function run(io: Stdio, args: Arguments<Name>): Promise<number> {
  const { has } = args;
  const asked = lastOf(args, "force", "ask", "noClobber");
  const how = asked === undefined ? "unspecified" : interactive[asked];
  const { sources: written, directory } = await places(io, args);
  if (how === "never" && (has("backup") || has("simpleBackup") || has("suffix")))
    return misuse(io.proc, "options --backup and --no-clobber are mutually exclusive", 1);
  const x: CopyOptions = {
    ...defaults,
    ...{ move: true, asRegular: false, follow: "never", recursive: true, preserveXattrs: true },
    ...{ preserveOwner: true, preserveLinks: true, preserveMode: true, preserveTimes: true },
    interactive: how,
    update: has("update") && how !== "never",
    verbose: has("verbose"),
    backups: await backupsOf(io, args),
  };
  const sources = written.map((source) => (has("strip") ? stripTrailingSlashes(source) : source));
  const session: Session = {
    io,
    answers: new Answers(io.proc),
    copied: new Map(),
    targets: directory !== undefined && sources.length > 1 ? new Set() : undefined,
    sources: undefined,
  };
  if (directory === undefined) return (await move(session, sources[0]!, sources[1]!, true, x)) ? 0 : 1;
  let ok = true;
  for (const [at, source] of sources.entries()) {
    const target = joinNames(directory, stripTrailingSlashes(lastComponent(source)));
    ok = (await move(session, source, target, at === sources.length - 1, x)) && ok;
  }
  return ok ? 0 : 1;
}

/** A file that has the last name's place free need not be looked at. */
async function places(io: Stdio, args: Arguments<Name>): Promise<Places> {
  return placesOf(io, args as Arguments<"target" | "noTarget">);
}

async function move(
  session: Session,
  source: string,
  target: string,
  isLast: boolean,
  x: CopyOptions,
): Promise<boolean> {
  const top = { source, target, made: undefined };
  const item = { source, target, isNew: undefined, isArgument: true, isLast, parent: undefined, ancestors: [], top };
  const { ok, intoSelf, renamed } = await copy(session, item, x);
  if (!ok || intoSelf === true) return false;
  if (renamed === true) return true;
  const { io, answers } = session;
  const root = tried(() => io.proc.files.lstat("/"));
  return remove(
    io,
    [source],
    {
      ...{ recursive: true, emptyDirectories: true, ignoreMissing: false, interactive: "never", terminal: false },
      ...{ oneDevice: false, preserveAllRoots: false, verbose: x.verbose },
      root: root instanceof SystemError ? undefined : root,
    },
    answers,
  );
}

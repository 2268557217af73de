import { SystemError } from "../kernel/errno.ts";
import type { FileStat } from "../kernel/files.ts";
import { Answers } from "./answers.ts";
import { type Backups, backupName, backupOptions, backupsOf } from "./backup.ts";
import { canonicalise } from "./canonicalise.ts";
import { isSame, keyOf } from "./copy/options.ts";
import { isSameName } from "./copy/same-file.ts";
import { directoryName, joinNames, lastComponent, stripTrailingSlashes } from "./file-names.ts";
import { replaceByLink } from "./force-link.ts";
import { type Arguments, misuse } from "./options.ts";
import { lastOf } from "./own-options.ts";
import { relativeTo } from "./relative-path.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { targetOptions } from "./target-directory.ts";
import { tool } from "./tool.ts";
import { tried } from "./tried.ts";

const options = {
  ...backupOptions,
  directories: { short: "dF", long: "directory" },
  noDereference: { short: "n", long: "no-dereference" },
  force: { short: "f", long: "force" },
  ask: { short: "i", long: "interactive" },
  logical: { short: "L", long: "logical" },
  physical: { short: "P", long: "physical" },
  relative: { short: "r", long: "relative" },
  symbolic: { short: "s", long: "symbolic" },
  verbose: { short: "v", long: "verbose" },
  ...targetOptions,
  ...standardOptions,
} as const;

type Name = keyof typeof options;

/** ln of coreutils. */
export const ln = tool({ options, run: buffered(run) });

interface Linking {
  readonly symbolic: boolean;
  readonly relative: boolean;
  readonly logical: boolean;
  readonly directories: boolean;
  readonly force: boolean;
  readonly ask: boolean;
  readonly verbose: boolean;
  readonly backups: Backups;
  readonly answers: Answers;
  readonly made: Set<string> | undefined;
}

async function run(io: Stdio, args: Arguments<Name>): Promise<number> {
  const { has } = args;
  const places = await placesOf(io, args);
  if (has("relative") && !has("symbolic")) await io.die("cannot do --relative without --symbolic");
  const asked = lastOf(args, "force", "ask");
  const backups = await backupsOf(io, args);
  const checked = places.directory !== undefined && places.sources.length > 1 && asked === "force" && !has("symbolic");
  const how: Linking = {
    symbolic: has("symbolic"),
    relative: has("relative"),
    logical: lastOf(args, "logical", "physical") === "logical",
    directories: has("directories"),
    force: asked === "force",
    ask: asked === "ask",
    verbose: has("verbose"),
    backups,
    answers: new Answers(io.proc),
    made: checked && backups.kind !== "numbered" ? new Set() : undefined,
  };
  if (places.directory === undefined) return (await link(io, places.sources[0]!, places.sources[1]!, how)) ? 0 : 1;
  let ok = true;
  for (const source of places.sources) {
    const target = joinNames(places.directory, stripTrailingSlashes(lastComponent(source)));
    ok = (await link(io, source, target, how)) && ok;
  }
  return ok ? 0 : 1;
}

/** What is linked, and where to: a directory, or undefined for the second operand. */
async function placesOf(io: Stdio, { has, values, operands }: Arguments<Name>) {
  const targets = values("target");
  if (targets.length > 1) await io.die("multiple target directories specified");
  const given = targets[0];
  const { files } = io.proc;
  if (given !== undefined) {
    const stat = tried(() => files.stat(given));
    if (stat instanceof SystemError) return io.die(`failed to access ${io.quoteaf(given)}: ${stat.message}`);
    if (stat.type !== "directory") await io.die(`target ${io.quoteaf(given)} is not a directory`);
  }
  if (operands.length === 0) return misuse(io.proc, "missing file operand", 1);
  if (has("relative") && !has("symbolic")) await io.die("cannot do --relative without --symbolic");
  if (has("noTarget")) {
    if (given !== undefined) await io.die("cannot combine --target-directory and --no-target-directory");
    if (operands.length === 2) return { sources: operands, directory: undefined };
    const what =
      operands.length < 2
        ? `missing destination file operand after ${io.quoteaf(operands[0]!)}`
        : `extra operand ${io.quoteaf(operands[2]!)}`;
    return misuse(io.proc, what, 1);
  }
  if (given !== undefined) return { sources: operands, directory: given };
  if (operands.length < 2) return { sources: operands, directory: "." };
  const last = operands.at(-1)!;
  const stat = tried(() => (has("noDereference") ? files.lstat(last) : files.stat(last)));
  const error = stat instanceof SystemError ? stat : stat.type === "directory" ? undefined : new SystemError("ENOTDIR");
  if (error === undefined) return { sources: operands.slice(0, -1), directory: last };
  if (operands.length > 2) await io.die(`target ${io.quoteaf(last)}: ${error.message}`);
  return { sources: operands, directory: undefined };
}

async function link(io: Stdio, written: string, target: string, how: Linking): Promise<boolean> {
  const { files } = io.proc;
  const make = (from: string, to: string): void =>
    how.symbolic ? files.symlink(from, to) : files.link(from, to, { follow: how.logical });
  const first = how.relative ? undefined : tried<void>(() => make(written, target));
  const early = first instanceof SystemError ? first : undefined;
  let stat: FileStat | undefined;
  if (!how.symbolic && (early !== undefined || how.made !== undefined)) {
    const found = tried(() => (how.logical ? files.stat(written) : files.lstat(written)));
    if (found instanceof SystemError) {
      await io.complain(`failed to access ${io.quoteaf(written)}: ${found.message}`);
      return false;
    }
    stat = found;
    if (early !== undefined && !how.directories && stat.type === "directory") {
      await io.complain(`${io.quotef(written)}: hard link not allowed for directory`);
      return false;
    }
  }
  const source = how.relative ? await relativeSource(io, written, target) : written;
  let backup: string | undefined;
  let error = early;
  if (early !== undefined || how.relative) {
    const way = await clear(io, written, target, stat, how, early);
    if (way === undefined || way === "kept") return way === "kept";
    backup = way.backup;
    const again = tried<void>(() =>
      way.replace ? replaceByLink(io.proc, target, (to) => make(source, to)) : make(source, target),
    );
    error = again instanceof SystemError ? again : undefined;
  }
  if (error === undefined) return done(io, source, target, backup, stat, how);
  await io.complain(`${reason(io, error, source, target, how)}: ${error.message}`);
  if (backup !== undefined) tried<void>(() => files.rename(backup, target));
  return false;
}

async function done(
  io: Stdio,
  source: string,
  target: string,
  backup: string | undefined,
  stat: FileStat | undefined,
  how: Linking,
) {
  if (stat !== undefined) how.made?.add(`${keyOf(stat)} ${target}`);
  const kept = backup === undefined ? "" : `${io.quoteaf(backup)} ~ `;
  if (how.verbose) await io.put(`${kept}${io.quoteaf(target)} ${how.symbolic ? "-" : "="}> ${io.quoteaf(source)}\n`);
  return true;
}

function reason(io: Stdio, { code }: SystemError, source: string, target: string, { symbolic }: Linking): string {
  const [to, from] = [io.quoteaf(target), io.quoteaf(source)];
  if (symbolic)
    return `failed to create symbolic link ${to}${code === "ENAMETOOLONG" || source === "" ? ` -> ${from}` : ""}`;
  if (code === "EMLINK") return `failed to create hard link to ${from}`;
  const bare = code === "EEXIST" || code === "ENOSPC" || code === "EROFS";
  return `failed to create hard link ${to}${bare ? "" : ` => ${from}`}`;
}

/** What is at the target: to be replaced, saved or left; undefined where that was an error. */
async function clear(
  io: Stdio,
  source: string,
  target: string,
  sourceStat: FileStat | undefined,
  how: Linking,
  early: SystemError | undefined,
): Promise<{ replace: boolean; backup: string | undefined } | "kept" | undefined> {
  const { files } = io.proc;
  const { force, ask, backups, symbolic } = how;
  if (!force && !ask && backups.kind === "none") return { replace: false, backup: undefined };
  const there = tried(() => files.lstat(target));
  const fail = async (message: string) => {
    await io.complain(message);
    return undefined;
  };
  if (there instanceof SystemError) {
    if (there.code !== "ENOENT") return fail(`failed to access ${io.quoteaf(target)}: ${there.message}`);
    return { replace: false, backup: undefined };
  }
  if (there.type === "directory") return fail(`${io.quotef(target)}: cannot overwrite directory`);
  if (how.made?.has(`${keyOf(there)} ${target}`) === true)
    return fail(`will not overwrite just-created ${io.quoteaf(target)} with ${io.quoteaf(source)}`);
  if (backups.kind === "none" ? force : !symbolic) {
    const from = sourceStat ?? tried(() => files.stat(source));
    if (
      !(from instanceof SystemError) &&
      isSame(from, there) &&
      (from.links === 1 || isSameName(files, source, target))
    )
      return fail(`${io.quoteaf(source)} and ${io.quoteaf(target)} are the same file`);
  }
  if (early !== undefined && early.code !== "EEXIST") return { replace: false, backup: undefined };
  await io.flush();
  if (ask && !(await how.answers.yes(`${io.name}: replace ${io.quoteaf(target)}? `))) return "kept";
  if (backups.kind === "none") return { replace: true, backup: undefined };
  const backup = backupName(files, target, backups);
  const saved = tried<void>(() => files.rename(target, backup));
  if (saved instanceof SystemError) return fail(`cannot backup ${io.quoteaf(target)}: ${saved.message}`);
  return { replace: false, backup };
}

/** convert_abs_rel: from the directory of the link. */
async function relativeSource(io: Stdio, source: string, target: string): Promise<string> {
  const [to, from] = [
    canonicalise(io.proc, directoryName(target), "missing"),
    canonicalise(io.proc, source, "missing"),
  ];
  if (to instanceof SystemError || from instanceof SystemError) return source;
  return relativeTo(from, to);
}

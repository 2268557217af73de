import { SystemError } from "../kernel/errno.ts";
import type { FileStat } from "../kernel/files.ts";
import { Answers } from "./answers.ts";
import { backupOptions, backupsOf } from "./backup.ts";
import type { Session } from "./copy/session.ts";
import { type CopyOptions, defaults } from "./copy/options.ts";
import { copyTo } from "./copy/copy-to.ts";
import { joinNames, lastComponent } from "./file-names.ts";
import { makeDirectories, makeParents } from "./make-directories.ts";
import { adjustMode, parseMode } from "./modes.ts";
import { type Arguments, misuse } from "./options.ts";
import { ownersOf } from "./owners.ts";
import { parseId } from "./owner-spec.ts";
import { sameContent } from "./same-content.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { placesOf, targetOptions } from "./target-directory.ts";
import { tool } from "./tool.ts";
import { tried } from "./tried.ts";

const options = {
  ...backupOptions,
  ignored: { short: "c" },
  compare: { short: "C", long: "compare" },
  directory: { short: "d", long: "directory" },
  leading: { short: "D" },
  group: { short: "g", long: "group", value: "required" },
  mode: { short: "m", long: "mode", value: "required" },
  owner: { short: "o", long: "owner", value: "required" },
  times: { short: "p", long: "preserve-timestamps" },
  strip: { short: "s", long: "strip", refused: "would run strip(1), which is not emulated" },
  stripProgram: { long: "strip-program", value: "required" },
  keepContext: { long: "preserve-context" },
  selinux: { short: "Z" },
  context: { long: "context", value: "optional" },
  verbose: { short: "v", long: "verbose" },
  ...targetOptions,
  ...standardOptions,
} as const;

type Name = keyof typeof options;

/** install of coreutils. */
export const install = tool({ options, run: buffered(run) });

interface Wanted {
  readonly mode: number;
  readonly directoryMode: number;
  readonly decided: number;
  readonly uid: number;
  readonly gid: number;
  readonly compare: boolean;
  readonly x: CopyOptions;
}

async function run(io: Stdio, args: Arguments<Name>): Promise<number> {
  const { has, values, operands } = args;
  io.proc.umask = 0;
  for (const name of args.given.map(({ name, value }) =>
    name === "context" && value === undefined ? "selinux" : name,
  )) {
    if (name === "keepContext")
      await io.complain("WARNING: ignoring --preserve-context; this kernel is not SELinux-enabled");
    if (name === "context") await io.complain("warning: ignoring --context; it requires an SELinux-enabled kernel");
  }
  const makesDirectories = has("directory");
  if (makesDirectories && values("target").length > 0)
    await io.die("target directory not allowed when installing a directory");
  const backups = await backupsOf(io, args);
  if (makesDirectories && operands.length === 0) return misuse(io.proc, "missing file operand", 1);
  const places = makesDirectories
    ? undefined
    : await placesOf(io, args as Arguments<"target" | "noTarget">, ({ code }) => has("leading") && code === "ENOENT");
  const wanted = await wantedOf(io, args);
  const x = { ...wanted.x, backups };
  if (places === undefined) return makeAll(io, operands, { ...wanted, x });
  const session: Session = {
    io,
    answers: new Answers(io.proc),
    copied: new Map(),
    targets: places.directory === undefined ? undefined : new Set(),
    sources: undefined,
  };
  const { sources, directory, error } = places;
  if (directory === undefined) {
    const target = sources[1]!;
    if (has("leading") && !(await leading(io, target, x))) return 1;
    return (await installFile(session, sources[0]!, target, { ...wanted, x })) ? 0 : 1;
  }
  if (error !== undefined && !(await leading(io, joinNames(directory, "x"), x))) return 1;
  let ok = true;
  for (const source of sources)
    ok = (await installFile(session, source, joinNames(directory, lastComponent(source)), { ...wanted, x })) && ok;
  return ok ? 0 : 1;
}

async function wantedOf(io: Stdio, { has, value }: Arguments<Name>): Promise<Wanted> {
  const written = value("mode");
  const changes = written === undefined ? undefined : parseMode(written);
  if (written !== undefined && changes === undefined) await io.die(`invalid mode ${io.quote(written)}`);
  const directory = changes === undefined ? { mode: 0o755, decided: 0o7777 } : adjustMode(0, true, 0, changes);
  const mode = changes === undefined ? 0o755 : adjustMode(0, false, 0, changes).mode;
  if (value("stripProgram") !== undefined)
    await io.complain("WARNING: ignoring --strip-program option as -s option was not specified");
  if (has("compare") && has("times"))
    return misuse(io.proc, "options --compare (-C) and --preserve-timestamps are mutually exclusive", 1);
  if (has("compare") && (mode & 0o7000) !== 0)
    await io.complain("the --compare (-C) option is ignored when you specify a mode with non-permission bits");
  const [user, group] = [value("owner"), value("group")];
  const owners = user === undefined && group === undefined ? undefined : await ownersOf(io.proc);
  const uid = user === undefined ? -1 : (owners!.user(user)?.uid ?? parseId(user));
  if (uid === undefined) return io.die(`invalid user ${io.quote(user!)}`);
  const gid = group === undefined ? -1 : (owners!.group(group)?.gid ?? parseId(group));
  if (gid === undefined) return io.die(`invalid group ${io.quote(group!)}`);
  const x: CopyOptions = {
    ...defaults,
    ...{ unlinkBefore: true, install: true, mode: 0o600 },
    preserveTimes: has("times"),
    verbose: has("verbose"),
  };
  return { mode, directoryMode: directory.mode, decided: directory.decided, uid, gid, compare: has("compare"), x };
}

async function makeAll(
  io: Stdio,
  paths: readonly string[],
  { directoryMode, decided, uid, gid, x }: Wanted,
): Promise<number> {
  let status = 0;
  for (const path of paths) {
    const ok = await makeDirectories(io, path, {
      parents: true,
      makeParent: (above) => io.proc.files.makeDirectory(above, 0o755),
      last: { mode: directoryMode, decided, uid, gid },
      keepExisting: false,
      announce: (made) => announce(io, made, x),
    });
    if (!ok) status = 1;
  }
  return status;
}

const announce = (io: Stdio, path: string, { verbose }: CopyOptions) =>
  verbose ? io.put(`${io.name}: creating directory ${io.quoteaf(path)}\n`) : undefined;

/** Those above a name, as -D makes them. */
async function leading(io: Stdio, target: string, x: CopyOptions): Promise<boolean> {
  const error = await makeParents(io, target, {
    makeParent: (above) => io.proc.files.makeDirectory(above, 0o755),
    announce: (made) => announce(io, made, x),
  });
  if (error === undefined) return true;
  await io.complain(`cannot create directory ${io.quoteaf(error.path)}: ${error.message}`);
  return false;
}

async function installFile(session: Session, source: string, target: string, wanted: Wanted): Promise<boolean> {
  const { io } = session;
  const { files } = io.proc;
  const { mode, uid, gid, x } = wanted;
  let from: FileStat | undefined;
  if (x.preserveTimes) {
    const stat = tried(() => files.stat(source));
    if (stat instanceof SystemError) {
      await io.complain(`cannot stat ${io.quoteaf(source)}: ${stat.message}`);
      return false;
    }
    from = stat;
  }
  if (!wanted.compare || (await differs(io, source, target, wanted))) {
    if (!(await copyTo(session, source, target, undefined, x))) return false;
  }
  if (from !== undefined && from.type !== "file") {
    const set = tried<void>(() => files.setTimes(target, from.atime, from.mtime));
    if (set instanceof SystemError) {
      await io.complain(`cannot set timestamps for ${io.quoteaf(target)}: ${set.message}`);
      return false;
    }
  }
  const owned =
    uid === -1 && gid === -1 ? undefined : tried<void>(() => files.changeOwner(target, uid, gid, { follow: false }));
  if (owned instanceof SystemError) {
    await io.complain(`cannot change ownership of ${io.quoteaf(target)}: ${owned.message}`);
    return false;
  }
  const changed = tried<void>(() => files.changeMode(target, mode));
  if (!(changed instanceof SystemError)) return true;
  await io.complain(`cannot change permissions of ${io.quoteaf(target)}: ${changed.message}`);
  return false;
}

/** need_copy: whether -C finds anything to be done. */
async function differs(io: Stdio, source: string, target: string, { mode, uid, gid }: Wanted): Promise<boolean> {
  const { files, credentials } = io.proc;
  const [from, to] = [tried(() => files.lstat(source)), tried(() => files.lstat(target))];
  if ((mode & 0o7000) !== 0 || from instanceof SystemError || to instanceof SystemError) return true;
  if (from.type !== "file" || to.type !== "file" || ((from.mode | to.mode) & 0o7000) !== 0) return true;
  if (from.size !== to.size || to.mode !== mode) return true;
  if (to.uid !== (uid === -1 ? credentials.uid : uid) || to.gid !== (gid === -1 ? credentials.gid : gid)) return true;
  return !(await sameContent(io.proc, source, target));
}

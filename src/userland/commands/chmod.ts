import { SystemError } from "../kernel/errno.ts";
import type { FileStat } from "../kernel/files.ts";
import { type Entry, fts } from "./fts.ts";
import { modeString } from "../../oci/filesystem/mode-string.ts";
import { adjustMode, type ModeChange, parseMode } from "./modes.ts";
import { type Arguments, misuse } from "./options.ts";
import { lastOf } from "./own-options.ts";
import { warnOfRoot } from "./remove.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";
import { tried } from "./tried.ts";

const options = {
  changes: { short: "c", long: "changes" },
  recursive: { short: "R", long: "recursive" },
  noPreserveRoot: { long: "no-preserve-root" },
  preserveRoot: { long: "preserve-root" },
  silent: { short: "f", long: ["quiet", "silent"] },
  reference: { long: "reference", value: "required" },
  verbose: { short: "v", long: "verbose" },
  /** "-w" and "-x,g-w" look like options. */
  mode: { short: "rwxXstugoa,+=01234567", value: "optional" },
  ...standardOptions,
} as const;

/** chmod of coreutils. */
export const chmod = tool({ options, run: buffered(run) });

interface Settings {
  readonly changes: ModeChange;
  readonly umask: number;
  readonly recursive: boolean;
  readonly silent: boolean;
  readonly verbosity: "off" | "changes" | "high";
  /** Complain where the umask kept a bit from being changed. */
  readonly surprises: boolean;
  readonly root: FileStat | undefined;
}

async function run(io: Stdio, args: Arguments<keyof typeof options>): Promise<number> {
  const { proc } = io;
  const { has, value, given, operands } = args;
  const written = given.flatMap(({ name, as, value = "" }) => (name === "mode" ? [as + value] : []));
  // A mode behind other letters is taken with them, and is none then.
  const mixed = proc.args.slice(1).find((word) => /^-[cfvR]+[rwxXstugoa,+=0-7]/.test(word));
  const dashed = written.length > 0 ? (mixed ?? written.join(",")) : undefined;
  const reference = value("reference");
  if (reference !== undefined && dashed !== undefined)
    return misuse(proc, "cannot combine mode and --reference options", 1);
  const first = reference === undefined && dashed === undefined ? operands[0] : undefined;
  const names = first === undefined ? operands : operands.slice(1);
  if (names.length === 0)
    return misuse(proc, `missing operand${first === undefined ? "" : ` after ${io.quote(first)}`}`, 1);
  const mode = dashed ?? first;
  const changes = mode === undefined ? await referred(io, reference!) : parseMode(mode);
  if (changes === undefined) return misuse(proc, `invalid mode: ${io.quote(mode!)}`, 1);
  const settings: Settings = {
    changes,
    umask: reference === undefined ? proc.umask : 0,
    recursive: has("recursive"),
    silent: has("silent"),
    verbosity: ({ changes: "changes", verbose: "high" } as const)[lastOf(args, "changes", "verbose")!] ?? "off",
    surprises: dashed !== undefined,
    root:
      has("recursive") && lastOf(args, "preserveRoot", "noPreserveRoot") === "preserveRoot"
        ? proc.files.lstat("/")
        : undefined,
  };
  let ok = true;
  for (const entry of fts(proc.files, names, { follow: "roots" })) {
    ok = (await visit(io, entry, settings)) && ok;
    if (!settings.recursive) entry.skip = true;
    const pause = proc.breathe();
    if (pause) await pause;
  }
  return ok ? 0 : 1;
}

async function referred(io: Stdio, path: string): Promise<ModeChange> {
  const stat = tried(() => io.proc.files.stat(path));
  if (stat instanceof SystemError) return io.die(`failed to get attributes of ${io.quoteaf(path)}: ${stat.message}`);
  return [{ op: "=", affected: 0o7777, value: stat.mode, kind: "bits", mentioned: 0o7777 }];
}

async function visit(io: Stdio, entry: Entry, settings: Settings): Promise<boolean> {
  const { info, path, stat } = entry;
  const { silent, verbosity, root } = settings;
  if (info === "DP") return true;
  const trouble = troubleOf(io, entry);
  if (trouble !== undefined) {
    if (!silent) await io.complain(trouble);
    if (verbosity === "high") await io.put(`${io.quoteaf(path)} could not be accessed\n`);
    return false;
  }
  if (root !== undefined && root.inode === stat!.inode && root.device === stat!.device) {
    await warnOfRoot(io, path);
    entry.skip = true;
    return false;
  }
  if (stat!.type !== "symlink") return change(io, path, stat!, settings);
  if (verbosity === "high") await io.put(`neither symbolic link ${io.quoteaf(path)} nor referent has been changed\n`);
  return true;
}

function troubleOf(io: Stdio, { info, path, error }: Entry): string | undefined {
  const name = io.quoteaf(path);
  if (info === "NS") return `cannot access ${name}: ${error!.message}`;
  if (info === "DNR") return `cannot read directory ${name}: ${error!.message}`;
  return info === "SLNONE" ? `cannot operate on dangling symlink ${name}` : undefined;
}

async function change(io: Stdio, path: string, stat: FileStat, settings: Settings): Promise<boolean> {
  const { changes, umask, silent, verbosity, surprises } = settings;
  const { files } = io.proc;
  const isDirectory = stat.type === "directory";
  const { mode } = adjustMode(stat.mode, isDirectory, umask, changes);
  const failed = tried(() => files.changeMode(path, mode));
  const ok = !(failed instanceof SystemError);
  if (!ok && !silent) await io.complain(`changing permissions of ${io.quoteaf(path)}: ${failed.message}`);
  if (verbosity !== "off") {
    const now = ok && (mode & 0o7000) !== 0 ? files.stat(path).mode : mode;
    const changed = ok && now !== stat.mode;
    if (changed || verbosity === "high") await io.put(describe(io, path, stat, { ...stat, mode }, ok, changed));
  }
  if (!ok || !surprises) return ok;
  const expected = adjustMode(stat.mode, isDirectory, 0, changes).mode;
  if ((mode & ~expected) === 0) return true;
  const permissions = (bits: number): string => modeString({ ...stat, mode: bits }).slice(1);
  await io.complain(`${io.quotef(path)}: new permissions are ${permissions(mode)}, not ${permissions(expected)}`);
  return false;
}

function describe(io: Stdio, path: string, old: FileStat, now: FileStat, ok: boolean, changed: boolean): string {
  const spell = (stat: FileStat): string => `${stat.mode.toString(8).padStart(4, "0")} (${modeString(stat).slice(1)})`;
  const name = io.quoteaf(path);
  if (!ok) return `failed to change mode of ${name} from ${spell(old)} to ${spell(now)}\n`;
  return changed
    ? `mode of ${name} changed from ${spell(old)} to ${spell(now)}\n`
    : `mode of ${name} retained as ${spell(now)}\n`;
}

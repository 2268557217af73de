import { SystemError } from "../../kernel/errno.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { readAll } from "../read-all.ts";
import { triedLater } from "../tried.ts";
import type { TarOption } from "./options.ts";
import type { Report } from "./report.ts";
import { backups, type Matching, type Selector, selector, usualMatching, versionControl } from "./select.ts";
import { type Transform, transformOf } from "./transform.ts";
import type { Item } from "./words.ts";

/** What happens to files that are there when others are extracted. */
export type Overwriting = "default" | "keep" | "skip" | "newer" | "overwrite" | "unlink" | "no-overwrite-dir";

/** A name of the command line, and the directory it is in. */
export interface Operand {
  readonly name: string;
  readonly directory: string;
  readonly matching: Matching;
}

export interface Settings {
  readonly mode: "create" | "extract" | "list";
  readonly archive: string;
  readonly compressor: string | undefined;
  readonly verbose: number;
  readonly operands: readonly Operand[];
  /** Where the last -C leads. */
  readonly directory: string;
  readonly excluded: Selector;
  readonly overwriting: Overwriting;
  readonly strip: number;
  readonly transform: Transform;
  readonly topLevel: string | undefined;
  readonly has: (name: TarOption) => boolean;
  readonly value: (name: TarOption) => string | undefined;
  readonly values: (name: TarOption) => readonly string[];
  /** +1 or -1, the last counts: --same-owner, -p. */
  readonly owner: number;
  readonly permissions: number;
}

const programs: Partial<Record<TarOption, string>> = { gzip: "gzip", bzip2: "bzip2", xz: "xz", zstd: "zstd" };
const overwriting: Partial<Record<TarOption, Overwriting>> = {
  keepOld: "keep",
  skipOld: "skip",
  keepNewer: "newer",
  overwrite: "overwrite",
  overwriteDir: "default",
  noOverwriteDir: "no-overwrite-dir",
  unlinkFirst: "unlink",
};

/** By what a name ends in, which program packs it: suffix.c. */
const suffixes: readonly (readonly [RegExp, string])[] = [
  [/\.(?:gz|tgz|taz)$/, "gzip"],
  [/\.(?:bz2|tbz|tbz2|tz2)$/, "bzip2"],
  [/\.(?:xz|txz)$/, "xz"],
  [/\.(?:zst|tzst)$/, "zstd"],
];

export const compressorOfName = (name: string): string | undefined =>
  suffixes.find(([suffix]) => suffix.test(name))?.[1];

/** Understands the command line. Ends the program where tar would. */
export async function settingsOf(items: readonly Item[], report: Report): Promise<Settings> {
  const given = items.filter((item) => item.name !== "operand");
  const has = (name: TarOption) => given.some((item) => item.name === name);
  const values = (name: TarOption) => given.flatMap((item) => (item.name === name ? [item.value ?? ""] : []));
  const value = (name: TarOption) => values(name).at(-1);
  const modes = (["create", "extract", "list"] as const).filter(has);
  if (modes.length > 1)
    await report.usage("You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option");
  const [mode] = modes;
  if (mode === undefined)
    return report.usage("You must specify one of the '-Acdtrux', '--delete' or '--test-label' options");
  const last = <T>(table: Partial<Record<TarOption, T>>) =>
    given.map(({ name }) => table[name as TarOption]).findLast((one) => one !== undefined);
  const archive = value("file") ?? report.proc.env.get("TAPE") ?? "-";
  if (archive.includes(":") && !archive.split(":")[0]!.includes("/") && !has("forceLocal"))
    throw new Refusal(archive, "is an archive on another machine");
  for (const word of values("warning")) warnAbout(word, report);
  const names = await namesOf(items, report);
  const strip = value("stripComponents");
  if (strip !== undefined && !/^[0-9]+$/.test(strip)) await report.usage(`${strip}: Invalid number of elements`);
  const flags = (plus: TarOption, minus: TarOption, also?: TarOption) =>
    last<number>({ [plus]: 1, [minus]: -1, ...(also === undefined ? {} : { [also]: -1 }) }) ?? 0;
  return {
    mode,
    archive,
    compressor: value("compressProgram") ?? last(programs) ?? automatic(has("autoCompress"), mode, archive),
    verbose: given.filter(({ name }) => name === "verbose").length + (mode === "list" ? 1 : 0),
    ...names,
    overwriting: last(overwriting) ?? "default",
    strip: Number(strip ?? 0),
    transform: transformOf(values("transform"), report.utf8),
    topLevel: has("oneTopLevel") ? value("oneTopLevel") || (await topLevelOf(archive, report)) : undefined,
    ...{ has, value, values },
    owner: flags("sameOwner", "noSameOwner", mode === "extract" ? "old" : undefined),
    permissions: flags("samePermissions", "noSamePermissions"),
  };
}

function warnAbout(word: string, { silenced }: Report): void {
  if (word === "none" || word === "no-all") silenced.add("all");
  else if (word.startsWith("no-")) silenced.add(word.slice(3));
  else if (word === "all") silenced.clear();
  else silenced.delete(word);
}

const automatic = (wanted: boolean, mode: string, archive: string): string | undefined =>
  wanted && mode === "create" ? compressorOfName(archive) : undefined;

async function topLevelOf(archive: string, report: Report): Promise<string> {
  const base = archive.slice(archive.lastIndexOf("/") + 1).replace(/(?:\.tar)?\.[^.]*$/, "");
  return base === ""
    ? report.usage("Cannot deduce top-level directory name; please set it explicitly with --one-top-level=DIR")
    : base;
}

const changes: Partial<Record<TarOption, Partial<Matching>>> = {
  anchored: { anchored: true },
  noAnchored: { anchored: false },
  wildcards: { wildcards: true },
  noWildcards: { wildcards: false },
  wildcardsMatchSlash: { matchSlash: true },
  noWildcardsMatchSlash: { matchSlash: false },
  ignoreCase: { ignoreCase: true },
  noIgnoreCase: { ignoreCase: false },
  recursion: { recursion: true },
  noRecursion: { recursion: false },
};

/** What depends on the order of words: names in their directories, and patterns. */
async function namesOf(
  items: readonly Item[],
  report: Report,
): Promise<Pick<Settings, "operands" | "directory" | "excluded">> {
  const operands: Operand[] = [];
  const excluded: Selector[] = [];
  let matching = usualMatching;
  let directory = "";
  const exclude = (pattern: string, meant: Matching) =>
    excluded.push(selector(pattern, meant, { wildcards: true, anchored: false, utf8: report.utf8 }));
  const add = (name: string) => operands.push({ name, directory, matching });
  for (const item of items) {
    matching = { ...matching, ...(item.name === "operand" ? {} : changes[item.name]) };
    const value = item.value ?? "";
    if (item.name === "operand" || item.name === "addFile") add(value);
    else if (item.name === "directory")
      directory = value.startsWith("/") ? value : `${directory}${directory && "/"}${value}`;
    else if (item.name === "exclude") exclude(value, matching);
    else if (item.name === "excludeBackups") for (const one of backups) exclude(one, usualMatching);
    else if (item.name === "excludeVcs")
      for (const one of versionControl) exclude(one, { ...usualMatching, wildcards: false, recursion: false });
    else if (item.name === "excludeFrom")
      (await lines(value, report))
        .filter((line) => line.trim() !== "")
        .forEach((line) => exclude(line.trimEnd(), matching));
    else if (item.name === "filesFrom") for (const name of await listed(value, items, report)) add(name);
  }
  return { operands, directory, excluded: (name) => excluded.some((matches) => matches(name)) };
}

async function listed(file: string, items: readonly Item[], report: Report): Promise<readonly string[]> {
  const nul = items.findLast(({ name }) => name === "null" || name === "noNull")?.name === "null";
  const names = (await lines(file, report, nul ? "\0" : "\n")).filter((name) => name !== "");
  const odd = names.find((name) => !nul && /^-|\\/.test(name));
  if (odd !== undefined) throw new Refusal(`-T ${file}`, `holds a name that tar would take apart: ${odd}`);
  return names;
}

async function lines(file: string, report: Report, end = "\n"): Promise<readonly string[]> {
  const path = file === "-" ? "/dev/stdin" : file;
  const bytes = await triedLater(() => readAll(report.proc, path, 64 * 1024 * 1024));
  if (bytes instanceof SystemError) return report.fatal(`${report.place(file)}: Cannot open: ${bytes.message}`);
  if (bytes === undefined) throw new Refusal(file, "is too long a list of names");
  return bytes.toString("latin1").split(end);
}

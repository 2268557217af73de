import { Answers } from "./answers.ts";
import { argMatch } from "./arg-match.ts";
import { backupName, backupOptions, backupsOf, noBackups } from "./backup.ts";
import { copyTo } from "./copy/copy-to.ts";
import type { Session } from "./copy/session.ts";
import { type CopyOptions, defaults } from "./copy/options.ts";
import { copyWithParents } from "./copy/parents.ts";
import { joinNames, lastComponent, stripTrailingSlashes } from "./file-names.ts";
import { type Arguments, misuse } from "./options.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { placesOf, targetOptions } from "./target-directory.ts";
import { tool } from "./tool.ts";
import { tried } from "./tried.ts";
import { SystemError } from "../kernel/errno.ts";

const options = {
  archive: { short: "a", long: "archive" },
  attributesOnly: { long: "attributes-only" },
  ...backupOptions,
  contents: { long: "copy-contents" },
  always: { short: "L", long: "dereference" },
  linksOnly: { short: "d" },
  force: { short: "f", long: "force" },
  ask: { short: "i", long: "interactive" },
  hard: { short: "l", long: "link" },
  noClobber: { short: "n", long: "no-clobber" },
  never: { short: "P", long: "no-dereference" },
  arguments: { short: "H" },
  noPreserve: { long: "no-preserve", value: "required" },
  oneDevice: { short: "x", long: "one-file-system" },
  parents: { long: ["parents", "path"] },
  preserveUsual: { short: "p" },
  preserve: { long: "preserve", value: "optional" },
  recursive: { short: "rR", long: "recursive" },
  removeFirst: { long: "remove-destination" },
  sparse: { long: "sparse", value: "required" },
  reflink: { long: "reflink", value: "optional" },
  strip: { long: "strip-trailing-slashes" },
  symbolic: { short: "s", long: "symbolic-link" },
  update: { short: "u", long: "update" },
  verbose: { short: "v", long: "verbose" },
  selinux: { short: "Z" },
  context: { long: "context", value: "optional" },
  ...targetOptions,
  ...standardOptions,
} as const;

type Name = keyof typeof options;

/** cp of coreutils. */
export const cp = tool({ options, run: buffered(run) });

type Mutable = { -readonly [Key in keyof CopyOptions]: CopyOptions[Key] };

const usual = { preserveOwner: true, preserveMode: true, preserveTimes: true, require: true } as const;
const switches: Readonly<Partial<Record<Name, Partial<CopyOptions>>>> = {
  archive: { ...usual, follow: "never", preserveLinks: true, preserveXattrs: true, recursive: true },
  attributesOnly: { data: false },
  always: { follow: "always" },
  linksOnly: { preserveLinks: true, follow: "never" },
  force: { unlinkAfterFailedOpen: true },
  ask: { interactive: "ask" },
  hard: { hardLink: true },
  noClobber: { interactive: "never" },
  never: { follow: "never" },
  arguments: { follow: "arguments" },
  oneDevice: { oneDevice: true },
  preserveUsual: usual,
  recursive: { recursive: true },
  removeFirst: { unlinkBefore: true },
  symbolic: { symbolicLink: true },
  update: { update: true },
  verbose: { verbose: true },
};

const attributes = ["mode", "timestamps", "ownership", "links", "context", "xattr", "all"] as const;

async function preserved(io: Stdio, list: string, on: boolean): Promise<Partial<Mutable>> {
  const x: Partial<Mutable> = {};
  for (const word of list.split(",")) {
    const names = attributes.map((name) => [name, name] as const);
    const what = await argMatch(io, on ? "--preserve" : "--no-preserve", word, names);
    const all = what === "all";
    if (all || what === "mode") Object.assign(x, { preserveMode: on, explicitNoMode: !on });
    if (all || what === "timestamps") x.preserveTimes = on;
    if (all || what === "ownership") x.preserveOwner = on;
    if (all || what === "links") x.preserveLinks = on;
    if (all || what === "xattr") x.preserveXattrs = on;
    if (what === "context" && on) await io.die("cannot preserve security context without an SELinux-enabled kernel");
  }
  return x;
}

const never = ["never", "auto", "always"].map((name) => [name, name] as const);

async function optionsOf(io: Stdio, { given, has }: Arguments<Name>): Promise<CopyOptions> {
  const x: Mutable = { ...defaults };
  let follow: CopyOptions["follow"] | undefined;
  let [reflink, sparse] = ["auto", "auto"];
  for (const { name, value } of given) {
    const change = switches[name];
    if (change !== undefined) Object.assign(x, change);
    follow = change?.follow ?? follow;
    if (name === "noPreserve") Object.assign(x, await preserved(io, value!, false));
    if (name === "preserve")
      Object.assign(x, value === undefined ? usual : { ...(await preserved(io, value, true)), require: true });
    if (name === "sparse") sparse = await argMatch(io, "--sparse", value!, never);
    if (name === "reflink")
      reflink = value === undefined ? "always" : await argMatch(io, "--reflink", value, never.toSorted());
    if (name === "context" && value !== undefined)
      await io.complain("warning: ignoring --context; it requires an SELinux-enabled kernel");
  }
  if (x.hardLink && x.symbolicLink) return misuse(io.proc, "cannot make both hard and symbolic links", 1);
  if (x.interactive === "never") x.update = false;
  const backs = has("backup") || has("simpleBackup") || has("suffix");
  if (backs && x.interactive === "never")
    return misuse(io.proc, "options --backup and --no-clobber are mutually exclusive", 1);
  if (reflink === "always" && sparse !== "auto")
    return misuse(io.proc, "--reflink can be used only with --sparse=auto", 1);
  x.follow = follow ?? (x.recursive && !x.hardLink ? "never" : "always");
  x.asRegular = x.recursive ? has("contents") : true;
  x.throughDangling = io.proc.env.has("POSIXLY_CORRECT");
  return x;
}

async function run(io: Stdio, args: Arguments<Name>): Promise<number> {
  const bare = await optionsOf(io, args);
  const x = { ...bare, backups: await backupsOf(io, args) };
  const { sources, directory, error } = await placesOf(io, args as Arguments<"target" | "noTarget">);
  const several = directory !== undefined && sources.length > 1;
  const session: Session = {
    io,
    answers: new Answers(io.proc),
    copied: new Map(),
    targets: several ? new Set() : undefined,
    sources: several ? new Set() : undefined,
  };
  if (directory === undefined) {
    if (args.has("parents")) return misuse(io.proc, "with --parents, the destination must be a directory", 1);
    return (await copyOne(session, sources[0]!, sources[1]!, error?.code === "ENOENT", x)) ? 0 : 1;
  }
  let ok = true;
  for (const written of sources) {
    const source = args.has("strip") ? stripTrailingSlashes(written) : written;
    const done = args.has("parents")
      ? await copyWithParents(session, source, directory, x)
      : await copyTo(session, source, joinNames(directory, ownName(source)), undefined, x);
    ok &&= done;
  }
  return ok ? 0 : 1;
}

/** ".." is copied as ".": what is in it goes into the directory. */
function ownName(source: string): string {
  const base = stripTrailingSlashes(lastComponent(source));
  return base === ".." ? "." : base;
}

async function copyOne(
  session: Session,
  source: string,
  target: string,
  isMissing: boolean,
  x: CopyOptions,
): Promise<boolean> {
  const { files } = session.io.proc;
  // As a special case, a file that is copied onto itself by force is kept as its own backup.
  if (x.unlinkAfterFailedOpen && x.backups.kind !== "none" && source === target && !isMissing) {
    const stat = tried(() => files.stat(target));
    if (!(stat instanceof SystemError) && stat.type === "file")
      return copyTo(session, source, backupName(files, target, x.backups), undefined, { ...x, backups: noBackups });
  }
  return copyTo(session, source, target, undefined, x);
}

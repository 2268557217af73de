import { matcher } from "../fnmatch.ts";
import { readArchive, type Receiver } from "./archive.ts";
import { checkDirectory } from "./change-directory.ts";
import type { Listed, Listing } from "./listing.ts";
import type { Member } from "./member.ts";
import type { Names } from "./names.ts";
import type { Owners } from "./owners.ts";
import type { Report } from "./report.ts";
import { selector, type Selector } from "./select.ts";
import type { Operand, Settings } from "./settings.ts";

/** A member that was asked for, with the names it goes by here. */
export interface Chosen {
  readonly member: Member;
  /** Without a slash at its end; "" where nothing is left of it. */
  readonly name: string;
  readonly target: string;
  readonly uid: number;
  readonly gid: number;
  /** Where it goes: -C. */
  readonly directory: string;
}

export interface Taker {
  begin(chosen: Chosen): Promise<void>;
  data(bytes: Uint8Array): Promise<void>;
  end(): Promise<void>;
}

interface Wanted {
  readonly operand: Operand;
  readonly matches: Selector;
  found: boolean;
}

/** Reads the archive and hands on what the command line asks for: GNU tar 1.34 read_and, names.c. */
export async function readMembers(
  context: { readonly settings: Settings; readonly report: Report; readonly names: Names; readonly owners: Owners },
  taker: Taker,
): Promise<void> {
  const { settings, report } = context;
  const wanted = settings.operands.map((operand): Wanted => ({
    operand,
    matches: wantedBy(operand, report),
    found: false,
  }));
  const checked = new Set<string>();
  let taking = false;
  const receiver: Receiver = {
    async begin(member) {
      const chosen = await choose(member, wanted, context);
      taking = chosen !== undefined;
      if (chosen === undefined) return;
      if (!checked.has(chosen.directory)) await checkDirectory(chosen.directory, report);
      checked.add(chosen.directory);
      await taker.begin(chosen);
    },
    data: async (bytes) => (taking ? taker.data(bytes) : undefined),
    end: async () => (taking ? taker.end() : undefined),
  };
  await readArchive(settings, report, receiver);
  for (const { operand, found } of wanted) if (!found) await notFound(operand, report);
}

function wantedBy({ name, matching }: Operand, { utf8 }: Report): Selector {
  const plain = name.replace(/(?<=.)\/+$/, "");
  return selector(plain, matching, { wildcards: false, anchored: true, utf8 });
}

async function notFound({ name, matching }: Operand, report: Report): Promise<void> {
  if (matching.wildcards === undefined && /[*?[\\]/.test(name)) {
    await report.warn("Pattern matching characters used in file names");
    await report.warn("Use --wildcards to enable pattern matching, or --no-wildcards to suppress this warning");
  }
  await report.error(`${report.place(name.replace(/(?<=.)\/+$/, ""))}: Not found in archive`);
}

async function choose(
  member: Member,
  wanted: readonly Wanted[],
  { settings, names, owners }: { readonly settings: Settings; readonly names: Names; readonly owners: Owners },
): Promise<Chosen | undefined> {
  const plain = member.stored.replace(/(?<=.)\/+$/, "");
  const match = wanted.find(({ matches }) => matches(plain));
  if (match !== undefined) match.found = true;
  if (wanted.length > 0 && match === undefined) return undefined;
  if (settings.excluded(plain)) return undefined;
  const numeric = settings.has("numericOwner");
  const { entry, type } = member;
  const name = names.within(await names.decoded(plain, "file"));
  const target =
    type === "link" || type === "symlink" ? await names.decoded(entry.link, type === "link" ? "link" : "symlink") : "";
  return {
    member,
    name,
    target,
    uid: (numeric ? undefined : owners.uid(member.user)) ?? entry.uid,
    gid: (numeric ? undefined : owners.gid(member.group)) ?? entry.gid,
    directory: match?.operand.directory ?? settings.directory,
  };
}

const letters = { directory: "d", symlink: "l", link: "h", character: "c", block: "b", fifo: "p", file: "-" } as const;

/** Tells the list of it. */
export function tell(listing: Listing, { member, name, target, uid, gid }: Chosen, settings: Settings): Promise<void> {
  const { entry, type, slash, stored, contiguous } = member;
  const transformed = settings.has("showTransformed");
  const numeric = settings.has("numericOwner");
  const device = type === "character" || type === "block";
  const listed: Listed = {
    type: contiguous ? "C" : letters[type],
    mode: member.mode,
    owner: numeric || member.user === "" ? String(uid) : member.user,
    group: numeric || member.group === "" ? String(gid) : member.group,
    size: device ? `${entry.major},${entry.minor}` : String(entry.size),
    mtime: member.mtime,
    name: transformed ? `${name}${slash ? "/" : ""}` : stored,
    target,
    ...(settings.has("xattrs") ? { xattrs: (entry.xattrs?.size ?? 0) > 0 } : {}),
  };
  return listing.line(listed);
}

/** Whether an extended attribute is restored: user.* unless --xattrs-include says otherwise. */
export function xattrFilter(settings: Settings, { utf8 }: Report): (name: string) => boolean {
  const included = settings.values("xattrsInclude");
  if (!settings.has("xattrs") && included.length === 0) return () => false;
  if (included.length === 0) return (name) => name.startsWith("user.");
  const masks = included.map((mask) => matcher(mask, { utf8 }));
  return (name) => masks.some((matches) => matches(name));
}

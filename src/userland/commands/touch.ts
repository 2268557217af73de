import { isErrno, SystemError } from "../kernel/errno.ts";
import { argMatch } from "./arg-match.ts";
import { type Arguments, misuse } from "./options.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { parseDate } from "./time/parse-date.ts";
import { parseStamp } from "./time/stamp.ts";
import { type Zone, zoneOf } from "./time/zone.ts";
import { tool } from "./tool.ts";
import { tried, triedLater } from "./tried.ts";

const options = {
  atime: { short: "a" },
  noCreate: { short: "c", long: "no-create" },
  date: { short: "d", long: "date", value: "required" },
  ignored: { short: "f" },
  link: { short: "h", long: "no-dereference" },
  mtime: { short: "m" },
  reference: { short: "r", long: "reference", value: "required" },
  stamp: { short: "t", value: "required" },
  time: { long: "time", value: "required" },
  ...standardOptions,
} as const;

type Which = "atime" | "mtime";
const times: readonly (readonly [string, Which])[] = [
  ["atime", "atime"],
  ["access", "atime"],
  ["use", "atime"],
  ["mtime", "mtime"],
  ["modify", "mtime"],
];

/** touch of coreutils. */
export const touch = tool({ options, run: buffered(run) });

interface Times {
  readonly atime: bigint | "now" | "keep";
  readonly mtime: bigint | "now" | "keep";
}

async function run(io: Stdio, args: Arguments<keyof typeof options>): Promise<number> {
  const { has, operands } = args;
  const which = new Set<Which>();
  for (const { name, value } of args.given) {
    if (name === "atime" || name === "mtime") which.add(name);
    if (name === "time") which.add(await argMatch<Which>(io, "--time", value!, times));
  }
  const wanted = await timesOf(io, args);
  const all = which.size === 0;
  const chosen: Times = {
    atime: all || which.has("atime") ? wanted.atime : "keep",
    mtime: all || which.has("mtime") ? wanted.mtime : "keep",
  };
  if (operands.length === 0) return misuse(io.proc, "missing file operand", 1);
  let ok = true;
  for (const path of operands)
    ok = (await touched(io, path, chosen, { create: !has("noCreate"), follow: !has("link") })) && ok;
  return ok ? 0 : 1;
}

async function timesOf(io: Stdio, { value, values, has }: Arguments<keyof typeof options>): Promise<Times> {
  const zone = await zoneOf(io.proc);
  const now = io.proc.machine.now();
  let stamp: bigint | undefined;
  for (const text of values("stamp")) {
    const parsed = parseStamp(text, now, zone);
    if (parsed === undefined) await io.die(`invalid date format ${io.quote(text)}`);
    stamp = parsed;
  }
  const [reference, date] = [value("reference"), value("date")];
  if (stamp !== undefined && (reference !== undefined || date !== undefined))
    return misuse(io.proc, "cannot specify times from more than one source", 1);
  if (stamp !== undefined) return { atime: stamp, mtime: stamp };
  if (reference === undefined)
    return date === undefined ? { atime: "now", mtime: "now" } : sameTimes(await dated(io, date, now, zone));
  const { files } = io.proc;
  const stat = tried(() => (has("link") ? files.lstat(reference) : files.stat(reference)));
  if (stat instanceof SystemError)
    return io.die(`failed to get attributes of ${io.quoteaf(reference)}: ${stat.message}`);
  if (date === undefined) return stat;
  return { atime: await dated(io, date, stat.atime, zone), mtime: await dated(io, date, stat.mtime, zone) };
}

const sameTimes = (time: bigint): Times => ({ atime: time, mtime: time });

async function dated(io: Stdio, text: string, now: bigint, zone: Zone): Promise<bigint> {
  const time = parseDate(text, now, zone);
  return time ?? io.die(`invalid date format ${io.quote(text)}`);
}

async function touched(
  io: Stdio,
  path: string,
  { atime, mtime }: Times,
  { create, follow }: { readonly create: boolean; readonly follow: boolean },
): Promise<boolean> {
  const { files } = io.proc;
  // "-" is standard output.
  const target = path === "-" ? "/proc/self/fd/1" : path;
  const opened =
    create && follow && path !== "-"
      ? await triedLater(async () => (await files.open(path, { write: true, create: true })).close())
      : undefined;
  const set = tried(() => files.setTimes(target, atime, mtime, { follow }));
  if (!(set instanceof SystemError)) return true;
  if (opened instanceof SystemError && opened.code !== "EISDIR")
    await io.complain(`cannot touch ${io.quoteaf(path)}: ${opened.message}`);
  else if (!create && isErrno(set, "ENOENT")) return true;
  else await io.complain(`setting times of ${io.quoteaf(path)}: ${set.message}`);
  return false;
}

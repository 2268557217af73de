import { isErrno } from "../../../kernel/errno.ts";
import type { Process } from "../../../kernel/process.ts";
import { longOf } from "../../c-numbers.ts";
import { linesOf, readTextIfAny, writeText } from "../../text-file.ts";
import { groupOf } from "../names.ts";
import type { Call } from "../shadow-tool.ts";

/** What useradd takes for granted: its own values, then those of /etc/default/useradd. */
export interface Defaults {
  readonly group: number;
  readonly home: string;
  readonly inactive: number;
  readonly expire: string;
  readonly shell: string;
  readonly skeleton: string;
  readonly mailSpool: string;
  readonly logInit: string;
}

const file = "/etc/default/useradd";
const own: Defaults = {
  group: 100,
  home: "/home",
  inactive: -1,
  expire: "",
  shell: "/bin/bash",
  skeleton: "/etc/skel",
  mailSpool: "no",
  logInit: "yes",
};
/** Text items by their names in the file; the value for one that is empty. */
const texts: Readonly<Record<string, readonly [keyof Defaults, string]>> = {
  HOME: ["home", ""],
  SHELL: ["shell", ""],
  EXPIRE: ["expire", ""],
  SKEL: ["skeleton", own.skeleton],
  CREATE_MAIL_SPOOL: ["mailSpool", own.mailSpool],
  LOG_INIT: ["logInit", own.logInit],
};

/** Reads them; what is wrong in the file is said, and left out. */
export async function readDefaults(call: Call<string>): Promise<Defaults> {
  let defaults = own;
  for (const line of linesOf((await readTextIfAny(call.proc, file)) ?? ""))
    defaults = { ...defaults, ...(await itemOf(call, line)) };
  return defaults;
}

async function itemOf(call: Call<string>, line: string): Promise<Partial<Defaults>> {
  const equals = line.indexOf("=");
  if (equals < 0) return {};
  const [name, value] = [line.slice(0, equals), line.slice(equals + 1)];
  const ignored = `the ${name}= configuration in ${file} will be ignored`;
  if (name === "GROUP") {
    const group = await groupOf(call.proc, value);
    if (group !== undefined) return { group: group.gid };
    await call.say(`group '${value}' does not exist`);
    await call.say(ignored);
  } else if (name === "INACTIVE") {
    const inactive = longOf(value);
    if (inactive !== undefined && inactive >= -1) return { inactive };
    await call.say(`invalid numeric argument '${value}'`);
    await call.say(ignored);
    return { inactive: -1 };
  }
  const [key, empty] = texts[name] ?? [];
  return key === undefined ? {} : { [key]: value === "" ? empty : value };
}

const linesFor = (defaults: Defaults): readonly (readonly [string, string])[] => [
  ["GROUP", `${defaults.group}`],
  ["HOME", defaults.home],
  ["INACTIVE", `${defaults.inactive}`],
  ["EXPIRE", defaults.expire],
  ["SHELL", defaults.shell],
  ["SKEL", defaults.skeleton],
  ["CREATE_MAIL_SPOOL", defaults.mailSpool],
  ["LOG_INIT", defaults.logInit],
];

/** useradd -D. */
export const showDefaults = (defaults: Defaults): string =>
  linesFor(defaults)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");

/** useradd -D with values: each known line once, the others as they are, missing ones at the end. */
export async function writeDefaults(proc: Process, defaults: Defaults): Promise<void> {
  const { files } = proc;
  const before = await readTextIfAny(proc, file);
  const missing = new Map(linesFor(defaults));
  const lines = linesOf(before ?? "# useradd defaults file\n").map((line) => {
    const [name = ""] = /^[A-Z_]+(?==)/.exec(line) ?? [];
    const value = missing.get(name);
    missing.delete(name);
    return value === undefined ? line : `${name}=${value}`;
  });
  const text = [...lines, ...[...missing].map(([name, value]) => `${name}=${value}`)].map((line) => `${line}\n`);
  makeParent(proc);
  // mkstemp(3): a name that nobody has, mode 0600, which the file keeps.
  const next = `/etc/default/nuadd${Buffer.from(proc.machine.randomBytes(3)).toString("hex")}`;
  await writeText(proc, next, text.join(""), 0o600);
  for (const step of [() => files.unlink(`${file}-`), () => files.link(file, `${file}-`)])
    try {
      step();
    } catch (error) {
      if (!isErrno(error, "ENOENT")) throw error;
    }
  files.rename(next, file);
}

function makeParent(proc: Process): void {
  try {
    proc.files.makeDirectory("/etc/default", 0o755);
  } catch (error) {
    if (!isErrno(error, "EEXIST")) throw error;
  }
}

import { SystemError } from "../kernel/errno.ts";
import { joinNames } from "./file-names.ts";
import { type Arguments, misuse } from "./options.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { temporaryName } from "./temporary-name.ts";
import { tool } from "./tool.ts";
import { tried, triedLater } from "./tried.ts";

const options = {
  directory: { short: "d", long: "directory" },
  quiet: { short: "q", long: "quiet" },
  dryRun: { short: "u", long: "dry-run" },
  suffix: { long: "suffix", value: "required" },
  short: { short: "p", value: "required" },
  tmpdir: { long: "tmpdir", value: "optional" },
  asInTmp: { short: "t" },
  version: { short: "V", long: "version", refused: standardOptions.version.refused },
  help: standardOptions.help,
} as const;

const attempts = 100;

/** mktemp of coreutils. */
export const mktemp = tool({ options, run: buffered(run) });

async function run(io: Stdio, { has, value, given, operands }: Arguments<keyof typeof options>): Promise<number> {
  if (operands.length > 1) return misuse(io.proc, "too many templates", 1);
  const written = operands[0];
  const inTmp = written === undefined || has("short") || has("tmpdir") || has("asInTmp");
  let template = written ?? "tmp.XXXXXXXXXX";
  const suffix = value("suffix");
  if (suffix !== undefined && !template.endsWith("X"))
    await io.die(`with --suffix, template ${io.quote(template)} must end in X`);
  const ending = suffix ?? template.slice(template.lastIndexOf("X") + 1);
  if (suffix !== undefined) template += suffix;
  if (ending.includes("/") && /X{3,}/.test(template))
    await io.die(`invalid suffix ${io.quote(ending)}, contains directory separator`);
  const run = /X*$/.exec(template.slice(0, template.length - ending.length))![0].length;
  if (run < 3) await io.die(`too few X's in template ${io.quote(written ?? template)}`);
  if (suffix === undefined && ending.includes("/")) await io.die(`too few X's in template ${io.quote(template)}`);
  const path = inTmp
    ? await within(
        io,
        template,
        given.findLast(({ name }) => name === "short" || name === "tmpdir")?.value,
        has("asInTmp"),
      )
    : template;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const name = temporaryName(io.proc.machine, path.slice(0, path.length - ending.length)) + ending;
    const failed = await make(io, name, has("directory"), has("dryRun"));
    if (failed === undefined) {
      await io.put(`${name}\n`);
      return 0;
    }
    if (failed.code === "EEXIST") continue;
    const what = has("directory") ? "directory" : "file";
    if (!has("quiet")) await io.complain(`failed to create ${what} via template ${io.quote(path)}: ${failed.message}`);
    return 1;
  }
  return 1;
}

async function within(io: Stdio, template: string, option: string | undefined, deprecated: boolean): Promise<string> {
  const variable = io.proc.env.get("TMPDIR");
  const base = deprecated ? variable || option || "/tmp" : option || variable || "/tmp";
  if (deprecated && template.includes("/"))
    await io.die(`invalid template, ${io.quote(template)}, contains directory separator`);
  if (template.startsWith("/"))
    await io.die(`invalid template, ${io.quote(template)}; with --tmpdir, it may not be absolute`);
  return joinNames(base, template);
}

async function make(
  { proc: { files } }: Stdio,
  path: string,
  directory: boolean,
  dry: boolean,
): Promise<SystemError | undefined> {
  if (dry) {
    const there = tried(() => files.lstat(path));
    if (!(there instanceof SystemError)) return new SystemError("EEXIST");
    return there.code === "ENOENT" ? undefined : there;
  }
  const made = directory
    ? tried<void>(() => files.makeDirectory(path, 0o700))
    : await triedLater(async () =>
        (await files.open(path, { read: true, write: true, create: true, exclusive: true }, 0o600)).close(),
      );
  return made instanceof SystemError ? made : undefined;
}

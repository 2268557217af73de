import { SystemError } from "../kernel/errno.ts";
import { argMatch } from "./arg-match.ts";
import { localeOf } from "./locale.ts";
import { type Arguments, Misuse } from "./options.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { parseDate } from "./time/parse-date.ts";
import { strftime } from "./time/strftime.ts";
import { localTime, type Zone, zoneOf } from "./time/zone.ts";
import { tool } from "./tool.ts";

const clock = "no process of a build may set the clock";

const options = {
  date: { short: "d", long: "date", value: "required" },
  debug: { long: "debug", refused: "explains to people how a date is read" },
  file: { short: "f", long: "file", value: "required", refused: "dates from a file are not emulated" },
  iso: { short: "I", long: "iso-8601", value: "optional" },
  reference: { short: "r", long: "reference", value: "required" },
  resolution: { long: "resolution", refused: "belongs to the machine" },
  email: { short: "R", long: ["rfc-email", "rfc-822", "rfc-2822"] },
  rfc3339: { long: "rfc-3339", value: "required" },
  set: { short: "s", long: "set", value: "required", refused: clock },
  utc: { short: "u", long: ["uct", "utc", "universal"] },
  ...standardOptions,
} as const;

type Args = Arguments<keyof typeof options>;

const usual = "%a %b %e %H:%M:%S %Z %Y";
const isoFormats = [
  ["hours", "%Y-%m-%dT%H%:z"],
  ["minutes", "%Y-%m-%dT%H:%M%:z"],
  ["date", "%Y-%m-%d"],
  ["seconds", "%Y-%m-%dT%H:%M:%S%:z"],
  ["ns", "%Y-%m-%dT%H:%M:%S,%N%:z"],
] as const;
const rfc3339Formats = [
  ["date", "%Y-%m-%d"],
  ["seconds", "%Y-%m-%d %H:%M:%S%:z"],
  ["ns", "%Y-%m-%d %H:%M:%S.%N%:z"],
] as const;

/** date(1), GNU coreutils: src/date.c; the time zones are those of the image. */
export const date = tool({
  options,
  impossible: ({ has }, operands) => {
    const [first] = operands;
    const sets = !has("date") && !has("reference") && first !== undefined && !first.startsWith("+");
    return sets ? { word: first, reason: clock } : undefined;
  },
  run: buffered(async (io, args) => {
    const { has, value } = args;
    if (has("date") && has("reference"))
      throw new Misuse("the options to specify dates for printing are mutually exclusive");
    const format = await formatOf(io, args);
    const zone = await zoneOf(io.proc, has("utc") ? "UTC0" : undefined);
    const time = await timeOf(io, value("date"), value("reference"), zone);
    const locale = has("email") ? "C" : await localeOf(io.proc, "LC_TIME");
    await io.put(`${strftime(format, localTime(zone, time), locale)}\n`);
    return 0;
  }),
});

async function formatOf(io: Stdio, { given, operands }: Args): Promise<string> {
  const formats: string[] = [];
  for (const { name, value } of given) {
    if (name === "iso")
      formats.push(value === undefined ? "%Y-%m-%d" : await argMatch(io, "--iso-8601", value, isoFormats));
    if (name === "rfc3339") formats.push(await argMatch(io, "--rfc-3339", value!, rfc3339Formats));
    if (name === "email") formats.push("%a, %d %b %Y %H:%M:%S %z");
    if (formats.length > 1) await io.die("multiple output formats specified");
  }
  const [first, second] = operands;
  if (second !== undefined) throw new Misuse(`extra operand ${io.quote(second)}`);
  if (first === undefined) return formats[0] ?? usual;
  if (!first.startsWith("+"))
    throw new Misuse(
      `the argument ${io.quote(first)} lacks a leading '+';\n` +
        "when using an option to specify date(s), any non-option\n" +
        "argument must be a format string beginning with '+'",
    );
  if (formats.length > 0) await io.die("multiple output formats specified");
  return first.slice(1);
}

async function timeOf(io: Stdio, text: string | undefined, reference: string | undefined, zone: Zone): Promise<bigint> {
  const now = io.proc.machine.now();
  if (reference !== undefined) {
    try {
      return io.proc.files.stat(reference).mtime;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      return io.die(`${io.quotef(reference)}: ${error.message}`);
    }
  }
  if (text === undefined) return now;
  return parseDate(text, now, zone) ?? io.die(`invalid date ${io.quote(text)}`);
}

import type { Location } from "../../errors.ts";
import { nearest } from "../../nearest.ts";
import { problem } from "../errors.ts";
import type { RawFlag } from "../lex/split.ts";
import type { Device, MountFlag, MountOption, Run, Word } from "../syntax.ts";
import { csvFields } from "../values/csv.ts";
import { parseBoolean } from "../values/boolean.ts";
import { commandIn } from "./arguments.ts";
import { flagOf, readFlags, valuePlace } from "./flags.ts";
import type { Fields, Request } from "./request.ts";

const networks = ["default", "none", "host"] as const;
const securities = ["sandbox", "insecure"] as const;

export function parseRun(request: Request): Fields<Run> {
  const flags = readFlags(request, { mount: "list", network: "text", security: "text", device: "list" });
  return {
    name: "RUN",
    command: commandIn(request, request.rest),
    mounts: flags.raw("mount").map(mountFlag),
    network: oneOf(flags.text("network"), networks, "--network"),
    security: oneOf(flags.text("security"), securities, "--security"),
    devices: flags.list("device").map(device),
    flags: flags.all,
  };
}

function oneOf<Value extends string>(
  word: Word | undefined,
  [usual, ...others]: readonly [Value, ...Value[]],
  flag: string,
): Value {
  if (!word) return usual;
  const all = [usual, ...others];
  const found = all.find((value) => value === word.text);
  if (found) return found;
  const meant = nearest(word.text, all);
  throw problem("dockerfile/bad-flag", `${flag} of RUN cannot be ${JSON.stringify(word.text)}`, {
    where: word.where,
    help: meant ? `did you mean ${meant}?` : `it is one of ${all.join(", ")}`,
  });
}

/** Splits --mount into its options; values stay unread, since they may hold variables (values/mount.ts). */
function mountFlag(raw: RawFlag): MountFlag {
  const { value, where } = flagOf(raw);
  const start = raw.text.indexOf("=") + 1;
  const place = (from: number, to: number): Location => valuePlace(raw, start + from, start + to);
  const options = csvFields(value?.text ?? "", where).map(({ text, from, to }): MountOption => {
    const equals = text.indexOf("=");
    const option = { key: (equals === -1 ? text : text.slice(0, equals)).toLowerCase(), where: place(from, to) };
    const written = equals === -1 ? undefined : text.slice(equals + 1);
    if (option.key === "from" && written !== undefined) checkLiteral(written, option.where);
    return { ...option, value: written };
  });
  return { options, where };
}

function checkLiteral(from: string, where: Location): void {
  const dollar = from.indexOf("$");
  if (dollar === -1 || dollar === from.length - 1) return;
  throw problem("dockerfile/bad-mount", "from= of --mount cannot hold variables", {
    where,
    help: `name the image in a stage of its own (FROM ${from} AS NAME, with ARG above it) and write from=NAME`,
  });
}

/** `--device=[name=]NAME[,required[=bool]]` (BuildKit: commands_rundevice.go). */
function device({ text, where }: Word): Device {
  let name = "";
  let required = false;
  for (const field of csvFields(text, where)) {
    const equals = field.text.indexOf("=");
    const key = (equals === -1 ? field.text : field.text.slice(0, equals)).toLowerCase();
    const value = equals === -1 ? undefined : field.text.slice(equals + 1);
    if (key === "required") required = value === undefined || parseBoolean(value, "required", where);
    else if (name === "") name = key === "name" && value !== undefined ? value : field.text;
    else {
      throw problem("dockerfile/bad-flag", `--device of RUN cannot have ${field.text} besides the name ${name}`, {
        where,
        help: "write --device=NAME or --device=NAME,required",
      });
    }
  }
  return { name, required };
}

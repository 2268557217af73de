import { parseArgs } from "node:util";
import { nearest } from "../nearest.ts";
import { problem } from "./errors.ts";

interface Common {
  readonly short?: string;
  /** One line for `--help`. */
  readonly about: string;
  /** Heading in `--help`. */
  readonly group?: string;
}

/** `text`: the last one counts. `list`: each adds. `map`: KEY=VALUE, each adds. `switch`: bare, or =true/false. */
export type Flag = Common &
  (
    | { readonly kind: "text" | "list" | "map"; readonly value: string; readonly choices?: readonly string[] }
    | { readonly kind: "switch" }
  );
export type Flags = Readonly<Record<string, Flag>>;

type ValueOf<F extends Flag> = F["kind"] extends "switch"
  ? boolean | undefined
  : F["kind"] extends "text"
    ? string | undefined
    : F["kind"] extends "list"
      ? readonly string[]
      : ReadonlyMap<string, string | undefined>;

export type Values<F extends Flags> = { readonly [Name in keyof F]: ValueOf<F[Name]> };

/**
 * Reads a command line as docker does: long and short flags, values after "=" or as the next
 * word, grouped short switches, flags and arguments in any order, "--" ends the flags. Unknown
 * flags are refused with the nearest one (exit 2).
 */
export function parseFlags<F extends Flags>(flags: F, argv: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [
      name,
      {
        type: flag.kind === "switch" ? ("boolean" as const) : ("string" as const),
        ...(flag.short === undefined ? {} : { short: flag.short }),
      },
    ]),
  );
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  const values = new Map<string, boolean | string | string[] | Map<string, string | undefined>>();
  const args: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") args.push(token.value);
    if (token.kind !== "option") continue;
    const flag = Object.hasOwn(flags, token.name) ? flags[token.name] : undefined;
    if (flag === undefined) throw unknownFlag(flags, token.rawName);
    // docker takes -t=NAME like -t NAME; Node leaves the "=" in the value.
    const text = token.rawName.startsWith("--") ? token.value : token.value?.replace(/^=/, "");
    values.set(token.name, valueOf(flag, token.rawName, text, values.get(token.name)));
  }
  const result = Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [name, values.get(name) ?? initial(flag.kind)]),
  );
  return { flags: result as Values<F>, args };
}

function initial(kind: Flag["kind"]) {
  if (kind === "list") return [];
  return kind === "map" ? new Map<string, string | undefined>() : undefined;
}

function valueOf(flag: Flag, name: string, text: string | undefined, before: unknown) {
  const usage = (message: string) => problem("usage/bad-value", message, { exitCode: 2 });
  if (flag.kind === "switch") {
    if (text === undefined || /^(true|1|t)$/i.test(text)) return true;
    if (/^(false|0|f)$/i.test(text)) return false;
    throw usage(`${name} takes true or false, not ${JSON.stringify(text)}`);
  }
  if (text === undefined) throw usage(`${name} needs a value: ${name} ${flag.value}`);
  if (flag.choices !== undefined && !flag.choices.includes(text))
    throw usage(`${name} takes ${flag.choices.join(", ")}, not ${JSON.stringify(text)}`);
  if (flag.kind === "text") return text;
  if (flag.kind === "list") return [...((before as string[] | undefined) ?? []), text];
  const equals = text.indexOf("=");
  const map = new Map(before as Map<string, string | undefined> | undefined);
  return equals < 0 ? map.set(text, undefined) : map.set(text.slice(0, equals), text.slice(equals + 1));
}

function unknownFlag(flags: Flags, name: string) {
  const near = nearest(name.replace(/^-+/, ""), Object.keys(flags));
  return problem("usage/unknown-flag", `unknown flag ${name}`, {
    exitCode: 2,
    help: near === undefined ? "--help lists the flags" : `did you mean --${near}?`,
  });
}

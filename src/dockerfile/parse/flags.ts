import type { DjibError, Location } from "../../errors.ts";
import { nearest } from "../../nearest.ts";
import { problem } from "../errors.ts";
import { whereOf } from "../lex/logical-line.ts";
import type { RawFlag } from "../lex/split.ts";
import type { Flag, Word } from "../syntax.ts";
import type { Request } from "./request.ts";

/** What flags an instruction has. A `list` may be given several times. */
export type FlagTypes = Readonly<Record<string, "text" | "boolean" | "list">>;

export interface Flags<Types extends FlagTypes> {
  readonly all: readonly Flag[];
  text(name: KeysOf<Types, "text">): Word | undefined;
  /** Undefined where the flag is not given. */
  boolean(name: KeysOf<Types, "boolean">): boolean | undefined;
  list(name: KeysOf<Types, "list">): readonly Word[];
  /** The flags of that name with the place of each character of their values. */
  raw(name: KeysOf<Types, "list">): readonly RawFlag[];
}

type KeysOf<Types, Kind> = { [Name in keyof Types]: Types[Name] extends Kind ? Name : never }[keyof Types] & string;

/** Checks the flags of an instruction against those it has (BuildKit: instructions/bflag.go). */
export function readFlags<const Types extends FlagTypes>(request: Request, types: Types): Flags<Types> {
  const read = request.flags.map((raw) => ({ raw, flag: flagOf(raw) }));
  const seen = new Set<string>();
  for (const { flag } of read) {
    const type = Object.hasOwn(types, flag.name) ? types[flag.name] : undefined;
    if (!type) throw unknownFlag(request, flag, Object.keys(types));
    if (seen.has(flag.name) && type !== "list") throw duplicateFlag(request, flag);
    seen.add(flag.name);
    checkValue(request, flag, type);
  }
  const named = (name: string) => read.filter(({ flag }) => flag.name === name);
  return {
    all: read.map(({ flag }) => flag),
    text: (name) => named(name)[0]?.flag.value,
    boolean: (name) => {
      const [first] = named(name);
      return first && first.flag.value?.text.toLowerCase() !== "false";
    },
    list: (name) => named(name).flatMap(({ flag }) => flag.value ?? []),
    raw: (name) => named(name).map(({ raw }) => raw),
  };
}

/** The flags of an instruction that has none: any is an error. */
export const noFlags = (request: Request): readonly Flag[] => readFlags(request, {}).all;

export function flagOf(raw: RawFlag): Flag {
  const where = whereOf(raw.span);
  const equals = raw.text.indexOf("=");
  if (equals === -1) return { name: raw.text.slice(2), value: undefined, where };
  const text = raw.text.slice(equals + 1);
  return {
    name: raw.text.slice(2, equals),
    value: { text, where: valuePlace(raw, equals + 1, raw.text.length) },
    where,
  };
}

/** The place of characters `from` up to `to` of a flag's text. */
export function valuePlace({ span, offsets }: RawFlag, from: number, to: number): Location {
  const first = offsets[from] ?? span.to;
  const last = to > from ? offsets[to - 1]! + 1 : first;
  return whereOf({ line: span.line, from: first, to: last });
}

function checkValue(request: Request, { name, value, where }: Flag, type: FlagTypes[string]): void {
  if (type === "boolean") {
    if (!value || /^(true|false)$/i.test(value.text)) return;
    throw problem(
      "dockerfile/bad-flag",
      `--${name} of ${request.name} is true or false, not ${JSON.stringify(value.text)}`,
      {
        where,
        help: `write --${name} or leave it out`,
      },
    );
  }
  if (value) return;
  throw problem("dockerfile/bad-flag", `--${name} of ${request.name} has no value`, {
    where,
    help: `write --${name}=VALUE, without blanks around the =`,
  });
}

function unknownFlag(request: Request, { name, where }: Flag, known: readonly string[]): DjibError {
  const meant = nearest(name, known);
  const all = known.map((each) => `--${each}`).join(", ");
  return problem("dockerfile/unknown-flag", `${request.name} has no flag --${name}`, {
    where,
    help: meant
      ? `did you mean --${meant}?`
      : known.length > 0
        ? `${request.name} has ${all}`
        : `${request.name} has no flags; an argument that begins with -- goes behind a lone --`,
  });
}

const duplicateFlag = (request: Request, { name, where }: Flag): DjibError =>
  problem("dockerfile/duplicate-flag", `--${name} of ${request.name} is given twice`, {
    where,
    help: "keep the one that is meant",
  });

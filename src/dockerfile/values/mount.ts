import type { Location } from "../../errors.ts";
import { nearest } from "../../nearest.ts";
import { problem } from "../errors.ts";
import type { MountFlag, MountOption } from "../syntax.ts";
import { parseBoolean } from "./boolean.ts";
import { parseBytes } from "./bytes.ts";

const types = ["bind", "cache", "tmpfs", "secret", "ssh"] as const;
const sharings = ["shared", "private", "locked"] as const;

/** RUN --mount with its values filled in. What is undefined was not given; defaults that depend on the type are the planner's. */
export interface MountSpec {
  readonly type: (typeof types)[number];
  /** A stage, image or named context; the build context where it is undefined. */
  readonly from: string | undefined;
  readonly source: string | undefined;
  /** As written: relative to WORKDIR. */
  readonly target: string | undefined;
  /** The type's default where it is not said: bind, secret and ssh are read-only. */
  readonly readOnly: boolean;
  readonly id: string | undefined;
  readonly sharing: (typeof sharings)[number] | undefined;
  readonly required: boolean;
  /** Bytes; 0 where there is no limit. */
  readonly size: number;
  readonly mode: number | undefined;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  /** The variable that gets a secret. */
  readonly env: string | undefined;
  readonly where: Location;
}

type Draft = { -readonly [Key in keyof MountSpec]: MountSpec[Key] } & { readOnlyGiven: boolean };

/** Reads an expanded --mount (BuildKit: instructions/commands_runmount.go). The order of options matters: type first. */
export function parseMount({ options, where }: MountFlag): MountSpec {
  const draft: Draft = {
    type: "bind",
    from: undefined,
    source: undefined,
    target: undefined,
    readOnly: true,
    id: undefined,
    sharing: undefined,
    required: false,
    size: 0,
    mode: undefined,
    uid: undefined,
    gid: undefined,
    env: undefined,
    where,
    readOnlyGiven: false,
  };
  for (const option of options) readOption(draft, option);
  checkMount(draft);
  const { readOnlyGiven, ...mount } = draft;
  return readOnlyGiven ? mount : { ...mount, readOnly: mount.type !== "cache" && mount.type !== "tmpfs" };
}

function readOption(draft: Draft, option: MountOption): void {
  const read = Object.hasOwn(readers, option.key) ? readers[option.key] : undefined;
  if (!read) throw unknownOption(option);
  if (option.value === undefined && !flagLike.has(option.key)) {
    throw bad(option, `${option.key} of --mount has no value`, `write ${option.key}=VALUE`);
  }
  read(draft, option.value ?? "true", option);
}

type Reader = (draft: Draft, value: string, option: MountOption) => void;

const flagLike = new Set(["readonly", "ro", "readwrite", "rw", "required"]);

const readers: Readonly<Record<string, Reader>> = {
  type: (draft, value, option) => void (draft.type = oneOf(option, value, types)),
  from: (draft, value) => void (draft.from = value || undefined),
  source: (draft, value) => void (draft.source = value || undefined),
  src: (draft, value) => void (draft.source = value || undefined),
  target: (draft, value) => void (draft.target = value || undefined),
  dst: (draft, value) => void (draft.target = value || undefined),
  destination: (draft, value) => void (draft.target = value || undefined),
  readonly: (draft, value, option) => setReadOnly(draft, parseBoolean(value, option.key, option.where)),
  ro: (draft, value, option) => setReadOnly(draft, parseBoolean(value, option.key, option.where)),
  readwrite: (draft, value, option) => setReadOnly(draft, !parseBoolean(value, option.key, option.where)),
  rw: (draft, value, option) => setReadOnly(draft, !parseBoolean(value, option.key, option.where)),
  required: (draft, value, option) => {
    onlyFor(draft, option, ["secret", "ssh"]);
    draft.required = parseBoolean(value, option.key, option.where);
  },
  size: (draft, value, option) => {
    onlyFor(draft, option, ["tmpfs"]);
    draft.size = parseBytes({ text: value, where: option.where });
  },
  id: (draft, value) => void (draft.id = value || undefined),
  sharing: (draft, value, option) => void (draft.sharing = oneOf(option, value, sharings)),
  mode: (draft, value, option) => void (draft.mode = number(option, value, 8)),
  uid: (draft, value, option) => void (draft.uid = number(option, value, 10)),
  gid: (draft, value, option) => void (draft.gid = number(option, value, 10)),
  env: (draft, value) => void (draft.env = value),
};

function setReadOnly(draft: Draft, readOnly: boolean): void {
  draft.readOnly = readOnly;
  draft.readOnlyGiven = true;
}

function checkMount(draft: Draft): void {
  const { type, where } = draft;
  const refuse = (message: string, help: string) => problem("dockerfile/bad-mount", message, { where, help });
  const owned = (["mode", "uid", "gid"] as const).find((key) => draft[key] !== undefined);
  if (owned && (type === "bind" || type === "tmpfs")) {
    throw refuse(`a ${type} mount cannot have ${owned}`, "only cache, secret and ssh mounts have mode, uid and gid");
  }
  if (draft.sharing && type !== "cache")
    throw refuse(`a ${type} mount cannot have sharing`, "only cache mounts have sharing");
  if (type !== "secret") return;
  if (draft.from) throw refuse("a secret mount cannot have from", "it comes from the command line: --secret id=…");
  if (draft.source && draft.id) throw refuse("a secret mount has both source and id", "they mean the same; keep id");
  if (draft.source || draft.target || draft.id) return;
  throw refuse("a secret mount needs an id", "write type=secret,id=NAME and give it with --secret id=NAME,src=FILE");
}

function onlyFor(draft: Draft, option: MountOption, allowed: readonly MountSpec["type"][]): void {
  if (allowed.includes(draft.type)) return;
  const help = `it belongs to mounts of type ${allowed.join(" and ")}; type= has to stand before it`;
  throw bad(option, `a ${draft.type} mount cannot have ${option.key}`, help);
}

function oneOf<Value extends string>(option: MountOption, text: string, values: readonly Value[]): Value {
  const found = values.find((value) => value === text.toLowerCase());
  if (found) return found;
  const meant = nearest(text.toLowerCase(), values);
  const help = meant ? `did you mean ${meant}?` : `it is one of ${values.join(", ")}`;
  throw bad(option, `${option.key} of --mount cannot be ${JSON.stringify(text)}`, help);
}

function number(option: MountOption, text: string, base: 8 | 10): number {
  const value = (base === 8 ? /^[0-7]+$/ : /^\d+$/).test(text) ? Number.parseInt(text, base) : NaN;
  if (value <= 0xffffffff) return value;
  const help =
    base === 8 ? `write an octal mode, for example ${option.key}=0400` : "write a number; names are not looked up here";
  throw bad(option, `${option.key} of --mount cannot be ${JSON.stringify(text)}`, help);
}

function unknownOption(option: MountOption) {
  const meant = nearest(option.key, Object.keys(readers));
  const help = meant ? `did you mean ${meant}?` : `options are ${Object.keys(readers).join(", ")}`;
  return bad(option, `--mount has no option ${option.key}`, help);
}

const bad = ({ where }: MountOption, message: string, help: string) =>
  problem("dockerfile/bad-mount", message, { where, help });

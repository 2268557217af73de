import type { Digest } from "../../oci/digest.ts";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import type { ImagePath } from "../../oci/filesystem/path.ts";
import type { Impossible, Program } from "../kernel/program.ts";
import type { Load } from "./catalogue.ts";
import { elfMachine } from "./elf.ts";
import { identifier, type Identity } from "./identity.ts";
import { parseShebang, type Shebang } from "./shebang.ts";
import { type Sums, sumsOf } from "./sums.ts";
import { whyUnknown } from "./unknown.ts";

/** What the kernel makes of a file that is executed. */
export type Recognised =
  /** `program` does what the file does. */
  | { readonly kind: "program"; readonly program: Program }
  | ({ readonly kind: "script" } & Shebang)
  /** No program at all: execve(2) says ENOEXEC, and a shell takes it for a script of its own. */
  | { readonly kind: "text" }
  /** A real program that is not emulated. */
  | { readonly kind: "unknown"; readonly why: Impossible };

/** Of one tree, which may change meanwhile: package databases are read once. */
export interface Recogniser {
  /** A regular file, by its path without symlinks; `name` is argv[0]. Recognised by its content alone. */
  recognise(path: ImagePath, name: string): Promise<Recognised>;
}

/** `known` holds what was read of contents, for as many trees as have them. */
export function recogniser(tree: Filesystem, known: Map<Digest, Sums>): Recogniser {
  const identify = identifier(tree);
  const programs = new Map<string, Promise<Recognised>>();
  const read = async (path: ImagePath, digest: Digest | undefined): Promise<Sums> => {
    const found = digest === undefined ? undefined : known.get(digest);
    if (found !== undefined) return found;
    const sums = await sumsOf(tree, path);
    known.set(sums.sha256, sums);
    return sums;
  };
  const decide = async (path: ImagePath, sums: Sums, name: string): Promise<Recognised> => {
    const identity = await identify(sums);
    const load = identity && loadFor(identity, name);
    if (load !== undefined) return { kind: "program", program: await load() };
    const shebang = parseShebang(sums.head);
    if (shebang !== undefined) return { kind: "script", ...shebang };
    const machine = elfMachine(sums.head);
    if (machine === undefined) return { kind: "text" };
    return { kind: "unknown", why: await whyUnknown(tree, { path, name, machine, identity }) };
  };
  return {
    async recognise(path, name) {
      const sums = await read(path, tree.lstat(path)?.digest);
      const called = name.slice(name.lastIndexOf("/") + 1);
      const key = `${sums.sha256} ${called}`;
      const found = programs.get(key) ?? decide(path, sums, called);
      programs.set(key, found);
      return found;
    },
  };
}

function loadFor({ loads }: Identity, name: string): Load | undefined {
  if (typeof loads === "function") return loads;
  return Object.hasOwn(loads, name) ? loads[name] : undefined;
}

import type { Digest } from "../../oci/digest.ts";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { cleanPath } from "../../oci/filesystem/path.ts";
import type { Executed, Programs, Recognised } from "../kernel/programs.ts";
import { parseShebang } from "../kernel/shebang.ts";
import type { Load } from "./packages.ts";
import { elfMachine } from "./elf.ts";
import { identifier, type Identity } from "./identity.ts";
import { type Sums, sumsOf } from "./sums.ts";
import { whyUnknown } from "./unknown.ts";

/**
 * Recognises files by their content alone, through the package databases of a tree, which are read once.
 * `known` holds what was read of contents, for as many trees as have them.
 */
export function recogniser(tree: Filesystem, known: Map<Digest, Sums>): Programs {
  const identify = identifier(tree);
  const programs = new Map<string, Promise<Recognised>>();
  const read = async ({ digest, content }: Executed): Promise<Sums> => {
    const found = digest === undefined ? undefined : known.get(digest);
    if (found !== undefined) return found;
    const sums = await sumsOf(content());
    known.set(sums.sha256, sums);
    return sums;
  };
  const decide = async (at: string, sums: Sums, name: string): Promise<Recognised> => {
    const identity = await identify(sums);
    const load = identity && loadFor(identity, name);
    if (load !== undefined) return { kind: "program", program: await load() };
    const shebang = parseShebang(sums.head);
    if (shebang !== undefined) return { kind: "script", ...shebang };
    const machine = elfMachine(sums.head);
    if (machine === undefined) return { kind: "text" };
    return { kind: "unknown", why: await whyUnknown(tree, { path: cleanPath(at), name, machine, identity }) };
  };
  return {
    async recognise(file) {
      const sums = await read(file);
      const called = file.name.slice(file.name.lastIndexOf("/") + 1);
      const key = `${sums.sha256} ${called}`;
      const found = programs.get(key) ?? decide(file.path, sums, called);
      programs.set(key, found);
      return found;
    },
  };
}

function loadFor({ loads }: Identity, name: string): Load | undefined {
  if (typeof loads === "function") return loads;
  return Object.hasOwn(loads, name) ? loads[name] : loads[""];
}

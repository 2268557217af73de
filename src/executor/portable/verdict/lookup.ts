import { DjibError, type Location } from "../../../errors.ts";
import type { Filesystem, Stat } from "../../../oci/filesystem/filesystem.ts";
import type { ImagePath } from "../../../oci/filesystem/path.ts";
import { resolvePath } from "../../../oci/filesystem/resolve.ts";
import type { Unclear } from "../../executor.ts";

/** What a name leads to, as far as it can be told. */
export type Lookup =
  | { readonly kind: "file"; readonly path: ImagePath; readonly stat: Stat }
  /** A line before may make it, or make another thing of it. */
  | { readonly kind: "unclear"; readonly where: Location }
  | { readonly kind: "missing" };

/** Where names are looked up. */
export interface Surroundings {
  readonly tree: Filesystem;
  readonly unclear: readonly Unclear[];
  /** undefined where it is not known. */
  readonly cwd: string | undefined;
  /** Directories of PATH; undefined where it is not known. */
  readonly path: readonly string[] | undefined;
}

/** Finds a command as execvp(3) does. Latin1. */
export function findCommand(name: string, around: Surroundings): Lookup {
  if (name.includes("/")) return findFile(name, around);
  let unclear: Lookup | undefined;
  for (const directory of around.path ?? []) {
    const found = findFile(`${directory === "" ? "." : directory}/${name}`, around);
    if (found.kind === "file") return unclear ?? found;
    // Whatever RUNs make, they hardly put it before a program of the system.
    if (found.kind === "unclear" && isCopied(found, around)) unclear ??= found;
  }
  const [run] = around.unclear;
  return unclear ?? (run === undefined ? { kind: "missing" } : { kind: "unclear", where: run.where });
}

const isCopied = ({ where }: Extract<Lookup, { readonly kind: "unclear" }>, { unclear }: Surroundings): boolean =>
  unclear.some((one) => one.where === where && one.below !== "");

/** A file by its path. */
export function findFile(path: string, { tree, unclear, cwd }: Surroundings): Lookup {
  if (!path.startsWith("/") && cwd === undefined)
    return unclear[0] === undefined ? { kind: "missing" } : { kind: "unclear", where: unclear[0].where };
  const absolute = path.startsWith("/") ? path : `${cwd}/${path}`;
  const found = resolved(tree, absolute);
  const maker = unclear.find(
    (one) => covers(one, found.path) && (found.stat === undefined || mayReplace(one, absolute)),
  );
  if (maker !== undefined) return { kind: "unclear", where: maker.where };
  return found.stat?.type === "file" ? { kind: "file", path: found.path, stat: found.stat } : { kind: "missing" };
}

function resolved(tree: Filesystem, path: string): { readonly path: ImagePath; readonly stat: Stat | undefined } {
  try {
    return resolvePath(tree, path);
  } catch (error) {
    // Through a file, or in a circle: nothing is there.
    if (error instanceof DjibError) return { path: path.slice(1) as ImagePath, stat: undefined };
    throw error;
  }
}

const covers = ({ below }: Unclear, path: ImagePath): boolean =>
  below === "" || path === below || path.startsWith(`${below}/`);

/** A copy may replace whatever it covers; a RUN what it names behind a command that replaces files. */
const mayReplace = ({ below, text }: Unclear, path: string): boolean =>
  below !== "" ||
  text
    .split(/[;&|\n]/)
    .some((part) => /\b(ln|cp|mv|install|tee|dpkg-divert|update-alternatives)\b/.test(part) && names(part, path));

const names = (part: string, path: string): boolean => part.split(/\s+/).some((word) => word === path);

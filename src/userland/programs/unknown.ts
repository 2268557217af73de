import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { type ImagePath, showPath } from "../../oci/filesystem/path.ts";
import { apkFiles } from "../installed/apk-files.ts";
import { debianPackages } from "../installed/debian.ts";
import { ownerOf } from "../installed/dpkg-files.ts";
import type { Impossible } from "../kernel/program.ts";
import type { Identity } from "./identity.ts";

interface Unknown {
  readonly path: ImagePath;
  /** Last part of argv[0]. */
  readonly name: string;
  /** That its ELF header names. */
  readonly machine: string;
  /** A file of the catalogue, which has no program of this name. */
  readonly identity: Identity | undefined;
}

/** Says what a program is that is not emulated: of which package, or at least for which processor. */
export async function whyUnknown(tree: Filesystem, { path, name, machine, identity }: Unknown): Promise<Impossible> {
  const word = Buffer.from(name, "latin1").toString("utf8");
  if (identity !== undefined)
    return { word, reason: `is not a program of ${identity.package} that is emulated (${showPath(path)})` };
  const owner = (await debianOwner(tree, path)) ?? (await alpineOwner(tree, path));
  const what = owner === undefined ? `a program for ${machine} that no package database knows` : `from ${owner}`;
  return { word, reason: `is not emulated: ${showPath(path)} is ${what}` };
}

async function debianOwner(tree: Filesystem, path: ImagePath): Promise<string | undefined> {
  const name = await ownerOf(tree, namesOf(path));
  if (name === undefined) return undefined;
  const version = (await debianPackages(tree)).find((one) => one.name === name)?.version;
  return version === undefined ? `the package ${name}` : `the package ${name} ${version}`;
}

async function alpineOwner(tree: Filesystem, path: ImagePath): Promise<string | undefined> {
  const names = namesOf(path);
  const file = (await apkFiles(tree)).find((one) => names.includes(one.path));
  return file && `the package ${file.package} ${file.version}`;
}

/** Before and after the merge of /usr. Databases are read as UTF-8. */
function namesOf(path: ImagePath): readonly string[] {
  const text = showPath(path).slice(1);
  return /^usr\/(bin|sbin|lib[^/]*)\//.test(text) ? [text, text.slice(4)] : [text, `usr/${text}`];
}

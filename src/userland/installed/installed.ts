import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { alpinePackages } from "./alpine.ts";
import { debianPackages } from "./debian.ts";
import type { InstalledPackage } from "./package.ts";
import { pythonPackages } from "./python.ts";
import { readText } from "./read-text.ts";

/** What is installed in an image. */
export interface Installed {
  /** "debian-12", as os-release(5) says; undefined where it does not. */
  readonly distribution: string | undefined;
  /** ID of os-release. */
  readonly vendor: string | undefined;
  /** In an order that depends on nothing but them; each once. */
  readonly packages: readonly InstalledPackage[];
}

/** Reads what package managers left in a tree; nothing is executed, and no package is guessed from files. */
export async function installedPackages(fs: Filesystem): Promise<Installed> {
  const all = [...(await debianPackages(fs)), ...(await alpinePackages(fs)), ...(await pythonPackages(fs))];
  const unique = new Map(all.map((one) => [keyOf(one), one]));
  const packages = [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  const [id, version] = await release(fs);
  const distribution = id === undefined || version === undefined ? id : `${id}-${version}`;
  return { packages, vendor: id, distribution };
}

const keyOf = ({ type, name, version, architecture = "", database }: InstalledPackage): string =>
  [type, name, version, architecture, database].join("\0");

async function release(fs: Filesystem): Promise<readonly [string | undefined, string | undefined]> {
  const text = (await readText(fs, "etc/os-release")) ?? (await readText(fs, "usr/lib/os-release")) ?? "";
  const field = (name: string) => new RegExp(`^${name}=["']?([A-Za-z0-9._-]+)`, "m").exec(text)?.[1];
  return [field("ID"), field("VERSION_ID")];
}

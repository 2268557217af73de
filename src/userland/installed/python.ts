import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { nameOf, parentOf } from "../../oci/filesystem/path.ts";
import { walk } from "../../oci/filesystem/walk.ts";
import { type InstalledPackage, known } from "./package.ts";
import { readText } from "./read-text.ts";
import { parseStanza } from "./stanza.ts";

/** Nothing is installed in the kernel's file systems. */
const foreign: ReadonlySet<string> = new Set(["dev", "proc", "sys"]);

/**
 * Python distributions, wherever they lie: `*.dist-info/METADATA` (PyPA, "Recording installed
 * projects"), and setuptools' older `*.egg-info/PKG-INFO` or `*.egg-info` file.
 */
export async function pythonPackages(fs: Filesystem): Promise<readonly InstalledPackage[]> {
  const found: InstalledPackage[] = [];
  for (const [path, stat] of walk(fs, undefined, (directory) => !foreign.has(directory))) {
    if (stat.type !== "file" || !isMetadata(path)) continue;
    found.push(...packageOf((await readText(fs, path)) ?? "", path));
  }
  return found;
}

function isMetadata(path: Parameters<typeof nameOf>[0]): boolean {
  const name = nameOf(path);
  if (name === "METADATA") return nameOf(parentOf(path)).endsWith(".dist-info");
  if (name === "PKG-INFO") return nameOf(parentOf(path)).endsWith(".egg-info");
  return name.endsWith(".egg-info");
}

function packageOf(text: string, database: string): readonly InstalledPackage[] {
  const fields = parseStanza(text);
  const [name, version] = [fields.get("name"), fields.get("version")];
  if (!name || !version) return [];
  const author = fields.get("author") ?? "";
  const more = known({
    licence: fields.get("license-expression") ?? fields.get("license"),
    homepage: fields.get("home-page"),
    summary: fields.get("summary"),
    maintainer: fields.get("author-email")?.includes("<") ? fields.get("author-email") : author,
  });
  return [{ type: "pypi", name, version, ...more, database: Buffer.from(database, "latin1").toString("utf8") }];
}

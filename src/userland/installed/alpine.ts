import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { type InstalledPackage, known } from "./package.ts";
import { readText } from "./read-text.ts";

/** apk-tools 3 keeps it beneath /usr. */
const databases = ["lib/apk/db/installed", "usr/lib/apk/db/installed"];

/** Packages that apk's database says are installed (Alpine wiki, Apk spec: one letter a field). */
export async function alpinePackages(fs: Filesystem): Promise<readonly InstalledPackage[]> {
  const { text, database } = await apkDatabase(fs);
  return text.split(/\n\n+/).flatMap((stanza) => packageOf(stanza, database));
}

/** apk's database as text, and where it is; empty where there is none. */
export async function apkDatabase(fs: Filesystem): Promise<{ readonly text: string; readonly database: string }> {
  for (const database of databases) {
    const text = await readText(fs, database);
    if (text !== undefined) return { text, database };
  }
  return { text: "", database: databases[0]! };
}

function packageOf(stanza: string, database: string): readonly InstalledPackage[] {
  const fields = new Map<string, string>();
  for (const line of stanza.split("\n"))
    if (line[1] === ":" && !fields.has(line[0]!)) fields.set(line[0]!, line.slice(2).trim());
  const [name, version, origin] = [fields.get("P"), fields.get("V"), fields.get("o")];
  if (!name || !version) return [];
  const more = known({
    architecture: fields.get("A"),
    source: origin === name ? undefined : origin,
    licence: fields.get("L"),
    homepage: fields.get("U"),
    summary: fields.get("T"),
    maintainer: fields.get("m"),
  });
  return [{ type: "apk", name, version, ...more, database }];
}

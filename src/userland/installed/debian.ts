import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { type InstalledPackage, known } from "./package.ts";
import { namesIn, readText } from "./read-text.ts";
import { parseStanza } from "./stanza.ts";

const status = "var/lib/dpkg/status";
/** Images without dpkg have a file for each package here (distroless, Bazel's rules). */
const statusDirectory = "var/lib/dpkg/status.d";

/** Packages that dpkg's database says are installed (dpkg(1): the state is the last word of Status). */
export async function debianPackages(fs: Filesystem): Promise<readonly InstalledPackage[]> {
  const whole = (await readText(fs, status)) ?? "";
  const found = whole.split(/\n\n+/).flatMap((text) => packageOf(text, status));
  for (const name of namesIn(fs, statusDirectory)) {
    const path = `${statusDirectory}/${name}`;
    if (!name.endsWith(".md5sums")) found.push(...packageOf((await readText(fs, path)) ?? "", path));
  }
  return found;
}

function packageOf(text: string, database: string): readonly InstalledPackage[] {
  const fields = parseStanza(text);
  const [name, version, state] = [fields.get("package"), fields.get("version"), fields.get("status")];
  if (!name || !version || (state !== undefined && !state.endsWith(" installed"))) return [];
  // "glibc (2.36-9)" where the version differs.
  const source = fields.get("source")?.replace(/ \(.*/, "");
  const more = known({
    architecture: fields.get("architecture"),
    source: source === name ? undefined : source,
    homepage: fields.get("homepage"),
    summary: fields.get("description"),
    maintainer: fields.get("maintainer"),
  });
  return [{ type: "deb", name, version, ...more, database }];
}

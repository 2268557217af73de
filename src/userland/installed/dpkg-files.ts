import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { namesIn, readText } from "./read-text.ts";

const info = "var/lib/dpkg/info";
/** Where images without dpkg keep a package's checksums (distroless). */
const bare = "var/lib/dpkg/status.d";

/** A file that a package brought, with the MD5 of its content. */
export interface Recorded {
  readonly package: string;
  /** Without a leading "/", as the package has it: bin/ls or usr/bin/ls. */
  readonly path: string;
  /** Lower-case hex. */
  readonly md5: string;
}

/** What dpkg recorded of the files of packages that are installed (deb-md5sums(5)), those in `wanted` alone. */
export async function recordedFiles(fs: Filesystem, wanted: ReadonlySet<string>): Promise<readonly Recorded[]> {
  const found: Recorded[] = [];
  for (const directory of [info, bare])
    for (const file of namesIn(fs, directory)) {
      const name = packageOf(file, ".md5sums");
      if (name !== undefined && wanted.has(name)) found.push(...(await recordedIn(fs, `${directory}/${file}`, name)));
    }
  return found;
}

async function recordedIn(fs: Filesystem, at: string, name: string): Promise<readonly Recorded[]> {
  const text = (await readText(fs, at)) ?? "";
  return text.split("\n").flatMap((line) => {
    const [, md5, path] = /^([0-9a-f]{32}) [ *](?:\.?\/)?(.+)$/.exec(line) ?? [];
    return md5 === undefined || path === undefined ? [] : [{ package: name, path, md5 }];
  });
}

/** The package that one of `paths` (without a leading "/") belongs to, as dpkg -S finds it. */
export async function ownerOf(fs: Filesystem, paths: readonly string[]): Promise<string | undefined> {
  const wanted = new Set(paths.map((path) => `/${path}`));
  for (const file of namesIn(fs, info)) {
    const name = packageOf(file, ".list");
    if (name === undefined) continue;
    const lines = ((await readText(fs, `${info}/${file}`)) ?? "").split("\n");
    if (lines.some((line) => wanted.has(line))) return name;
  }
  for (const file of namesIn(fs, bare)) {
    const name = packageOf(file, ".md5sums");
    if (name === undefined) continue;
    if ((await recordedIn(fs, `${bare}/${file}`, name)).some(({ path }) => wanted.has(`/${path}`))) return name;
  }
  return undefined;
}

/** "libc6:amd64.list" is libc6's. */
const packageOf = (file: string, ending: string): string | undefined =>
  file.endsWith(ending) ? file.slice(0, -ending.length).replace(/:.*/, "") : undefined;

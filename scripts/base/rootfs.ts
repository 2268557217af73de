import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const suite = "bookworm";
const packages = "python3,python3-pip,python3-venv,ca-certificates,netbase,tzdata";
const leftOut = ["/usr/share/man/*", "/usr/share/doc/*", "/usr/share/info/*", "/usr/share/locale/*"];

/** Writes the root of the stand-in for python:3.11-slim as a tar, from Debian's packages. The same release gives the same bytes. */
export function writeRootfs(tar: string): void {
  const release = releaseDate();
  const options = [
    "--variant=minbase",
    "--quiet",
    `--include=${packages}`,
    "--skip=output/dev",
    ...leftOut.map((pattern) => `--dpkgopt=path-exclude=${pattern}`),
    "--dpkgopt=path-include=/usr/share/doc/*/copyright",
    `--customize-hook=${path.join(import.meta.dirname, "customize.sh")}`,
  ];
  const env = release === undefined ? process.env : { ...process.env, SOURCE_DATE_EPOCH: String(release / 1000) };
  execFileSync("mmdebstrap", [...options, suite, tar, ...mirror()], { env, stdio: ["ignore", "ignore", "inherit"] });
  appendEmptyDev(tar, release ?? 0);
}

/** mmdebstrap leaves out /dev with all that is in it; engines mount over the empty one. */
function appendEmptyDev(tar: string, time: number): void {
  const owner = ["--owner=0", "--group=0", "--numeric-owner", "--mode=0755", `--mtime=@${time / 1000}`];
  execFileSync("tar", ["--append", `--file=${tar}`, ...owner, "--no-recursion", "--directory=/", "./dev"]);
}

/** When Debian published the release that apt on this host knows, in milliseconds. */
export function releaseDate(): number | undefined {
  const [file] = filesIn("/var/lib/apt/lists", `_dists_${suite}_InRelease`);
  const date = file && /^Date: (.*)$/m.exec(readFileSync(file, "utf8"))?.[1];
  return date ? Date.parse(date) : undefined;
}

/** The mirror that apt on this host uses, where it says so for this suite; else mmdebstrap's own. */
function mirror(): string[] {
  for (const file of filesIn("/etc/apt/sources.list.d", ".sources")) {
    for (const stanza of readFileSync(file, "utf8").split(/\n\s*\n/)) {
      const uri = /^URIs:\s*(\S+)/m.exec(stanza)?.[1];
      if (uri && new RegExp(`^Suites:.*\\b${suite}(\\s|$)`, "m").test(stanza)) return [uri];
    }
  }
  return [];
}

function filesIn(folder: string, suffix: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return names.filter((name) => name.endsWith(suffix)).map((name) => path.join(folder, name));
}

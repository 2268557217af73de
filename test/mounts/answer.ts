import { execFileSync } from "node:child_process";

/** What is compared of a build: what each step of ours wrote, and the history. */
export interface Answer {
  /** One list for each layer: mode, owner, path and content; directories only where they are new or other than before. */
  readonly layers: readonly (readonly string[])[];
  readonly history: readonly string[];
}

/** Reads the image of an OCI archive, from LABEL begin=here on. */
export function answerOf(archive: string): Answer {
  const bytes = (name: string) => execFileSync("tar", ["-xOf", archive, name], { maxBuffer: 1 << 30 });
  const read = (name: string) => JSON.parse(bytes(name).toString("utf8"));
  const blob = (digest: string) => `blobs/${digest.replace(":", "/")}`;
  const manifest = read(blob(read("index.json").manifests[0].digest));
  const history: readonly Entry[] = read(blob(manifest.config.digest)).history;
  const begin = history.findLastIndex(({ created_by: by }) => by === "LABEL begin=here");
  const base = history.slice(0, begin).filter((entry) => entry.empty_layer !== true).length;
  const layers: readonly Buffer[] = manifest.layers.map(({ digest }: { digest: string }) => bytes(blob(digest)));
  const known = new Set(layers.slice(0, base).flatMap((layer) => listing(layer).map(({ line }) => line)));
  return {
    layers: layers.slice(base).map((layer) => contents(layer, known)),
    history: history.slice(begin + 1).map((entry) => entry.created_by),
  };
}

interface Entry {
  readonly created_by: string;
  readonly empty_layer?: boolean;
}

interface Listed {
  readonly line: string;
  readonly path: string;
}

const tar = (layer: Buffer, ...args: string[]) =>
  execFileSync("tar", ["--numeric-owner", ...args], { input: layer, maxBuffer: 1 << 30 });

/** `-rw-r--r-- 0/0 5 out`: the size of a directory is not its own, and times are compared elsewhere. */
const listing = (layer: Buffer): Listed[] =>
  tar(layer, "-tvzf", "-")
    .toString("latin1")
    .split("\n")
    .flatMap((line) => {
      const [, mode, owner, size, path] = /^(\S+) +(\S+) +(\S+) \S+ \S+ (.*)$/.exec(line) ?? [];
      const clean = path?.replace(/^\.\//, "").replace(/\/$/, "");
      return clean === undefined || clean === ""
        ? []
        : [{ path: clean, line: `${mode} ${owner} ${mode!.startsWith("d") ? "" : size} ${clean}` }];
    });

function contents(layer: Buffer, known: Set<string>): string[] {
  const lines: string[] = [];
  for (const { line, path } of listing(layer)) {
    const isKnown = known.has(line);
    known.add(line);
    if (line.startsWith("d") && isKnown) continue;
    lines.push(
      line.startsWith("-") ? `${line} ${JSON.stringify(tar(layer, "-xzOf", "-", path).toString("latin1"))}` : line,
    );
  }
  return lines.sort();
}

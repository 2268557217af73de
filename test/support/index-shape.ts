import { execFileSync } from "node:child_process";

export interface IndexCase {
  readonly dockerfile: string;
  /** Options of `buildctl build`, and attributes of its output. */
  readonly buildkit: { readonly opts: readonly string[]; readonly output: readonly string[] };
  readonly djib: readonly string[];
}

const dockerfile = "FROM scratch\nARG TARGETARCH\nCOPY <<TEXT /arch\n$TARGETARCH\nTEXT\n";
const both = "linux/amd64,linux/arm64";

/** What is built by both, to compare how indexes, annotations and attestations are written. */
export const indexCases: Readonly<Record<string, IndexCase>> = {
  "two platforms with annotations of every kind": {
    dockerfile,
    buildkit: {
      opts: [`platform=${both}`],
      output: [
        "annotation.one=1",
        "annotation-manifest[linux/arm64].two=2",
        "annotation-manifest-descriptor.three=3",
        "annotation-index.four=4",
        "annotation-index-descriptor.five=5",
      ],
    },
    djib: [
      ...["--platform", both, "--annotation", "one=1", "--annotation", "manifest[linux/arm64]:two=2"],
      ...["--annotation", "manifest-descriptor:three=3", "--annotation", "index:four=4"],
      ...["--annotation", "index-descriptor:five=5"],
    ],
  },
  "one platform with provenance, mode=min": {
    dockerfile,
    buildkit: { opts: ["platform=linux/amd64", "attest:provenance=mode=min", "build-arg:A=1"], output: [] },
    djib: ["--platform", "linux/amd64", "--provenance=mode=min", "--build-arg", "A=1"],
  },
  "two platforms with provenance, mode=max": {
    dockerfile: `${dockerfile}ARG A\nARG B\n`,
    buildkit: {
      opts: [`platform=${both}`, "attest:provenance=", "build-arg:A=1", "build-arg:B=2", "label:c=3"],
      output: [],
    },
    djib: [...["--platform", both, "--provenance=true", "--build-arg", "A=1", "--build-arg", "B=2", "--label", "c=3"]],
  },
};

type Json = Readonly<Record<string, unknown>>;
type Listed = Json & { readonly digest: string };

/** What stands in an OCI archive, without digests, sizes, times and what only BuildKit knows. */
export function indexShape(archive: string): object {
  const read = (name: string) => JSON.parse(execFileSync("tar", ["-xOf", archive, name], { encoding: "utf8" })) as Json;
  const blob = (digest: string) => read(`blobs/${digest.replace(":", "/")}`);
  const [entry] = read("index.json")["manifests"] as readonly Listed[];
  const index = blob(entry!.digest);
  const listed = index["manifests"] as readonly Listed[];
  const names = new Map(listed.map(({ digest }, i) => [digest, `manifest ${i}`]));
  const manifests = listed.map(({ digest }) => blob(digest));
  const statements = manifests.flatMap(({ layers }) =>
    (layers as readonly Listed[]).filter(({ mediaType }) => mediaType === "application/vnd.in-toto+json"),
  );
  const shown = { entry, index, manifests, statements: statements.map(({ digest }) => statementShape(blob(digest))) };
  return JSON.parse(
    JSON.stringify(shown, (key, value: unknown) => {
      if (unstable.has(key)) return undefined;
      return typeof value === "string" ? nameOf(value, names) : sorted(value);
    }),
  ) as object;
}

const unstable = new Set(["size", "org.opencontainers.image.created"]);

function nameOf(text: string, names: ReadonlyMap<string, string>): string {
  const digest = text.startsWith("sha256:") ? text : `sha256:${text}`;
  return names.get(digest) ?? (/^sha256:(?!44136fa3)/.test(text) ? "a digest" : text);
}

const sorted = (value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** Of the parameters and of completeness all, of the rest what djib tells too. */
function statementShape({ predicate, ...rest }: Json): Json {
  const { buildDefinition, runDetails } = predicate as Record<string, Record<string, Json>>;
  const { frontend, args, locals } = buildDefinition!["externalParameters"]!["request"] as Json;
  const { builderPlatform, targetPlatform } = buildDefinition!["internalParameters"] as Json;
  return {
    ...rest,
    buildType: buildDefinition!["buildType"],
    request: { frontend, args, locals },
    platforms: { builderPlatform, targetPlatform },
    completeness: runDetails!["metadata"]!["buildkit_completeness"],
  };
}

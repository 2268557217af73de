import { readFileSync } from "node:fs";

type Json = Readonly<Record<string, unknown>>;

interface Statement {
  readonly predicate: {
    readonly buildDefinition: {
      readonly externalParameters: { readonly configSource: Json; readonly request: Json };
      readonly resolvedDependencies?: readonly { readonly uri: string; readonly digest: Json }[];
    };
    readonly runDetails: { readonly metadata: Json };
  };
}

/** What a provenance.json tells of where things came from; digests of images, whose bytes vary, are left out. */
export function materialsShape(file: string, plain: (text: string) => string): object {
  const { buildDefinition, runDetails } = (JSON.parse(plain(readFileSync(file, "utf8"))) as Statement).predicate;
  const { configSource, request } = buildDefinition.externalParameters;
  const { buildkit_completeness, buildkit_hermetic = false } = runDetails.metadata;
  return {
    configSource,
    args: request["args"] ?? {},
    locals: request["locals"] ?? [],
    materials: (buildDefinition.resolvedDependencies ?? []).map(({ uri, digest }) =>
      uri.startsWith("pkg:") ? { uri: uri.replace(/sha256:[0-9a-f]+|sha256%3A[0-9a-f]+/, "DIGEST") } : { uri, digest },
    ),
    completeness: buildkit_completeness,
    hermetic: buildkit_hermetic,
  };
}

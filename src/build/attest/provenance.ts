import { isSecretName } from "../../dockerfile/secret-name.ts";
import { hexOf } from "../../oci/digest.ts";
import type { JsonObject } from "../../oci/image/json.ts";
import { formatPlatform } from "../../oci/platform.ts";
import { redactUrls } from "../../redact.ts";
import type { BuildRequest } from "../request.ts";
import type { BuildPlan, RunPlan } from "../plan/plan.ts";
import type { Material } from "./materials.ts";
import { imageUrl } from "./package-url.ts";
import type { ProvenanceRequest } from "./request.ts";

export const provenanceType = "https://slsa.dev/provenance/v1";

/** The parameters have the meaning that BuildKit's definitions give them; there are no LLB definitions. */
const buildType = "https://github.com/moby/buildkit/blob/master/docs/attestations/slsa-definitions.md";

export interface Circumstances {
  readonly plan: BuildPlan;
  readonly request: BuildRequest;
  readonly materials: readonly Material[];
  /** What executed RUN, and how: "linux/oci/rootless"; undefined where nothing was executed. */
  readonly executor: string | undefined;
  /** Of the work tree around the context. */
  readonly vcs: { readonly source?: string; readonly revision?: string };
  readonly tool: { readonly name: string; readonly version: string };
}

/**
 * How an image was built, as SLSA 1.0 provenance of BuildKit's shape (docs/attestations/slsa-definitions.md),
 * without what would differ each time or tell of the machine: no times, no number of the run, no host's
 * names. Values of arguments that are named like secrets are masked, addresses lose their users.
 */
export function provenance(wish: ProvenanceRequest, about: Circumstances): JsonObject {
  const { plan, request, tool, vcs } = about;
  const runs = plan.stages.flatMap(({ steps }) => steps.flatMap((step) => (step.verb === "run" ? [step] : [])));
  const isMax = wish.mode === "max";
  const hidden = !isMax && request.buildArgs.size + request.labels.size > 0;
  return {
    buildDefinition: {
      buildType,
      externalParameters: {
        configSource: { path: fileName(request) },
        request: { frontend: "dockerfile.v0", ...parameters(request, runs, isMax), locals },
      },
      internalParameters: {
        builderPlatform: formatPlatform(request.buildPlatform),
        targetPlatform: formatPlatform(plan.platform),
        ...(about.executor === undefined ? {} : { executor: about.executor }),
      },
      resolvedDependencies: about.materials.map(({ reference, platform, digest }) => ({
        uri: imageUrl(reference, platform),
        digest: { sha256: hexOf(digest) },
      })),
    },
    runDetails: {
      builder: { id: wish.builderId, version: { [tool.name]: tool.version } },
      metadata: {
        buildkit_completeness: { request: !hidden, resolvedDependencies: false },
        ...(wish.reproducible ? { buildkit_reproducible: true } : {}),
        buildkit_metadata: { ...(isEmpty(vcs) ? {} : { vcs }), ...(isMax ? { source: source(request) } : {}) },
      },
    },
  };
}

const locals = [{ name: "context" }, { name: "dockerfile" }];
const isEmpty = (value: object): boolean => Object.keys(value).length === 0;

/** The file's own name: where it lies is the machine's business. */
const fileName = ({ context, dockerfile }: BuildRequest): string =>
  context.kind === "directory" && context.dockerfile === undefined
    ? "Dockerfile"
    : dockerfile.name.replace(/^.*[\\/]/, "");

/** What was asked for, under BuildKit's names. */
function parameters({ buildArgs, labels, target, network }: BuildRequest, runs: readonly RunPlan[], isMax: boolean) {
  const given = [
    ...[...buildArgs].map(([name, value]) => [`build-arg:${name}`, shown(name, value)] as const),
    ...[...labels].map(([name, value]) => [`label:${name}`, shown(name, value)] as const),
  ];
  const args = Object.fromEntries([
    ...(isMax ? given : []),
    ...(target === undefined ? [] : [["target", target] as const]),
    ...(network === "default" ? [] : [["force-network-mode", network] as const]),
  ]);
  return { ...(isEmpty(args) ? {} : { args }), ...(isMax ? asked(runs) : {}) };
}

const shown = (name: string, value: string): string => (isSecretName(name) ? "xxxxx" : redactUrls(value));

/** Names of secrets and agents that RUNs ask for; never what is in them. */
function asked(runs: readonly RunPlan[]) {
  const mounts = runs.flatMap((run) => run.mounts);
  const secrets = [...mounts.filter(({ type }) => type === "secret"), ...runs.flatMap((run) => run.secretEnv)];
  const named = { secrets: ids(secrets), ssh: ids(mounts.filter(({ type }) => type === "ssh")) };
  return Object.fromEntries(Object.entries(named).filter(([, list]) => list.length > 0));
}

/** Each once, in order; one that any RUN cannot do without is not optional. */
function ids(wanted: readonly object[]): readonly { readonly id: string; readonly optional?: true }[] {
  const required = new Map<string, boolean>();
  for (const one of wanted)
    if ("id" in one && typeof one.id === "string")
      required.set(one.id, required.get(one.id) === true || ("required" in one && one.required === true));
  return [...required].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, is]) => (is ? { id } : { id, optional: true }));
}

function source(request: BuildRequest) {
  const data = Buffer.from(redactUrls(request.dockerfile.text)).toString("base64");
  return { infos: [{ filename: fileName(request), language: "Dockerfile", data }] };
}

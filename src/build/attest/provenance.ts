import { isSecretName } from "../../dockerfile/secret-name.ts";
import type { JsonObject } from "../../oci/image/json.ts";
import { formatPlatform } from "../../oci/platform.ts";
import { familiarName } from "../../oci/reference.ts";
import { redactUrls } from "../../redact.ts";
import type { BuildRequest } from "../request.ts";
import type { NamedContext } from "../plan/named-contexts.ts";
import type { BuildPlan, RunPlan } from "../plan/plan.ts";
import { type Material, materialOf } from "./materials.ts";
import { sourcesOf } from "./origins.ts";
import type { ProvenanceRequest } from "./request.ts";

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
  const locals = localsOf(plan, request);
  const isComplete = locals.length === 0;
  const hidden = !isMax && request.buildArgs.size + request.labels.size > 0;
  return {
    buildDefinition: {
      buildType,
      externalParameters: {
        configSource: configSource(request),
        request: { frontend: "dockerfile.v0", ...parameters(request, runs, isMax), ...inputs(locals) },
      },
      internalParameters: {
        builderPlatform: formatPlatform(request.buildPlatform),
        targetPlatform: formatPlatform(plan.platform),
        ...(about.executor === undefined ? {} : { executor: about.executor }),
      },
      resolvedDependencies: about.materials,
    },
    runDetails: {
      builder: { id: wish.builderId, version: { [tool.name]: tool.version } },
      metadata: {
        buildkit_completeness: { request: !hidden, resolvedDependencies: isComplete },
        ...(isComplete && runs.every((run) => run.network === "none") ? { buildkit_hermetic: true } : {}),
        ...(wish.reproducible ? { buildkit_reproducible: true } : {}),
        buildkit_metadata: { ...(isEmpty(vcs) ? {} : { vcs }), ...(isMax ? { source: source(request) } : {}) },
      },
    },
  };
}

/** Directories and archives of this machine, which say nothing of themselves but their names. */
function localsOf({ stages }: BuildPlan, { context, contexts, dockerfileOrigin }: BuildRequest): readonly string[] {
  const steps = stages.flatMap((stage) => stage.steps);
  const used = steps.flatMap(sourcesOf).flatMap((from) => (from.kind === "context" ? (from.name ?? []) : []));
  const own = context.kind === "tree" && context.origin !== undefined ? [] : ["context"];
  const file = own.length === 0 || dockerfileOrigin !== undefined ? [] : ["dockerfile"];
  const named = used.filter((name) => contexts?.get(name)?.kind === "directory");
  return [...new Set([...own, ...file, ...named])].sort();
}

const inputs = (locals: readonly string[]) => (locals.length === 0 ? {} : { locals: locals.map((name) => ({ name })) });

const isEmpty = (value: object): boolean => Object.keys(value).length === 0;

/** Where the Dockerfile came from: with the context, or by itself (predicate.go, findMaterial). */
function configSource(request: BuildRequest): JsonObject {
  const { context, dockerfileOrigin } = request;
  const origin = dockerfileOrigin ?? (context.kind === "tree" ? context.origin : undefined);
  const path = fileName(request);
  if (origin === undefined) return { path };
  const { uri, digest } = materialOf(origin);
  if (origin.kind === "file" || origin.subdir === "") return { uri, digest, path };
  return { uri: `${uri}${origin.ref === "" ? "#" : ""}:${origin.subdir}`, digest, path };
}

/** As it was given, but for what is only this machine's: where a directory or layout lies. */
function placeOf(name: string, context: NamedContext): string {
  if (context.kind === "address") return redactUrls(context.url);
  if (context.kind === "directory") return `local:${name}`;
  if (context.kind === "scratch") return "docker-image://scratch";
  const scheme = context.layout === undefined ? "docker-image" : "oci-layout";
  return `${scheme}://${familiarName(context.reference)}`;
}

/** The file's own name: where it lies is the machine's business. */
const fileName = ({ context, dockerfile }: BuildRequest): string =>
  context.kind === "directory" && context.dockerfile === undefined
    ? "Dockerfile"
    : dockerfile.name.replace(/^.*[\\/]/, "");

/** What was asked for, under BuildKit's names. */
function parameters(request: BuildRequest, runs: readonly RunPlan[], isMax: boolean) {
  const { buildArgs, contexts = new Map<string, NamedContext>(), labels, target, network } = request;
  const given = [
    ...[...buildArgs].map(([name, value]) => [`build-arg:${name}`, shown(name, value)] as const),
    ...[...labels].map(([name, value]) => [`label:${name}`, shown(name, value)] as const),
  ];
  const args = Object.fromEntries([
    ...(isMax ? given : []),
    ...[...contexts].map(([name, context]) => [`context:${name}`, placeOf(name, context)] as const),
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

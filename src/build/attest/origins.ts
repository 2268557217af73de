import type { Origin } from "../../context/context.ts";
import type { Ctx } from "../../ctx.ts";
import type { Remotes } from "../../sources/remotes.ts";
import type { BuildPlan, CopySource, RemoteSource, Step } from "../plan/plan.ts";
import { namedContextAt } from "../remote-context.ts";
import type { BuildRequest } from "../request.ts";

/**
 * What a plan's image is made of that web servers and git repositories gave: the context, the Dockerfile,
 * the named contexts that are used and what ADD fetches. `remotes` are the build's, which know it all by then.
 */
export async function originsOf(
  { stages }: BuildPlan,
  { context, contexts, dockerfileOrigin }: BuildRequest,
  remotes: Remotes,
  ctx: Ctx,
): Promise<readonly Origin[]> {
  const steps = stages.flatMap((stage) => stage.steps);
  const named = steps.flatMap(sourcesOf).map((from) => (from.kind === "context" ? contextNamed(from.name) : undefined));
  function contextNamed(name: string | undefined): string | undefined {
    const found = name === undefined ? undefined : contexts?.get(name);
    return found?.kind === "address" ? found.url : undefined;
  }
  const opened = [...new Set(named)].map((url) => (url === undefined ? undefined : namedContextAt(url, remotes, ctx)));
  const added = steps.flatMap(remotesOf).map((remote) => originOf(remote, remotes, ctx));
  const own = [context.kind === "tree" ? context.origin : undefined, dockerfileOrigin];
  const all = [...own, ...(await Promise.all(opened)).map((spec) => spec?.origin), ...(await Promise.all(added))];
  return all.filter((origin) => origin !== undefined);
}

/** Where a step takes files from, those that are mounted included. */
export function sourcesOf(step: Step): readonly CopySource[] {
  if (step.verb === "workdir") return [];
  if (step.verb !== "run") return [step.from];
  return step.mounts.flatMap((mount) => (mount.type === "bind" || mount.type === "cache" ? [mount.from] : []));
}

const remotesOf = (step: Step): readonly RemoteSource[] =>
  step.verb === "add" ? step.sources.flatMap(({ remote }) => remote ?? []) : [];

async function originOf(remote: RemoteSource, remotes: Remotes, ctx: Ctx): Promise<Origin> {
  if (remote.kind === "file") {
    const { digest } = await remotes.file(remote.url, remote.checksum, ctx);
    return { kind: "file", url: remote.url, digest };
  }
  const { reference } = remote;
  const { commit } = await remotes.repository(reference, ctx);
  return { kind: "git", remote: reference.remote, ref: reference.ref, subdir: reference.subdir, commit };
}

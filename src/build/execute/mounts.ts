import type { Mount, RunStep } from "../../executor/executor.ts";
import type { Platform } from "../../oci/platform.ts";
import type { MountPlan } from "../plan/mount.ts";
import type { RunPlan } from "../plan/plan.ts";
import { emptyTree } from "../steps/inline.ts";
import { agentOf, secretOf, secretText } from "./given.ts";
import { type OpenedSource, openedSource } from "./mount-sources.ts";
import type { World } from "./world.ts";

/** The mounts of a RUN: what its key says of them, and what the executor is given. */
export interface Mounts {
  /**
   * For the key, cheapest first: what sources are made of, where that is known without their trees, then
   * the content of what is mounted. Never a secret's value; nor which cache it is, as in BuildKit
   * (ExecOp.CacheMap), since a result must not depend on that.
   */
  readonly keys: readonly (() => Promise<unknown>)[];
  open(): Promise<Pick<RunStep, "mounts" | "secretEnv">>;
}

export function mountsOf({ mounts, secretEnv }: RunPlan, platform: Platform, world: World): Mounts {
  if (mounts.length === 0 && secretEnv.length === 0)
    return { keys: [async () => undefined], open: async () => ({ mounts: [], secretEnv: [] }) };
  const opened = mounts.map((plan) => ({
    plan,
    source: plan.type === "bind" || plan.type === "cache" ? openedSource(plan, platform, world) : undefined,
  }));
  const variables = secretEnv.map(({ id, name, required }) => ({ id, name, required }));
  const keyed = (tell: (source: OpenedSource) => Promise<unknown>) => async () => ({
    mounts: await Promise.all(
      opened.map(async ({ plan, source }) => ({ ...keyOf(plan), source: source && (await tell(source)) })),
    ),
    variables,
  });
  const byContent = keyed((source) => source.digest());
  const byIdentity = keyed(async (source) => (await source.identity()) ?? source.digest());
  const hasParts = mounts.some((plan) => "from" in plan && (plan.from.kind === "stage" || plan.from.kind === "image"));
  return {
    keys: hasParts ? [byIdentity, byContent] : [byContent],
    open: async () => ({
      mounts: (await Promise.all(opened.map(({ plan, source }) => given(plan, source, platform, world)))).flat(),
      secretEnv: await Promise.all(
        secretEnv.map(async (plan) => ({ name: plan.name, value: await secretText(plan, world) })),
      ),
    }),
  };
}

/** All that could change a result, but the files. */
function keyOf(plan: MountPlan): object {
  const { where: _, ...rest } = plan;
  if (rest.type === "bind") return { ...rest, from: undefined, source: undefined };
  if (rest.type === "cache") return { ...rest, from: undefined, source: undefined, id: undefined, sharing: undefined };
  return rest;
}

/** None for a secret or agent that is neither there nor required. */
async function given(
  plan: MountPlan,
  source: OpenedSource | undefined,
  platform: Platform,
  world: World,
): Promise<readonly Mount[]> {
  switch (plan.type) {
    case "tmpfs":
      return [plan];
    case "secret": {
      const content = await secretOf(plan, world);
      return content === undefined ? [] : [{ ...plan, content }];
    }
    case "ssh": {
      const agent = agentOf(plan, world);
      return agent === undefined ? [] : [{ ...plan, agent }];
    }
    case "bind": {
      const empty = {
        snapshot: { platform, diffIds: [], tree: async () => emptyTree },
        path: "",
        type: "directory",
      } as const;
      return [{ ...plan, source: (await source?.open()) ?? empty }];
    }
    case "cache": {
      const id = JSON.stringify([plan.id, plan.owner, await source?.digest()]);
      return [
        {
          ...plan,
          id,
          base: await source?.open(),
          path: source === undefined ? plan.source : "",
          owner: plan.owner ?? { mode: 0o755, uid: 0, gid: 0 },
          renew: isNewEachTime(plan, world) && !world.renewed.has(id) && world.renewed.add(id).has(id),
        },
      ];
    }
  }
}

/**
 * With --no-cache what a cache stands on is made anew, so the cache begins anew, once in a build
 * (BuildKit: testCacheMountModeNoCache). One that stands on nothing stays.
 */
const isNewEachTime = ({ owner, from }: Extract<MountPlan, { type: "cache" }>, { noCache }: World): boolean =>
  noCache && (owner !== undefined || from.kind === "stage");

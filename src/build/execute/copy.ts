import type { CopyPlan, Step } from "../plan/plan.ts";
import { planAdd } from "../steps/add.ts";
import { planCopy } from "../steps/copy.ts";
import { sourcesDigest } from "../steps/digest.ts";
import { emptyTree, inlineTree } from "../steps/inline.ts";
import { findSelected } from "../steps/selected-sources.ts";
import type { FoundSource } from "../steps/sources.ts";
import { stampTimes } from "../times/times.ts";
import { imagePath, root } from "../../oci/filesystem/path.ts";
import { type Chain, identityOf } from "./chain.ts";
import type { Job } from "./job.ts";
import { stepKey } from "./keys.ts";
import { identityOfSource, openSource } from "./origins.ts";
import { once } from "../once.ts";
import { findRemote } from "./remote.ts";
import { startOf, treeOf, type World } from "./world.ts";

/**
 * COPY and ADD of files: from tree to tree, no disk between. A copy from a stage or image is first
 * looked up by what the whole source is made of, which needs no tree, then by the content of what
 * is really copied, so that a change elsewhere in the source does not matter.
 */
export async function copyJob(step: CopyPlan, chain: Chain, world: World): Promise<Job> {
  const from = await identityOfSource(step.from, world);
  const now = startOf(world);
  const found = once(async () => findAll(step, world, now));
  const fields = {
    verb: step.verb,
    inline: step.inline,
    destination: step.destination,
    chown: step.chown,
    chmod: step.chmod,
    unpack: step.unpack,
    link: step.link,
    parents: step.parents ? true : undefined,
    exclude: step.exclude.length === 0 ? undefined : step.exclude.map(({ text }) => text),
    times: world.times,
    on: isAlone(step) ? undefined : identityOf(chain),
  };
  const written = step.sources.map(({ text }) => text);
  // What was found tells all, but for directories that only --parents and --exclude ask for.
  const sources = step.parents || step.exclude.length > 0 ? written : undefined;
  const byContent = async () => {
    const all = await found();
    return stepKey({ ...fields, sources, content: sourcesDigest(all), downloads: downloadsIn(all, world) });
  };
  return {
    keys: from === undefined ? [byContent] : [() => stepKey({ ...fields, sources: written, from }), byContent],
    async perform() {
      const to = isAlone(step) ? emptyTree : await treeOf(chain, world);
      const { chown, chmod, destination, link, where } = step;
      const sources = await found();
      const keepTimes = world.times === "keep";
      const request = { sources, to, destination, chown, chmod, link, now, keepTimes, where };
      const planned = await (sources.some(({ asItIs }) => !asItIs)
        ? planAdd(request, () => world.store.scratch())
        : planCopy(request));
      for (const message of planned.warnings)
        world.ctx.emit({ type: "warning", code: "copy/unknown-owner", message, where });
      const writtenSince = step.from.kind === "context" ? -Infinity : now;
      return stampTimes(planned.changes, world.times, { writtenSince, base: to });
    },
  };
}

/** --link: the same layer whatever is below (BuildKit: dispatchCopy, which merges it with that). */
export const isAlone = (step: Step): boolean =>
  (step.verb === "copy" || step.verb === "add") && step.link && step.chmod === undefined;

/** What a download differs in from a file of the context: whether it is unpacked, and a time, where times are kept. */
function downloadsIn(sources: readonly FoundSource[], { times }: World): readonly unknown[] | undefined {
  if (!sources.some(({ isDownload }) => isDownload)) return undefined;
  return sources.map(({ isDownload, asItIs, stat }) => [asItIs, isDownload && times === "keep" ? stat.mtime : 0]);
}

/**
 * Files that are written in the Dockerfile come after the named sources, as BuildKit copies them.
 * `now` is their time, in seconds.
 */
async function findAll(step: CopyPlan, world: World, now: number): Promise<readonly FoundSource[]> {
  const origin = once(() => openSource(step.from, world));
  const unpacks = step.unpack ?? step.verb === "add";
  const finding = step.sources.map(async ({ remote, ...source }) => {
    if (remote !== undefined) return findRemote(remote, source.where, { step, world, now });
    return findSelected(await origin(), source, step).map((found) => ({ ...found, asItIs: !unpacks }));
  });
  // What is being fetched has ended before the step fails.
  await Promise.allSettled(finding);
  const named = await Promise.all(finding);
  const inline = step.inline.map(({ name, content }) => {
    const tree = inlineTree(name, content, now);
    const at = imagePath(name);
    return { tree, at, stat: tree.lstat(at) ?? tree.lstat(root)!, name: at, where: step.where, asItIs: true };
  });
  return [...named.flat(), ...inline];
}

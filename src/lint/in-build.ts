import type { BuildPlan } from "../build/plan/plan.ts";
import type { Survey } from "../build/plan/survey.ts";
import type { ContextSpec } from "../context/context.ts";
import type { Ctx } from "../ctx.ts";
import type { Filesystem } from "../oci/filesystem/filesystem.ts";
import type { Store } from "../oci/store/store.ts";
import { baseTree } from "./base-tree.ts";
import { fileOptions } from "./check-options.ts";
import { missingPaths } from "./copied-paths.ts";
import { dockerRules } from "./docker/rules.ts";
import { problem } from "./errors.ts";
import { ignoredFlag } from "./ignored-flag.ts";
import { lint } from "./lint.ts";
import { type Look, placesOf, subjectOf } from "./subject.ts";

/**
 * What a build tells of its Dockerfile: docker's rules, over the stages that it needs. Throws
 * `lint/bad-option`, and `lint/violation` where the file says `error=true`.
 */
export async function lintBuild(
  survey: Survey,
  { context, image }: { readonly context: ContextSpec } & Pick<Look, "image">,
  ctx: Ctx,
): Promise<void> {
  const options = fileOptions(survey.file, survey.request.buildArgs.get("BUILDKIT_DOCKERFILE_CHECK"));
  const nothing = async () => undefined;
  const subject = subjectOf(survey, { ...placesOf(context), context: nothing, tree: nothing, image });
  const findings = await lint(subject, [...dockerRules, ignoredFlag], options);
  for (const { rule, message, where } of findings) ctx.emit({ type: "warning", code: rule.name, message, where });
  const violated = [...new Set(findings.filter(({ rule }) => rule.source === "docker").map(({ rule }) => rule.name))];
  if (!options.error || violated.length === 0 || survey.error !== undefined) return;
  throw problem("lint/violation", `lint violation found for rules: ${violated.join(", ")}`, {
    help: "mend what the warnings above say, or take error=true out of the # check= line",
  });
}

/**
 * Tells of paths that a stage copies from another one which never makes them, before anything is built. Throws
 * `copy/no-such-path` where that is certain; layers of base images are fetched where they must be.
 */
export async function reviewCopies(
  plan: BuildPlan,
  { context, store }: { readonly store: Store; context(): Promise<Filesystem> },
  ctx: Ctx,
): Promise<void> {
  const tree = (image: Parameters<typeof baseTree>[0]) => baseTree(image, store, ctx);
  for await (const { message, where, help, also, severity } of missingPaths(plan, { context, tree })) {
    if (severity === "error") throw problem("copy/no-such-path", message, { where, also, help });
    ctx.emit({ type: "warning", code: "copy/no-such-path", message, where, ...(help === undefined ? {} : { help }) });
  }
}

import type { Survey } from "../build/plan/survey.ts";
import type { ContextSpec } from "../context/context.ts";
import type { Ctx } from "../ctx.ts";
import { fileOptions } from "./check-options.ts";
import { dockerRules } from "./docker/rules.ts";
import { problem } from "./errors.ts";
import { ignoredFlag } from "./ignored-flag.ts";
import { lint } from "./lint.ts";
import { placesOf, subjectOf } from "./subject.ts";

/**
 * What a build tells of its Dockerfile: docker's rules, over the stages that it needs. Throws
 * `lint/bad-option`, and `lint/violation` where the file says `error=true`.
 */
export async function lintBuild(
  survey: Survey,
  { context }: { readonly context: ContextSpec },
  ctx: Ctx,
): Promise<void> {
  const options = fileOptions(survey.file, survey.request.buildArgs.get("BUILDKIT_DOCKERFILE_CHECK"));
  const nothing = async () => undefined;
  const subject = subjectOf(survey, { ...placesOf(context), context: nothing, tree: nothing });
  const findings = await lint(subject, [...dockerRules, ignoredFlag], options);
  for (const { rule, message, where } of findings) ctx.emit({ type: "warning", code: rule.name, message, where });
  const violated = [...new Set(findings.filter(({ rule }) => rule.source === "docker").map(({ rule }) => rule.name))];
  if (!options.error || violated.length === 0 || survey.error !== undefined) return;
  throw problem("lint/violation", `lint violation found for rules: ${violated.join(", ")}`, {
    help: "mend what the warnings above say, or take error=true out of the # check= line",
  });
}

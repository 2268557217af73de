import type { BuildPlan } from "./plan/plan.ts";
import { problem } from "./errors.ts";
import { baseTime } from "./times/stamp.ts";

/** SOURCE_DATE_EPOCH as whole seconds; undefined where it is not given. */
export function sourceDateEpoch(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  if (/^\d{1,11}$/.test(text)) return Number(text);
  throw problem(
    "build/bad-epoch",
    `SOURCE_DATE_EPOCH is ${JSON.stringify(text.slice(0, 40))}, not a number of seconds`,
    {
      help: "for example SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)",
    },
  );
}

/**
 * When the image says it was made, without asking the clock: SOURCE_DATE_EPOCH, else the commit's
 * time, else the time of the base image, else 1980-01-02.
 */
export function createdTime(epoch: number | undefined, commit: Date | undefined, plan: BuildPlan): string {
  const base = plan.stages.flatMap((stage) => (stage.base.kind === "image" ? [stage.base.image.config.created] : []));
  const parsed = base.map((text) => Date.parse(text ?? "")).filter((time) => Number.isFinite(time));
  const fallback = parsed.length === 0 ? baseTime * 1000 : Math.max(...parsed);
  const time = epoch === undefined ? (commit?.getTime() ?? fallback) : epoch * 1000;
  return new Date(Math.floor(time / 1000) * 1000).toISOString().replace(".000Z", "Z");
}

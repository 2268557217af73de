import type { Assessment, RunVerdict } from "../../build/preflight/verdicts.ts";
import { canDo } from "../../build/preflight/verdicts.ts";
import type { Forecast } from "../forecast.ts";
import type { Verdict } from "../../executor/executor.ts";
import { harmless, type Paint, type Style } from "./style.ts";

const colors: Readonly<Record<Verdict["answer"], Style>> = { yes: "green", no: "red", unknown: "yellow" };

/** What is said of one RUN by one executor; of one that does not work here what its probe said. */
function answerOf(
  { capability, executor }: Assessment,
  verdict: Verdict | undefined,
): { answer: Verdict["answer"]; why: string } {
  if (!capability.works)
    return {
      answer: "no",
      why: capability.tried.map(({ what, said }) => (what === executor.name ? said : `${what}: ${said}`)).join("; "),
    };
  if (verdict === undefined || verdict.answer === "yes") return { answer: "yes", why: "" };
  const { answer, word, reason, where, help } = verdict;
  const place = where === undefined ? "" : `${answer === "unknown" ? "until " : ""}line ${where.line}: `;
  const advice = help === undefined ? "" : ` (${help})`;
  return { answer, why: `${place}${word === undefined ? "" : `${word} `}${reason}${advice}` };
}

/** Each RUN with a line for each executor, then which one `auto` takes. */
export function renderExecutors(all: readonly Assessment[], chosen: Assessment | undefined, paint: Paint): string {
  const width = Math.max(...all.map(({ executor }) => executor.name.length));
  const blocks = runsOf(all).map(({ run, stage }) => {
    const lines = all.map((one) => {
      const { answer, why } = answerOf(one, verdictOf(one, run));
      return `  ${one.executor.name.padEnd(width)}  ${paint(colors[answer], answer.padEnd(7))}  ${harmless(why)}`.trimEnd();
    });
    return `${paint("bold", `${stage.name}:${run.where.line}`)}  ${harmless(run.title)}\n${lines.join("\n")}\n`;
  });
  const end =
    blocks.length === 0
      ? "no RUN, no executor\n"
      : `auto: ${chosen === undefined ? "no executor can do all of it" : describe(chosen)}\n`;
  return `${blocks.join("")}${end}`;
}

/** One line for each executor: whether it can do all RUNs, or the first that it cannot. */
export const summaryOfExecutors = ({ all }: Forecast): string =>
  all
    .map((one) => {
      const answers = one.capability.works ? one.verdicts.map(({ verdict }) => answerOf(one, verdict)) : [];
      const decisive =
        answers.find(({ answer }) => answer === "no") ??
        answers.find(({ answer }) => answer === "unknown") ??
        answerOf(one, undefined);
      return `RUN by ${one.executor.name}: ${decisive.answer}${decisive.why && `, ${harmless(decisive.why)}`}\n`;
    })
    .join("");

const describe = ({ executor, capability }: Assessment): string =>
  capability.works ? `${executor.name} (${capability.describe})` : executor.name;

/** The same as data; docs/events.md documents it. */
export const executorsAsData = (all: readonly Assessment[], chosen: Assessment | undefined): object => ({
  auto: chosen?.executor.name ?? null,
  executors: all.map((one) => ({
    name: one.executor.name,
    works: one.capability.works,
    ...(one.capability.works ? { describe: one.capability.describe } : { tried: one.capability.tried }),
    can: canDo(one),
  })),
  runs: runsOf(all).map(({ run, stage }) => ({
    stage: stage.name,
    line: run.where.line,
    title: run.title,
    verdicts: Object.fromEntries(all.map((one) => [one.executor.name, verdictAsData(one, verdictOf(one, run))])),
  })),
});

function verdictAsData(one: Assessment, verdict: Verdict | undefined): object {
  if (verdict === undefined || verdict.answer === "yes") {
    const { answer, why } = answerOf(one, verdict);
    return answer === "yes" ? { answer } : { answer, reason: why };
  }
  const { answer, word, reason, where, help } = verdict;
  return { answer, word, line: where?.line, column: where?.column, reason, fix: help };
}

/** Each once, also where several platforms have it in common. */
function runsOf(all: readonly Assessment[]): readonly Pick<RunVerdict, "run" | "stage">[] {
  const [most = []] = all.map(({ verdicts }) => verdicts).toSorted((a, b) => b.length - a.length);
  return [...new Map(most.map((one) => [`${one.stage.label} ${one.run.where.line}`, one])).values()];
}

const verdictOf = ({ verdicts }: Assessment, run: RunVerdict["run"]): Verdict | undefined =>
  verdicts.find((one) => one.run.id === run.id)?.verdict;

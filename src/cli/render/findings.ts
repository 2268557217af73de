import type { Finding, Rule } from "../../lint/rule.ts";
import type { Subject } from "../../lint/subject.ts";
import { excerpt, place } from "./error.ts";
import type { Forecast } from "../forecast.ts";
import { summaryOfExecutors } from "./executors.ts";
import { harmless, type Paint, painter } from "./style.ts";
import type { Terminal } from "./terminal.ts";

/** What a check came to. */
export interface Outcome {
  readonly subject: Subject;
  readonly findings: readonly Finding[];
  /** Those that looked. */
  readonly rules: readonly Rule[];
  readonly unknown: readonly { readonly image: string; readonly reason: string }[];
  readonly executors: Forecast | undefined;
}

/** Findings for people: errors first, each with its place and, once for each rule, what to do; then a line that sums up. */
export function renderFindings({ subject, findings, rules, unknown, executors }: Outcome, terminal: Terminal): void {
  const paint = painter(terminal.color);
  const advised = new Set<string>();
  const ordered = findings.toSorted((a, b) => Number(b.severity === "error") - Number(a.severity === "error"));
  for (const finding of ordered) {
    terminal.out(`${renderFinding(finding, !advised.has(finding.rule.name), paint, terminal.columns())}\n`);
    advised.add(finding.rule.name);
  }
  for (const { image, reason } of unknown)
    terminal.err(
      `note: ${image} could not be looked at (${harmless(reason)}): rules that need its variables or its user say nothing\n`,
    );
  if (executors !== undefined) terminal.err(summaryOfExecutors(executors));
  const name = subject.file.source.name;
  if (subject.error !== undefined) return;
  terminal.out(
    findings.length === 0
      ? `${name}: ${rules.length} rules found nothing\n`
      : `${name}: ${counted(findings)}. \`djib help RULE\` explains one; \`# check=skip=RULE\` above the line silences it\n`,
  );
}

function renderFinding(finding: Finding, advise: boolean, paint: Paint, columns: number): string {
  const { rule, severity, message, where, also = [], help = rule.fix } = finding;
  const head = paint(severity === "error" ? "red" : "yellow", `${severity}[${rule.name}]`);
  return [
    `${head}: ${place(where)}: ${harmless(message)}`,
    ...excerpt(where, paint, columns),
    ...also.flatMap((other) => [
      `  ${place(other.where)}: ${harmless(other.note)}`,
      ...excerpt(other.where, paint, columns),
    ]),
    ...(advise ? [`  ${paint("cyan", "help")}: ${harmless(help)}`] : []),
    "",
  ].join("\n");
}

function counted(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const of = (count: number, what: string) => (count === 0 ? [] : [`${count} ${what}${count === 1 ? "" : "s"}`]);
  return [...of(errors, "error"), ...of(findings.length - errors, "warning")].join(", ");
}

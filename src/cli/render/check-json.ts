import type { Location } from "../../errors.ts";
import { executorsAsData } from "./executors.ts";
import type { Outcome } from "./findings.ts";

/** What `djib check --format json` prints; docs/rules/README.md documents it. */
export function checkData({ subject, findings, unknown, executors }: Outcome): object {
  const { error, file } = subject;
  const errors = findings.filter(({ severity }) => severity === "error").length;
  return {
    version: 1,
    file: file.source.name,
    findings: findings.map(({ rule, severity, message, where, help = rule.fix }) => ({
      rule: rule.name,
      source: rule.source,
      severity,
      message,
      ...placed(where),
      help,
      ...(rule.url === undefined ? {} : { url: rule.url }),
    })),
    unknownImages: unknown,
    executors: executors === undefined ? null : executorsAsData(executors.all, executors.chosen),
    error:
      error === undefined
        ? null
        : { code: error.code, message: error.message, ...(error.details.where && placed(error.details.where)) },
    errors,
    warnings: findings.length - errors,
  };
}

const placed = ({ source, line, column, endLine = line, endColumn = column }: Location) => ({
  file: source.name,
  line,
  column,
  endLine,
  endColumn,
});

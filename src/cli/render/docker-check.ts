import type { Finding } from "../../lint/rule.ts";
import type { DjibError, Location } from "../../errors.ts";
import { harmless } from "./style.ts";

/** What `docker build --check` prints of findings: BuildKit's text, buildx's line above it. */
export function dockerCheckText(findings: readonly Finding[]): string {
  if (findings.length === 0) return "Check complete, no warnings found.\n";
  const count = findings.length === 1 ? "1 warning has been found!" : `${findings.length} warnings have been found!`;
  return `Check complete, ${count}\n${findings.map(dockerWarning).join("")}`;
}

/** BuildKit: subrequests/lint, Warning.PrintTo. */
export const dockerWarning = ({ rule, message, lines }: Finding): string =>
  `\nWARNING: ${rule.name}${rule.url === undefined ? "" : ` - ${rule.url}`}\n${harmless(message)}\n${dockerExcerpt(lines)}`;

/** BuildKit: solver/errdefs, Source.Print. Lines around the place, >>> before those that are meant. */
export function dockerExcerpt({ source, line, endLine = line }: Location): string {
  const text = source.text.split("\n");
  if (line > text.length) return "";
  const last = Math.min(Math.max(endLine, line), text.length);
  const room = last === line ? 4 : 2;
  let [start, end] = [line, last];
  for (let padded = 0; padded < room; padded++) {
    if (start > 1) {
      start--;
      padded++;
    }
    if (end !== text.length) {
      end++;
      padded++;
    }
  }
  const shown = text.slice(start - 1, end).map((content, index) => {
    const number = start + index;
    const mark = number >= line && number <= last ? ">>>" : "   ";
    return ` ${String(number).padStart(3)} | ${mark} ${harmless(content)}\n`;
  });
  return `${source.name}:${line}\n--------------------\n${shown.join("")}--------------------\n`;
}

/** The data behind it, as `--call=check,format=json` prints it (BuildKit: subrequests/lint, LintResults). */
export function dockerCheckData(
  findings: readonly Finding[],
  source: Location["source"],
  error: DjibError | undefined,
): object {
  const warnings = findings.map(({ rule, message, lines }) => ({
    ruleName: rule.name,
    description: rule.about,
    ...(rule.url === undefined ? {} : { url: rule.url }),
    detail: message,
    location: { ranges: rangesOf(lines) },
  }));
  const data = Buffer.from(source.text).toString("base64");
  const where = error?.details.where;
  const failed = error && { message: error.message, location: where === undefined ? {} : { ranges: rangesOf(where) } };
  return {
    warnings,
    sources: [{ filename: source.name, language: "Dockerfile", data }],
    ...(failed === undefined ? {} : { buildError: failed }),
  };
}

/** One range for each line, as BuildKit's parser makes them. */
export const rangesOf = ({ line, endLine = line }: Location): readonly object[] =>
  Array.from({ length: Math.max(endLine, line) - line + 1 }, (_, index) => ({
    start: { line: line + index },
    end: { line: line + index },
  }));

import { DjibError, type Location } from "../../errors.ts";
import { harmless, type Paint } from "./style.ts";

const tabs = (text: string): string => text.replaceAll("\t", "    ");

/** One line before the place, the place itself, and what is meant underlined. */
function excerpt(where: Location, paint: Paint): string[] {
  const lines = where.source.text.split(/\r?\n/);
  const width = String(where.line).length;
  const numbered = (number: number) =>
    `${paint("dim", `  ${String(number).padStart(width)} | `)}${harmless(tabs(lines[number - 1] ?? "")).slice(0, 200)}`;
  const shown = where.line > 1 ? [numbered(where.line - 1)] : [];
  shown.push(numbered(where.line));
  const line = lines[where.line - 1] ?? "";
  const start = tabs(line.slice(0, where.column - 1)).length;
  const end = where.endColumn === undefined ? start + 1 : tabs(line.slice(0, where.endColumn - 1)).length;
  if (start < 200)
    shown.push(
      `${paint("dim", `  ${" ".repeat(width)} | `)}${" ".repeat(start)}${paint("red", "^".repeat(Math.max(1, Math.min(end, 200) - start)))}`,
    );
  return shown;
}

const place = (where: Location): string => `${where.source.name}:${where.line}:${where.column}`;

/** What failed and where, the excerpt, why, and what to do: never more than fits on a screen. */
export function renderError(error: DjibError, paint: Paint): string {
  const { where, also = [], detail = [], help } = error.details;
  const lines = [
    `${paint("red", `error[${error.code}]`)}: ${where === undefined ? "" : `${place(where)}: `}${harmless(error.message)}`,
  ];
  if (where !== undefined) lines.push(...excerpt(where, paint));
  for (const other of also)
    lines.push(`  ${place(other.where)}: ${harmless(other.note)}`, ...excerpt(other.where, paint));
  for (const line of detail) lines.push(`  ${harmless(line)}`);
  if (help !== undefined) lines.push(`  ${paint("cyan", "help")}: ${harmless(help)}`);
  return `${lines.join("\n")}\n`;
}

export function renderWarning(
  warning: { readonly code: string; readonly message: string; readonly where?: Location; readonly help?: string },
  paint: Paint,
): string {
  const at = warning.where === undefined ? "" : `${place(warning.where)}: `;
  const help = warning.help === undefined ? "" : `\n  ${paint("cyan", "help")}: ${harmless(warning.help)}`;
  return `${paint("yellow", `warning[${warning.code}]`)}: ${at}${harmless(warning.message)}${help}\n`;
}

/** A defect of djib itself: said as one, with what a report needs. */
export function renderBug(error: unknown, version: string): string {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `error[djib/bug]: djib ${version} failed in a way it should not; please report this with what you typed:\n${trace
    .split("\n")
    .slice(0, 8)
    .map((line) => `  ${harmless(line)}`)
    .join("\n")}\n`;
}

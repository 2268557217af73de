import { DjibError, type Location } from "../../errors.ts";
import { maskUrls } from "../../redact.ts";
import { harmless, type Paint } from "./style.ts";
import { cells, cut } from "./width.ts";

/** How much of the screen an error may take. */
export interface Room {
  readonly columns: number;
  readonly rows: number;
}

const tabs = (text: string): string => text.replaceAll("\t", "    ");

/** One line before the place, the place itself, and what is meant underlined; of long lines the part around it. Passwords of addresses are not shown. */
export function excerpt(where: Location, paint: Paint, columns: number): string[] {
  const lines = where.source.text.split(/\r?\n/);
  const width = String(where.line).length;
  const room = Math.max(20, columns - width - 6);
  const line = lines[where.line - 1] ?? "";
  const start = cells(tabs(line.slice(0, where.column - 1)));
  const end = where.endColumn === undefined ? start + 1 : cells(tabs(line.slice(0, where.endColumn - 1)));
  const skipped = start > room - 10 ? start - 10 : 0;
  const shown = (number: number) => cut(harmless(tabs(maskUrls(lines[number - 1] ?? ""))).slice(skipped), room);
  const gutter = (text: string) => paint("dim", `  ${text.padStart(width)} | `);
  const underline = "^".repeat(Math.max(1, Math.min(end - skipped, room) - (start - skipped)));
  return [
    ...(where.line > 1 ? [`${gutter(String(where.line - 1))}${shown(where.line - 1)}`] : []),
    `${gutter(String(where.line))}${shown(where.line)}`,
    `${gutter("")}${" ".repeat(start - skipped)}${paint("red", underline)}`,
  ];
}

export const place = (where: Location): string => `${where.source.name}:${where.line}:${where.column}`;

/** What failed and where, the excerpt, why, and what to do: never more than fits on a screen. */
export function renderError(error: DjibError, paint: Paint, { columns, rows }: Room): string {
  const { where, also = [], detail = [], help } = error.details;
  const head = `${paint("red", `error[${error.code}]`)}: ${where === undefined ? "" : `${place(where)}: `}${harmless(error.message)}`;
  const places = [
    ...(where === undefined ? [] : excerpt(where, paint, columns)),
    ...also.flatMap((other) => [
      `  ${place(other.where)}: ${harmless(other.note)}`,
      ...excerpt(other.where, paint, columns),
    ]),
  ];
  const last = detail.slice(-Math.max(5, rows - places.length - 6));
  const facts = last.map((line) => `  ${cut(harmless(tabs(line)), columns - 2)}`);
  const advice = help === undefined ? [] : [`  ${paint("cyan", "help")}: ${harmless(help)}`];
  return `${[head, ...places, ...facts, ...advice].join("\n")}\n`;
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

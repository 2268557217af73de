import type { Outline, Outlined } from "../../build/plan/outline/outline.ts";
import type { Location } from "../../errors.ts";
import { rangesOf } from "./docker-check.ts";
import { harmless } from "./style.ts";

/** What `docker build --call=outline` prints (BuildKit: subrequests/outline, PrintOutline). */
export function outlineText({ name, description, args, secrets, ssh }: Outline): string {
  const target = [["TARGET:", name ?? "(default)"], ...(description === "" ? [] : [["DESCRIPTION:", description]])];
  const asked = (title: string, all: readonly Outlined[]) =>
    columns([[title, "REQUIRED"], ...all.map((one) => [one.name, one.required ? "true" : ""])], 3);
  return [
    name === undefined && description === "" ? "" : columns(target, 1),
    args.length === 0
      ? ""
      : columns(
          [["BUILD ARG", "VALUE", "DESCRIPTION"], ...args.map((one) => [one.name, one.value, one.description])],
          3,
        ),
    secrets.length === 0 ? "" : asked("SECRET", secrets),
    ssh.length === 0 ? "" : asked("SSH", ssh),
  ].join("");
}

/** Rows as Go's text/tabwriter sets them: every column but the last as wide as its widest cell and the space; a blank line below. */
function columns(rows: readonly (readonly string[])[], space: number): string {
  const cells = rows.map((row) => row.map((cell) => harmless(cell).replaceAll(/[\t\n]/g, " ")));
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => [...row[column]!].length)) + space);
  const line = (row: readonly string[]) =>
    row.map((cell, at) => (at === row.length - 1 ? cell : cell + " ".repeat(widths[at]! - [...cell].length))).join("");
  return `${cells.map((row) => `${line(row)}\n`).join("")}\n`;
}

export function outlineData({ name, description, args, secrets, ssh }: Outline, source: Location["source"]): object {
  const location = ({ where }: { readonly where: Location }) => ({ location: { ranges: rangesOf(where) } });
  const asked = (all: readonly Outlined[]) =>
    all.map((one) => ({ name: one.name, ...(one.required ? { required: true } : {}), ...location(one) }));
  return {
    ...(name === undefined ? {} : { name }),
    ...filled({ description }),
    ...filled({
      args: args.map((one) => ({
        name: one.name,
        ...filled({ description: one.description, value: one.value }),
        ...location(one),
      })),
      secrets: asked(secrets),
      ssh: asked(ssh),
    }),
    sources: [Buffer.from(source.text).toString("base64")],
  };
}

/** Go's omitempty. */
const filled = (fields: Readonly<Record<string, string | readonly object[]>>): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value.length > 0));

import type { Location } from "../../errors.ts";
import { problem } from "../errors.ts";

export interface Field {
  readonly text: string;
  /** Where it stands in the line, quotes included. */
  readonly from: number;
  readonly to: number;
}

/** One line of comma-separated values; a field in double quotes may hold commas and `""` (tonistiigi/go-csvvalue). */
export function csvFields(line: string, where: Location): readonly Field[] {
  const fields: Field[] = [];
  for (let at = 0; ; at++) {
    const field = line[at] === '"' ? quoted(line, at) : bare(line, at);
    if (!field || line === "") throw malformed(line, where);
    fields.push(field);
    at = field.to;
    if (at === line.length) return fields;
  }
}

function bare(line: string, from: number): Field | undefined {
  const comma = line.indexOf(",", from);
  const to = comma === -1 ? line.length : comma;
  const text = line.slice(from, to);
  return text.includes('"') ? undefined : { text, from, to };
}

function quoted(line: string, from: number): Field | undefined {
  let at = from + 1;
  for (;;) {
    const quote = line.indexOf('"', at);
    if (quote === -1) return undefined;
    at = quote + 1;
    if (line[at] === '"') at++;
    else break;
  }
  if (at < line.length && line[at] !== ",") return undefined;
  return { text: line.slice(from + 1, at - 1).replaceAll('""', '"'), from, to: at };
}

const malformed = (line: string, where: Location) =>
  problem("dockerfile/bad-flag", line === "" ? "the flag has no value" : `the quotes of ${line} cannot be read`, {
    where,
    help: "options are separated by commas; one that holds a comma stands in double quotes as a whole",
  });

import { Refusal } from "../../kernel/refusal.ts";
import type { RecordReader } from "../record-reader.ts";
import { own, type State } from "./state.ts";

/** The next record of a file, as RS parts them; undefined at its end. */
export async function readRecord(state: State, reader: RecordReader): Promise<string | undefined> {
  const separator = state.text(own.rs);
  if (separator.length === 1 && separator !== "\\") return reader.nextNow(separator) ?? reader.next(separator);
  if (separator === "") return paragraph(reader);
  throw new Refusal(`RS=${JSON.stringify(separator)}`, "a regular expression between records is not emulated");
}

/** Lines up to an empty one; empty lines before it are passed. */
async function paragraph(reader: RecordReader): Promise<string | undefined> {
  let line = await reader.next("\n");
  while (line === "") line = await reader.next("\n");
  if (line === undefined) return undefined;
  const lines = [line];
  for (line = await reader.next("\n"); line !== undefined && line !== ""; line = await reader.next("\n"))
    lines.push(line);
  return lines.join("\n");
}

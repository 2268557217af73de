import { readFile } from "node:fs/promises";
import { digestOf } from "../digest.ts";
import { fault, isMissing } from "./faults.ts";
import type { Session } from "./session.ts";
import { type Manner, writeAtomically } from "./write.ts";

/**
 * Small records: one line of JSON and one with its digest. A record that a crash or a disk tore
 * does not match its digest and reads as if it were not there, so losing one costs a cache miss
 * and writing one needs no fsync.
 */
export async function readRecord(path: string): Promise<unknown> {
  try {
    const [line, sum, end, ...rest] = (await readFile(path, "utf8")).split("\n");
    if (line === undefined || sum !== digestOf(line) || end !== "" || rest.length > 0) return undefined;
    return JSON.parse(line);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw fault(error, path);
  }
}

export const cached: Manner = { durable: false, mode: 0o644 };
export const kept: Manner = { durable: true, mode: 0o644 };

export async function writeRecord(session: Session, path: string, record: object, manner: Manner): Promise<void> {
  const line = JSON.stringify(record);
  await writeAtomically(session, manner, async (write) => {
    write(Buffer.from(`${line}\n${digestOf(line)}\n`));
    return { path };
  });
}

/** The fields of what was read, whatever it was. */
export const fieldsOf = (record: unknown): Readonly<Record<string, unknown>> =>
  typeof record === "object" && record !== null ? (record as Record<string, unknown>) : {};

export const isSize = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

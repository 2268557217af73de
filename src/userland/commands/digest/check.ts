import { SystemError } from "../../kernel/errno.ts";
import { openInput, withInput } from "../input.ts";
import { Lines } from "../lines.ts";
import type { Stdio } from "../stdio.ts";
import { type LineKind, parseLine } from "./check-line.ts";
import { type Algorithm, digestOf, escapedName } from "./digest.ts";

export interface CheckStyle {
  readonly status: boolean;
  readonly warn: boolean;
  readonly quiet: boolean;
  readonly strict: boolean;
  readonly ignoreMissing: boolean;
}

interface Tally {
  lines: number;
  misformatted: number;
  mismatched: number;
  unread: number;
  matched: number;
  formatted: number;
}

/** digest_check of src/digest.c: whether all files of a list are as it says. */
export function checkList(io: Stdio, list: string, algorithm: Algorithm, style: CheckStyle): Promise<boolean> {
  return withInput(
    io.proc,
    list,
    async (file) => {
      const shown = list === "-" ? "standard input" : list;
      const tally: Tally = { lines: 0, misformatted: 0, mismatched: 0, unread: 0, matched: 0, formatted: 0 };
      const lines = new Lines(io.proc, file);
      const kind: LineKind = { reversed: undefined };
      for (let batch = await lines.batch(); batch !== undefined; batch = await lines.batch())
        for (const line of batch) await checkLine(io, line, { list, shown, algorithm, style, kind, tally });
      return summary(io, shown, tally, style);
    },
    async ({ message }) => {
      await io.complain(`${io.quotef(list)}: ${message}`);
      return false;
    },
  );
}

interface Listed {
  readonly list: string;
  readonly shown: string;
  readonly algorithm: Algorithm;
  readonly style: CheckStyle;
  readonly kind: LineKind;
  readonly tally: Tally;
}

async function checkLine(
  io: Stdio,
  line: string,
  { list, shown, algorithm, style, kind, tally }: Listed,
): Promise<void> {
  tally.lines++;
  const text = line.replace(/\r$/, "");
  if (text === "" || line.startsWith("#")) return;
  const expected = parseLine(text, algorithm, kind);
  if (expected === undefined || (list === "-" && expected.name === "-")) {
    tally.misformatted++;
    if (style.warn)
      await io.complain(`${io.quotef(shown)}: ${tally.lines}: improperly formatted ${algorithm.tag} checksum line`);
    return;
  }
  tally.formatted++;
  const { name } = expected;
  const escape = name.includes("\n");
  const label = escape ? `\\${escapedName(name)}` : name;
  const digest = await read(io, name, algorithm, style);
  if (digest === "missing") return;
  if (digest === undefined) {
    tally.unread++;
    if (!style.status) await io.put(`${label}: FAILED open or read\n`);
  } else if (digest === expected.digest.toLowerCase()) {
    tally.matched++;
    if (!style.status && !style.quiet) await io.put(`${label}: OK\n`);
  } else {
    tally.mismatched++;
    if (!style.status) await io.put(`${label}: FAILED\n`);
  }
}

async function read(io: Stdio, name: string, algorithm: Algorithm, { ignoreMissing }: CheckStyle) {
  try {
    const file = await openInput(io.proc, name);
    try {
      return await digestOf(io, file, algorithm);
    } finally {
      file.close();
    }
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    if (ignoreMissing && error.code === "ENOENT") return "missing" as const;
    await io.complain(`${io.quotef(name)}: ${error.message}`);
    return undefined;
  }
}

async function summary(io: Stdio, list: string, tally: Tally, style: CheckStyle): Promise<boolean> {
  const { formatted, misformatted, mismatched, unread, matched } = tally;
  const many = (count: number, one: string, more: string) => `WARNING: ${count} ${count === 1 ? one : more}`;
  if (formatted === 0) await io.complain(`${io.quotef(list)}: no properly formatted checksum lines found`);
  else if (!style.status) {
    if (misformatted > 0)
      await io.complain(many(misformatted, "line is improperly formatted", "lines are improperly formatted"));
    if (unread > 0) await io.complain(many(unread, "listed file could not be read", "listed files could not be read"));
    if (mismatched > 0)
      await io.complain(many(mismatched, "computed checksum did NOT match", "computed checksums did NOT match"));
    if (style.ignoreMissing && matched === 0) await io.complain(`${io.quotef(list)}: no file was verified`);
  }
  return matched > 0 && mismatched === 0 && unread === 0 && !(style.strict && misformatted > 0);
}

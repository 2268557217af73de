import { SystemError } from "../../kernel/errno.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import type { Process } from "../../kernel/process.ts";
import { Exit } from "../../kernel/program.ts";
import { triedLater } from "../tried.ts";

/** The one file of -O, open; undefined without it. Ends the program where it cannot be written. */
export async function documentOf(proc: Process, path: string | undefined): Promise<OpenFile | undefined> {
  if (path === undefined) return undefined;
  if (path === "-") return proc.descriptor(1).retain();
  const file = await triedLater(() => proc.files.open(path, { write: true, create: true, truncate: true }));
  if (!(file instanceof SystemError)) return file;
  await proc.err(`${path}: ${file.message}\n`);
  throw new Exit(1);
}

import { isErrno } from "../../kernel/errno.ts";
import type { OpenFlags } from "../../kernel/files.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import { expandString, expandText } from "../expand/words.ts";
import type { Shell } from "../shell.ts";
import { ShellError } from "../state/failure.ts";
import type { FileRedirection, Redirection } from "../syntax/tree.ts";

/** A redirection, its word expanded. */
export type Wanted =
  | { readonly type: FileRedirection["type"]; readonly descriptor: number; readonly path: string }
  /** undefined closes. */
  | { readonly type: "dup"; readonly descriptor: number; readonly from: number | undefined }
  | { readonly type: "here"; readonly descriptor: number; readonly text: () => Promise<string> };

/** Descriptors as they were before redirections; undefined for one that was not open. */
export type Saved = Map<number, OpenFile | undefined>;

export async function expandRedirections(
  shell: Shell,
  redirections: readonly Redirection[],
): Promise<readonly Wanted[]> {
  const wanted: Wanted[] = [];
  for (const redirection of redirections) {
    const { descriptor } = redirection;
    if (redirection.type === "<<") {
      const { expanded, body } = redirection;
      const [part] = body;
      const raw = part?.type === "literal" ? part.text : "";
      wanted.push({ type: "here", descriptor, text: async () => (expanded ? expandText(shell, body) : raw) });
      continue;
    }
    const word = await expandString(shell, redirection.target);
    if (redirection.type === "<&" || redirection.type === ">&")
      wanted.push({ type: "dup", descriptor, from: duplicated(word) });
    else wanted.push({ type: redirection.type, descriptor, path: word });
  }
  return wanted;
}

function duplicated(word: string): number | undefined {
  if (word === "-") return undefined;
  if (!/^[0-9]$/.test(word)) throw new ShellError("Syntax error: Bad fd number");
  return Number(word);
}

/** For a command in whose process they stay. */
export async function redirect(shell: Shell, wanted: readonly Wanted[], saved?: Saved): Promise<void> {
  for (const one of wanted) await apply(shell, one, saved);
}

async function apply(shell: Shell, wanted: Wanted, saved: Saved | undefined): Promise<void> {
  const { descriptor } = wanted;
  if (wanted.type === "dup" && wanted.from === descriptor) return;
  const opened = wanted.type === "dup" ? undefined : await openFor(shell, wanted);
  const table = shell.proc.descriptors;
  const before = table.get(descriptor);
  table.delete(descriptor);
  if (saved !== undefined && !saved.has(descriptor)) saved.set(descriptor, before);
  else before?.close();
  if (opened !== undefined) table.set(descriptor, opened);
  else if (wanted.type === "dup" && wanted.from !== undefined) {
    const from = table.get(wanted.from);
    if (from === undefined) throw new ShellError(`${wanted.from}: Bad file descriptor`);
    table.set(descriptor, from.retain());
  }
}

function openFor(shell: Shell, wanted: Exclude<Wanted, { readonly type: "dup" }>): Promise<OpenFile> {
  switch (wanted.type) {
    case "here":
      return hereDocument(shell, wanted.text);
    case "<":
      return open(shell, wanted.path, { read: true });
    case "<>":
      return open(shell, wanted.path, { read: true, write: true, create: true });
    case ">>":
      return open(shell, wanted.path, { write: true, append: true, create: true });
    case ">":
      if (shell.options.has("noclobber")) return openWithoutClobber(shell, wanted.path);
      return open(shell, wanted.path, { write: true, create: true, truncate: true });
    case ">|":
      return open(shell, wanted.path, { write: true, create: true, truncate: true });
  }
}

async function open(shell: Shell, path: string, flags: OpenFlags): Promise<OpenFile> {
  try {
    return await shell.proc.files.open(path, flags);
  } catch (error) {
    if (!isErrno(error)) throw error;
    const missing = flags.create ? "Directory nonexistent" : "No such file";
    const why = error.code === "ENOENT" || error.code === "ENOTDIR" ? missing : error.message;
    throw new ShellError(`cannot ${flags.create ? "create" : "open"} ${path}: ${why}`);
  }
}

async function openWithoutClobber(shell: Shell, path: string): Promise<OpenFile> {
  try {
    if (shell.proc.files.stat(path).type === "file") throw new ShellError(`cannot create ${path}: File exists`);
  } catch (error) {
    if (!isErrno(error)) throw error;
    return open(shell, path, { write: true, create: true, exclusive: true });
  }
  return open(shell, path, { write: true });
}

/** Through a pipe; a process of its own writes what does not fit into it. */
async function hereDocument(shell: Shell, text: () => Promise<string>): Promise<OpenFile> {
  const bytes = Buffer.from(await text(), "latin1");
  const { read, write } = shell.proc.pipe();
  if (bytes.length <= 4096) await write.write(bytes);
  else
    shell.proc.fork(
      async (writer) => {
        await writer.descriptor(1).write(bytes);
        return 0;
      },
      { descriptors: new Map([[1, write]]) },
    );
  write.close();
  return read;
}

/** Puts back what was there. */
export function restore(shell: Shell, saved: Saved): void {
  const table = shell.proc.descriptors;
  for (const [descriptor, before] of saved) {
    table.get(descriptor)?.close();
    if (before === undefined) table.delete(descriptor);
    else table.set(descriptor, before);
  }
}

/** They stay: `exec`. */
export function keep(saved: Saved): void {
  for (const before of saved.values()) before?.close();
}

interface Within {
  /** Told the descriptors from before. */
  run(saved: Saved): Promise<number>;
  /** A redirection failed; that has been said. */
  failed(status: number): Promise<number>;
}

/** Runs something with redirections, and undoes them whatever happens. */
export async function withRedirections(shell: Shell, wanted: readonly Wanted[], within: Within): Promise<number> {
  const saved: Saved = new Map();
  try {
    try {
      await redirect(shell, wanted, saved);
    } catch (error) {
      if (!(error instanceof ShellError)) throw error;
      await shell.report(error);
      return await within.failed(2);
    }
    return await within.run(saved);
  } catch (error) {
    // Said while standard error still is what it was told to be.
    await shell.report(error);
    throw error;
  } finally {
    restore(shell, saved);
  }
}

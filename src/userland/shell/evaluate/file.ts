import { isErrno } from "../../kernel/errno.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import { limits } from "../../../limits.ts";
import { Refusal } from "../../kernel/refusal.ts";
import type { Shell } from "../shell.ts";
import { ShellError } from "../state/failure.ts";
import { Parser } from "../syntax/parser.ts";
import { MoreText, Source } from "../syntax/source.ts";
import type { Command } from "../syntax/tree.ts";
import { nextCommand, within } from "./text.ts";

/** What dash reads of a script at once, which those that it runs cannot read from the same descriptor any more. */
const block = 8192;

/** Opens a script as dash does, with its words where it cannot. */
export async function openScript(shell: Shell, path: string): Promise<OpenFile> {
  try {
    return await shell.proc.files.open(path, { read: true });
  } catch (error) {
    if (!isErrno(error)) throw error;
    const why = error.code === "ENOENT" || error.code === "ENOTDIR" ? "No such file" : error.message;
    throw new ShellError(`cannot open ${path}: ${why}`);
  }
}

/** Runs the commands of a file in this shell. `opened` is called once it is there. */
export async function evaluateFile(shell: Shell, path: string, opened: () => void): Promise<number> {
  const file = await openScript(shell, path);
  opened();
  try {
    return await within(shell, () => evaluateStream(shell, file));
  } finally {
    file.close();
  }
}

/** Runs commands as they come in, one line after the other (dash: cmdloop()). */
export async function evaluateStream(shell: Shell, file: OpenFile): Promise<number> {
  await Promise.resolve();
  const read = () => readBlock(file);
  const source = new Source("", false);
  const parser = new Parser(source, shell.parserOptions);
  let status = 0;
  for (;;) {
    const command = await nextOf(shell, { parser, source, read });
    if (command === Parser.end) return status;
    const result = await shell.interpreter.evaluate(shell, command, 0);
    if (command !== undefined) status = result;
    if (shell.skip !== undefined) return status;
  }
}

/** What cannot be read, a directory, is empty. */
async function readBlock(file: OpenFile): Promise<Uint8Array> {
  try {
    return await file.read(block);
  } catch (error) {
    if (isErrno(error)) return new Uint8Array(0);
    throw error;
  }
}

interface Stream {
  readonly parser: Parser;
  readonly source: Source;
  readonly read: () => Promise<Uint8Array>;
}

async function nextOf(
  shell: Shell,
  { parser, source, read }: Stream,
): Promise<Command | undefined | typeof Parser.end> {
  const again = source.mark();
  let length = 0;
  for (;;) {
    try {
      const command = nextCommand(parser);
      if (shell.options.has("verbose")) await shell.proc.err(source.read);
      return command;
    } catch (error) {
      if (!(error instanceof MoreText)) throw error;
      const bytes = await read();
      length += bytes.length;
      if (length > limits.shellWord)
        throw new Refusal("script", `has a command of more than ${limits.shellWord} bytes`);
      source.append(Buffer.from(bytes).toString("latin1").replaceAll("\0", ""), bytes.length === 0);
      again();
    }
  }
}

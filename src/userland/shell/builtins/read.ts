import { isErrno } from "../../kernel/errno.ts";
import { type Region, splitFields } from "../expand/fields.ts";
import { plain, quote } from "../expand/marked.ts";
import type { Builtin, Shell } from "../shell.ts";
import { ShellError } from "../state/failure.ts";
import { parseWords } from "./words.ts";

/** read: a line of standard input, its fields to variables. Backslashes quote, without -r. */
export const read: Builtin = {
  regular: true,
  async run(shell, args) {
    // A prompt (-p) is shown to a terminal only, and there is none.
    const { options, operands } = parseWords(args, "p:r");
    if (operands.length === 0) throw new ShellError("arg count");
    const raw = options.some(({ letter }) => letter === "r");
    const { text, regions, complete } = await readLine(shell, raw);
    const fields = splitFields(text, regions, shell.separators, operands.length);
    for (const [index, name] of operands.entries()) shell.variables.set(name, plain(fields[index] ?? ""));
    return complete ? 0 : 1;
  },
};

/** Up to a newline that nothing quotes. What is quoted lies between the regions where fields are looked for. */
async function readLine(shell: Shell, raw: boolean) {
  const regions: Region[] = [];
  let text = "";
  let start = 0;
  let complete = false;
  const endRegion = () => regions.push({ start, end: text.length, separatorsOnly: false });
  const bytes = bytesOf(shell);
  for await (const byte of bytes) {
    if (byte === "\n") {
      complete = true;
      break;
    }
    if (raw || byte !== "\\") {
      text += byte;
      continue;
    }
    const { value: next, done } = await bytes.next();
    if (done) break;
    endRegion();
    if (next !== "\n") text += quote(next);
    start = text.length;
  }
  endRegion();
  return { text, regions, complete };
}

/** One by one: what is behind the line is for others to read. NULs are passed over. */
async function* bytesOf(shell: Shell): AsyncGenerator<string, undefined, undefined> {
  const file = shell.proc.descriptors.get(0);
  if (file === undefined) return undefined;
  try {
    for (;;) {
      const [byte] = await file.read(1);
      if (byte === undefined) return undefined;
      if (byte !== 0) yield String.fromCharCode(byte);
    }
  } catch (error) {
    // A directory, or a descriptor to write to: the end, for dash.
    if (isErrno(error)) return undefined;
    throw error;
  }
}

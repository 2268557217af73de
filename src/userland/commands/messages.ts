import type { SystemError } from "../kernel/errno.ts";
import type { Process } from "../kernel/process.ts";
import { checkLanguage, isUtf8 } from "./locale.ts";
import { quoteIn } from "./quote.ts";

/** How GNU tools put a word into a message; all three are needed, each where the real tool has it (coreutils' src/system.h). */
export interface Quotes {
  /** quote(): ‘x’, or 'x' in the C locale. */
  quote(text: string): string;
  /** quoteaf(): always quoted, as a shell would read it: 'x'. */
  quoteaf(text: string): string;
  /** quotef(): bare where no shell would mind, and no colon is in it. */
  quotef(text: string): string;
}

export async function quotesOf(proc: Process): Promise<Quotes> {
  const utf8 = await isUtf8(proc);
  return {
    quote: (text) => quoteIn("locale", text, { utf8 }),
    quoteaf: (text) => quoteIn("shell-escape-always", text, { utf8 }),
    quotef: (text) => quoteIn("shell-escape", text, { utf8, also: ":" }),
  };
}

/** error(3) that does not exit: "mkdir: cannot create directory ‘x’: File exists" on standard error. */
export async function complain(
  proc: Process,
  message: string | ((quotes: Quotes) => string),
  error?: SystemError,
): Promise<void> {
  await checkLanguage(proc);
  const text = typeof message === "string" ? message : message(await quotesOf(proc));
  await proc.err(`${proc.args[0] ?? ""}: ${text}${error === undefined ? "" : `: ${error.message}`}\n`);
}

/** How the kernel runs a script. */
export interface Shebang {
  /** As written, latin1. */
  readonly interpreter: string;
  /** The rest of the line as one argument. */
  readonly argument: string | undefined;
}

/** What the kernel looks at (BINPRM_BUF_SIZE). */
export const shebangBytes = 256;

/**
 * The first line of a script as Linux reads it (fs/binfmt_script.c): undefined where there is no
 * `#!`, no interpreter after it, or one that is cut off.
 */
export function parseShebang(head: Uint8Array): Shebang | undefined {
  const text = Buffer.from(head.subarray(0, shebangBytes)).toString("latin1");
  if (!text.startsWith("#!")) return undefined;
  // A file that ends within the buffer is followed by zeros there.
  const end = text.search(/[\n\0]/);
  const isCut = end < 0 && text.length === shebangBytes;
  const line = text.slice(2, end < 0 ? undefined : end).replace(/^[ \t]+/, "");
  if (isCut && !/[ \t]/.test(line)) return undefined;
  const trimmed = line.replace(/[ \t]+$/, "");
  if (trimmed === "") return undefined;
  const [, interpreter = "", argument = ""] = /^([^ \t]+)[ \t]*([^]*)$/.exec(trimmed) ?? [];
  return { interpreter, argument: argument === "" ? undefined : argument };
}

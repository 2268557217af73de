import type { Writable } from "node:stream";

/**
 * Where djib prints. stdout has only what a script wants (a digest, JSON, a list, a file's bytes);
 * everything for people goes to stderr.
 */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Raw stdout, for commands that write bytes. */
  readonly stdout: Writable & { readonly isTTY?: boolean };
  /** Standard error is a terminal that takes cursor movement. */
  readonly live: boolean;
  /** Colours are wanted. */
  readonly color: boolean;
  /** Size of the terminal behind standard error; where there is none, what a log may take of one thing. */
  columns(): number;
  rows(): number;
}

type Env = Readonly<Record<string, string | undefined>>;

export function realTerminal(env: Env, stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): Terminal {
  const dumb = env["TERM"] === "dumb";
  const live = stderr.isTTY === true && !dumb && !env["CI"];
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    stdout,
    live,
    color: stderr.isTTY === true && !dumb && !env["NO_COLOR"],
    columns: () => stderr.columns || 200,
    rows: () => stderr.rows || 60,
  };
}

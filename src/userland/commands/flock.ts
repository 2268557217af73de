import { isErrno, SystemError } from "../kernel/errno.ts";
import type { OpenFile } from "../kernel/open-file.ts";
import type { Process } from "../kernel/process.ts";
import { execByName } from "./execvp.ts";
import { complain } from "./messages.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";

const text = "its text belongs to the version in the image";

/**
 * flock(1), util-linux 2.38. Nothing outside of a RUN can hold a lock on a file of its tree, and a
 * shell waits for what it began, so every lock is had at once.
 */
export const flock = tool({
  options: {
    shared: { short: "s", long: "shared" },
    exclusive: { short: "xe", long: "exclusive" },
    unlock: { short: "u", long: "unlock" },
    nonblock: { short: "n", long: ["nonblock", "nb"] },
    timeout: { short: "w", long: ["timeout", "wait"], value: "required" },
    status: { short: "E", long: "conflict-exit-code", value: "required" },
    close: { short: "o", long: "close" },
    noFork: { short: "F", long: "no-fork" },
    command: { short: "c", long: "command", value: "required" },
    verbose: { long: "verbose", refused: "tells how long it took" },
    help: { short: "h", long: "help", refused: text },
    version: { short: "V", long: "version", refused: text },
  },
  order: "in-order",
  misuse: 64,
  rewrite: (words) => {
    // -c stands after the file too: "flock FILE -c COMMAND".
    const at = words.findIndex((word) => word === "-c" || word === "--command");
    return at > 0 ? ["-c", ...words.slice(at + 1, at + 2), ...words.slice(0, at), ...words.slice(at + 2)] : words;
  },
  run: buffered(async (io, { value, operands }) => {
    const [place, ...words] = operands;
    const command = value("command");
    if (place === undefined) return io.die("not enough arguments", 64);
    if (words.length === 0 && command === undefined) return locked(io, place);
    const file = await open(io, place);
    try {
      const shell = io.proc.env.get("SHELL") ?? "/bin/sh";
      const args = command === undefined ? words : [shell, "-c", command];
      return await io.proc.fork((child) => execute(child, args)).ended;
    } finally {
      file.close();
    }
  }),
});

async function execute(proc: Process, args: readonly string[]): Promise<number> {
  const own = proc.args;
  try {
    return await execByName(proc, args);
  } catch (error) {
    if (!(error instanceof SystemError) || proc.args !== own) throw error;
    await complain(proc, `failed to execute ${args[0]}: ${error.message}`);
    return 69;
  }
}

/** A descriptor by its number. */
async function locked(io: Stdio, number: string): Promise<number> {
  if (!/^\d+$/.test(number)) return io.die(`bad file descriptor: '${number}'`, 64);
  try {
    io.proc.descriptor(Number(number));
    return 0;
  } catch (error) {
    if (isErrno(error, "EBADF")) return io.die(`${number}: ${error.message}`, 65);
    throw error;
  }
}

async function open(io: Stdio, path: string): Promise<OpenFile> {
  const { files } = io.proc;
  try {
    return await files.open(path, { read: true, create: true });
  } catch (error) {
    // A directory cannot be made, but it can be locked.
    if (isErrno(error, "EISDIR")) return files.open(path, { read: true });
    if (!(error instanceof SystemError)) throw error;
    return io.die(`cannot open lock file ${path}: ${error.message}`, 66);
  }
}

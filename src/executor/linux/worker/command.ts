import { spawn } from "node:child_process";
import { Readable } from "node:stream";

/** What a tool of the host is started with: nothing of the user's, nothing of the image's. */
export const cleanEnvironment = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LC_ALL: "C",
  /** mount(8) of util-linux 2.39 passes options by fsconfig(2), which takes 256 bytes at most. */
  LIBMOUNT_FORCE_MOUNT2: "always",
};

export class CommandFailed extends Error {
  readonly what: string;
  readonly said: string;

  constructor(what: string, said: string) {
    super(`${what}: ${said}`);
    this.what = what;
    this.said = said;
  }
}

/** Runs a tool of the host to its end, `input` on its standard input, `files` as 3 and up; rejects with what it said. */
export function command(
  argv: readonly string[],
  cwd: string,
  input?: AsyncIterable<Buffer> | Iterable<Buffer>,
  output?: number,
  files: readonly number[] = [],
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(argv[0]!, argv.slice(1), {
      cwd,
      env: cleanEnvironment,
      stdio: [input === undefined ? "ignore" : "pipe", output ?? "ignore", "pipe", ...files],
    });
    let said = "";
    child.stderr!.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-4000)));
    child.on("error", (error) => reject(new CommandFailed(argv[0]!, error.message)));
    child.on("close", (status, signal) =>
      status === 0 ? resolve() : reject(new CommandFailed(argv[0]!, said.trim() || (signal ?? `status ${status}`))),
    );
    if (input === undefined) return;
    feed(child.stdin!, input).on("error", (error) => {
      child.kill();
      reject(error);
    });
  });
}

/** Takes from the input as the reader does, so that a walk never runs ahead of the tar that reads its list. */
export function feed(stream: NodeJS.WritableStream, input: AsyncIterable<Buffer> | Iterable<Buffer>): Readable {
  stream.on("error", () => undefined); // the exit status tells more than EPIPE
  const source = Readable.from(input);
  source.pipe(stream);
  return source;
}

import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Ctx } from "../../ctx.ts";
import type { DjibError } from "../../errors.ts";
import { limits } from "../../limits.ts";
import { redactUrls } from "../../redact.ts";
import { problem } from "../errors.ts";

/** A run of git that ended with a status other than 0; `said` is the end of its standard error. */
export class GitFailure extends Error {
  readonly said: string;

  constructor(said: string) {
    super("git failed");
    this.said = said;
  }

  /** Safe to print: no user names or passwords of addresses. */
  get lines(): readonly string[] {
    const printable = redactUrls(this.said).replaceAll(/[\p{Cc}\p{Cf}]/gu, (character) =>
      character === "\n" ? "\n" : " ",
    );
    return printable
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "")
      .slice(-8);
  }
}

/** git in one repository, with one remote's settings. Every run ends before the call does. */
export interface Git {
  /** Standard output as text. Rejects with `GitFailure`, `source/no-git`. */
  text(...args: readonly string[]): Promise<string>;
  /** Standard output as it comes; what `text` rejects with is thrown at the end. */
  stream(...args: readonly string[]): AsyncGenerator<Uint8Array>;
}

/** `env` is all that git sees of the environment. */
export function gitIn(gitDir: string, env: Readonly<Record<string, string>>, ctx: Ctx): Git {
  const stream = (...args: readonly string[]) => output(["--git-dir", gitDir, ...settings, ...args], env, ctx);
  return {
    stream,
    async text(...args) {
      const parts: Uint8Array[] = [];
      let size = 0;
      for await (const part of stream(...args)) {
        size += part.length;
        if (size > limits.gitOutput) throw new GitFailure(`it lists more than ${limits.gitOutput} bytes`);
        parts.push(part);
      }
      return Buffer.concat(parts, size).toString("utf8");
    },
  };
}

/** Nothing of this machine's settings counts, nothing of the repository is executed, nothing runs on. */
const settings = [
  "core.hooksPath=/dev/null",
  "core.attributesFile=/dev/null",
  "core.autocrlf=false",
  "core.fsmonitor=false",
  "core.logAllRefUpdates=false",
  "credential.helper=",
  "gc.auto=0",
  "http.lowSpeedLimit=1",
  `http.lowSpeedTime=${limits.registryIdleMs / 1000}`,
  "init.defaultBranch=master",
  "protocol.version=2",
  "tar.umask=0022",
].flatMap((setting) => ["-c", setting]);

async function* output(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  { host, signal }: Ctx,
): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted();
  const child = host.spawn("git", args, { stdio: ["ignore", "pipe", "pipe"], env: { ...env }, windowsHide: true });
  const said = messagesOf(child);
  const ended = once(child, "close").then(
    ([status]) => status as number | null,
    (error: NodeJS.ErrnoException) => notStarted(error),
  );
  const stop = () => child.kill();
  signal.addEventListener("abort", stop);
  try {
    yield* child.stdout as AsyncIterable<Buffer>;
    const status = await ended;
    signal.throwIfAborted();
    if (status !== null && typeof status === "object") throw status;
    if (status !== 0) throw new GitFailure(said());
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
    await ended;
  }
}

/** The end of what git writes to its standard error. */
function messagesOf(child: ChildProcess): () => string {
  let said = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-limits.gitMessages);
  });
  return () => said;
}

const notStarted = (cause: NodeJS.ErrnoException): DjibError =>
  cause.code === "ENOENT"
    ? problem("source/no-git", "a git repository is to be fetched, and there is no git on this machine's PATH", {
        help: "install git, or use the address of an archive: ADD --unpack=true https://…/archive.tar.gz",
        cause,
      })
    : problem("source/no-git", `git cannot be started: ${cause.code ?? cause.message}`, { cause });

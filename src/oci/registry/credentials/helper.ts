import type { Ctx } from "../../../ctx.ts";
import { limits } from "../../../limits.ts";
import type { Secret } from "./credential.ts";

/** A helper that could not answer; the message is for people and holds nothing it printed to standard output. */
export class HelperFailure extends Error {}

/** Helpers are programs `docker-credential-NAME` on PATH; anything else in a name would be a path or an option. */
const helperName = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

const nothingFound = /credentials not found|no credentials server URL/i;

/**
 * Asks `docker-credential-NAME get` (docker-credential-helpers' protocol). undefined: it has
 * nothing for this server. Throws `HelperFailure` where it is missing, hangs beyond
 * `timeoutMs`, fails or prints something else; it is ended before that.
 */
export async function askHelper(
  name: string,
  server: string,
  ctx: Ctx,
  timeoutMs: number = limits.credentialHelperMs,
): Promise<Secret | undefined> {
  if (!helperName.test(name))
    throw new HelperFailure(`${JSON.stringify(name.slice(0, 100))} is not the name of a credential helper`);
  const program = `docker-credential-${name}`;
  const { status, stdout } = await run(program, server, timeoutMs, ctx);
  if (status !== 0) {
    if (nothingFound.test(stdout)) return undefined;
    throw new HelperFailure(`${program} failed with status ${status}`);
  }
  return parseAnswer(program, stdout);
}

function parseAnswer(program: string, stdout: string): Secret {
  let answer: unknown;
  try {
    answer = JSON.parse(stdout);
  } catch {
    throw new HelperFailure(`${program} did not print JSON`);
  }
  const { Username: username, Secret: secret } = Object(answer) as { Username?: unknown; Secret?: unknown };
  if (typeof username !== "string" || typeof secret !== "string")
    throw new HelperFailure(`${program} printed neither Username nor Secret`);
  return username === "<token>"
    ? { kind: "identity", token: secret }
    : { kind: "password", username, password: secret };
}

function run(
  program: string,
  input: string,
  timeoutMs: number,
  { host, signal }: Ctx,
): Promise<{ readonly status: number; readonly stdout: string }> {
  return new Promise((resolve, reject) => {
    const child = host.spawn(program, ["get"], {
      stdio: ["pipe", "pipe", "ignore"],
      env: { ...host.env },
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", aborted);
      // A grandchild may hold the pipe open after the helper is gone.
      child.stdout?.destroy();
      child.kill("SIGKILL");
      settle();
    };
    const fail = (why: string) => end(() => reject(new HelperFailure(`${program} ${why}`)));
    const aborted = () => end(() => reject(signal.reason as Error));
    const timer = setTimeout(() => fail(`did not answer within ${timeoutMs / 1000} s`), timeoutMs);
    signal.addEventListener("abort", aborted);
    child.on("error", (error: NodeJS.ErrnoException) =>
      fail(error.code === "ENOENT" ? "is not installed (not on PATH)" : `cannot be started: ${error.code ?? ""}`),
    );
    child.on("close", (status, killer) =>
      killer !== null
        ? fail(`was ended by ${killer}`)
        : end(() => resolve({ status: status ?? 1, stdout: Buffer.concat(chunks).toString("utf8") })),
    );
    child.stdout?.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limits.credentials) fail("printed too much");
      else chunks.push(chunk);
    });
    // A helper that ends without reading makes EPIPE; its status says enough.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}

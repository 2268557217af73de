import type { BuildRequest } from "../build/request.ts";
import { sourceDateEpoch } from "../build/created.ts";
import type { Ctx } from "../ctx.ts";
import { parseGoBoolean } from "../dockerfile/values/boolean.ts";
import type { Host } from "../host.ts";
import type { Store } from "../oci/store/store.ts";
import type { Remotes } from "../sources/remotes.ts";
import { buildInputs } from "./build-context.ts";
import type { planFlags } from "./build-flags.ts";
import type { Values } from "./flags.ts";
import { namedContexts } from "./named-contexts.ts";
import { agentsOf } from "./agents.ts";
import { hostPlatform, platformsOf } from "./platforms.ts";
import { userRemotes } from "./remotes.ts";
import { entitlements, runOptions } from "./run-options.ts";
import { secretsOf } from "./secrets.ts";

/** What the command line asks for, and what fetches by itself whatever it names: each address is asked once. */
export interface Asked {
  readonly request: Omit<BuildRequest, "noCache" | "timestamps" | "modes" | "name">;
  readonly remotes: Remotes;
}

/** Reads and checks the command line; the Dockerfile's text is in memory afterwards. */
export async function buildRequest(
  flags: Values<typeof planFlags>,
  context: string,
  store: Store,
  ctx: Ctx,
): Promise<Asked> {
  const { host } = ctx;
  const given = { secrets: secretsOf(flags.secret, host), agents: agentsOf(flags.ssh, host) };
  const buildArgs = argumentsOf(flags["build-arg"], host);
  const keepGitDir = parseGoBoolean(buildArgs.get("BUILDKIT_CONTEXT_KEEP_GIT_DIR") ?? "") === true;
  const remotes = await userRemotes(store, given);
  const inputs = await buildInputs(flags.file, context, { store, remotes, keepGitDir }, ctx);
  const asked = platformsOf(flags.platform, host);
  const [platform = hostPlatform(host), ...others] = asked;
  const request = {
    ...inputs,
    contexts: namedContexts(flags["build-context"], host),
    platforms: [platform, ...others] as const,
    isPlatformImplied: asked.length === 0,
    buildPlatform: hostPlatform(host),
    buildArgs,
    labels: new Map([...flags.label].map(([key, value]) => [key, value ?? ""])),
    target: flags.target,
    given,
    runOptions: runOptions(flags),
    allow: entitlements(flags),
    network: (flags.network ?? "default") as BuildRequest["network"],
    sourceDateEpoch: sourceDateEpoch(host.env["SOURCE_DATE_EPOCH"]),
  };
  return { request, remotes };
}

/** `--build-arg NAME` without a value takes the environment's, and is nothing where that has none. */
function argumentsOf(args: ReadonlyMap<string, string | undefined>, host: Host): ReadonlyMap<string, string> {
  const pairs = [...args].map(([name, value]) => [name, value ?? host.env[name]] as const);
  return new Map(pairs.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
}

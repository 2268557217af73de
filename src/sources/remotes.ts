import type { Ctx } from "../ctx.ts";
import type { Host } from "../host.ts";
import { limits } from "../limits.ts";
import type { Digest } from "../oci/digest.ts";
import type { Transport } from "../oci/registry/transport.ts";
import type { Store } from "../oci/store/store.ts";
import type { GitRequest, GitTree } from "./git/fetch.ts";
import type { HttpFile } from "./http/fetch.ts";
import { noSecrets, type ReadSecret } from "./secrets.ts";

export interface RemotesOptions {
  readonly store: Store;
  /** Sent to web servers as User-Agent. */
  readonly userAgent: string;
  readonly secrets?: ReadSecret;
  /** Socket of the ssh agent that the user lends to the build. */
  readonly agent?: string | undefined;
}

/**
 * Files and repositories of the network, for the length of one build: each is asked for once, however many lines name
 * it. What failed may be asked for again.
 */
export interface Remotes {
  /** See `fetchHttp`. */
  file(url: string, checksum: Digest | undefined, ctx: Ctx): Promise<HttpFile>;
  /** See `fetchGit`; the tree is that of the directory `subdir`, "" being the whole. */
  repository(request: GitRequest & { readonly subdir: string }, ctx: Ctx): Promise<GitTree>;
}

/** Opens nothing and loads nothing before the first question. */
export function openRemotes({ store, userAgent, secrets = noSecrets, agent }: RemotesOptions): Remotes {
  const asked = new Map<string, Promise<unknown>>();
  const transports = new WeakMap<Host, Promise<Transport>>();
  const once = <T>(name: readonly unknown[], ask: () => Promise<T>): Promise<T> => {
    const key = JSON.stringify(name);
    const known = asked.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const answer = ask();
    asked.set(key, answer);
    answer.catch(() => asked.delete(key));
    return answer;
  };
  const transportOf = (host: Host): Promise<Transport> => {
    const transport = transports.get(host) ?? openTransport(host, userAgent);
    transports.set(host, transport);
    return transport;
  };
  return {
    file: (url, checksum, ctx) =>
      once(["file", url, checksum], async () => {
        const { fetchHttp } = await import("./http/fetch.ts");
        const { backoff } = await import("../oci/registry/retry.ts");
        const wait = backoff(limits.registryBackoffMs);
        return fetchHttp(url, checksum, { store, transport: await transportOf(ctx.host), backoff: wait, secrets }, ctx);
      }),
    async repository({ subdir, ...reference }, ctx) {
      const { remote, ref, checksum, submodules, fetchByCommit } = reference;
      const { fetchGit } = await import("./git/fetch.ts");
      const { directoryOf } = await import("./git/directory.ts");
      // As BuildKit: only the whole repository keeps it.
      const keepGitDir = reference.keepGitDir === true && subdir === "";
      const request: GitRequest = { remote, ref, checksum, submodules, fetchByCommit, keepGitDir };
      const found = await once(["repository", request], () => fetchGit(request, { store, secrets, agent }, ctx));
      return { ...found, tree: directoryOf(found.tree, subdir, remote) };
    },
  };
}

async function openTransport(host: Host, userAgent: string): Promise<Transport> {
  const { openTransport: open } = await import("../oci/registry/transport.ts");
  const { backoff } = await import("../oci/registry/retry.ts");
  return open(host, userAgent, backoff(limits.registryBackoffMs));
}

import type { Ctx } from "../ctx.ts";
import type { Host } from "../host.ts";
import type { Reference } from "../oci/reference.ts";
import type { RegistryConfig } from "../oci/registry/config.ts";
import type { Puller } from "../oci/registry/puller.ts";
import type { Session } from "../oci/registry/session.ts";

/**
 * Readers of repositories, which share connections and credentials. The client is loaded with the
 * first question to a registry: a cached build asks none.
 */
export function pullers(config: RegistryConfig): (reference: Reference, ctx: Ctx) => Puller {
  const sessions = new WeakMap<Host, Session>();
  async function open(reference: Reference, ctx: Ctx): Promise<Puller> {
    const { openPuller } = await import("../oci/registry/puller.ts");
    const { openSession } = await import("../oci/registry/session.ts");
    const session = sessions.get(ctx.host) ?? openSession(config, ctx.host);
    sessions.set(ctx.host, session);
    return openPuller(session, reference, ctx);
  }
  return (reference, ctx) => {
    let opening: Promise<Puller> | undefined;
    const opened = () => (opening ??= open(reference, ctx));
    return {
      head: async (target) => (await opened()).head(target),
      manifest: async (target) => (await opened()).manifest(target),
      has: async (digest) => (await opened()).has(digest),
      fetch: async (descriptor, blobs) => (await opened()).fetch(descriptor, blobs),
    };
  };
}

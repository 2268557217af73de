import type { Ctx } from "../../ctx.ts";
import { DjibError } from "../../errors.ts";
import type { Descriptor } from "../blob.ts";
import { nearest } from "../../nearest.ts";
import { type Digest, isDigest } from "../digest.ts";
import type { Reference } from "../reference.ts";
import type { Blobs } from "../store/store.ts";
import { hasBlob, readBlob } from "./blobs.ts";
import { connect, type Connection } from "./connection.ts";
import { problem } from "./errors.ts";
import { type Endpoint, endpointsFor } from "./endpoints.ts";
import { getManifest, headManifest, type PulledManifest } from "./manifests.ts";
import type { Session } from "./session.ts";
import { listTags } from "./tags.ts";

/** Reads one repository, from its mirrors or from the registry itself. */
export interface Puller {
  /** The digest that a tag leads to; undefined where no endpoint says without sending the manifest. */
  head(target: string): Promise<Digest | undefined>;
  manifest(target: string): Promise<PulledManifest>;
  /** Whether any endpoint has a blob. */
  has(digest: Digest): Promise<boolean>;
  /** Puts a blob into `blobs`, verified, and emits `transfer` events. */
  fetch(descriptor: Descriptor, blobs: Blobs): Promise<void>;
}

/**
 * Each call asks the endpoints in their order until one answers, the one that answered last first.
 * The error of the registry itself is the one that is thrown; what mirrors said is in its detail.
 */
export function openPuller(session: Session, reference: Reference, ctx: Ctx): Puller {
  const endpoints = endpointsFor(reference, session.config);
  const connections = new Map<Endpoint, Promise<Connection>>();
  let preferred: Endpoint | undefined;

  const opened = (endpoint: Endpoint): Promise<Connection> => {
    const connection = connections.get(endpoint) ?? connect(session, endpoint, "pull", ctx);
    connections.set(endpoint, connection);
    return connection;
  };

  async function tryEach<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
    const said: string[] = [];
    const order = [...endpoints].sort((a, b) => Number(b === preferred) - Number(a === preferred));
    let decisive: DjibError | undefined;
    for (const endpoint of order) {
      try {
        const result = await work(await opened(endpoint));
        preferred = endpoint;
        return result;
      } catch (error) {
        ctx.signal.throwIfAborted();
        if (!(error instanceof DjibError)) throw error;
        connections.delete(endpoint);
        if (endpoint.mirror) said.push(`mirror ${endpoint.host}: ${error.message}`);
        else decisive = error;
      }
    }
    const { code, message, details } = decisive!;
    throw new DjibError(code, message, { ...details, detail: [...(details.detail ?? []), ...said] });
  }

  return {
    head: (target) => tryEach((connection) => headManifest(connection, target)),
    manifest: (target) => tryEach((connection) => getManifest(connection, target).catch(hinted(connection, target))),
    has: async (digest) => {
      const absent = problem("registry/not-found", `there is no ${digest}`);
      const look = async (connection: Connection) => {
        if (!(await hasBlob(connection, digest))) throw absent;
        return true;
      };
      return tryEach(look).catch((error: unknown) => {
        if (error instanceof DjibError && error.code === absent.code) return false;
        throw error;
      });
    },
    fetch: (descriptor, blobs) =>
      tryEach(async (connection) => {
        await blobs.put(withProgress(readBlob(connection, descriptor), descriptor, ctx), descriptor);
      }),
  };
}

/** Adds the nearest tag to "not found", where the registry tells its tags. */
const hinted =
  (connection: Connection, target: string) =>
  async (error: unknown): Promise<never> => {
    if (!(error instanceof DjibError) || error.code !== "registry/not-found" || isDigest(target)) throw error;
    const tags: string[] = [];
    try {
      for await (const tag of listTags(connection)) tags.push(tag);
    } catch (listing) {
      // Without a list there is no hint; the first error is the one that matters.
      if (!(listing instanceof DjibError)) throw listing;
    }
    const close = nearest(target, tags);
    const help = close === undefined ? undefined : `did you mean ${close}?`;
    throw new DjibError(error.code, error.message, { ...error.details, help: help ?? error.details.help });
  };

async function* withProgress(
  bytes: AsyncIterable<Uint8Array>,
  { digest, size }: Descriptor,
  ctx: Ctx,
): AsyncGenerator<Uint8Array> {
  const event = { type: "transfer", id: `pull ${digest}`, way: "pull", what: digest, total: size } as const;
  let done = 0;
  ctx.emit({ ...event, done });
  for await (const chunk of bytes) {
    yield chunk;
    done += chunk.length;
    ctx.emit({ ...event, done });
  }
}

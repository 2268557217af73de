import { baseFolder } from "../../scripts/base/cache.ts";
import { serveRegistry } from "./docker-registry.ts";

export interface BaseRegistry {
  /** What to set as a mirror of docker.io, e.g. "http://127.0.0.1:5000". */
  readonly mirror: string;
  stop(): Promise<void>;
}

/** Serves the stand-in for python:3.11-slim, read-only; every caller gets a server of its own. */
export async function baseRegistry(): Promise<BaseRegistry> {
  const { host, stop } = await serveRegistry(await baseFolder(), { readOnly: true });
  return { mirror: `http://${host}`, stop };
}

import type { Ctx } from "../../ctx.ts";
import { DjibError } from "../../errors.ts";
import { limits } from "../../limits.ts";
import { problem } from "../errors.ts";
import { configuredEndpoint } from "./docker-context.ts";
import { type Endpoint, showEndpoint } from "./endpoint.ts";
import type { Engine } from "./engine.ts";
import { openEngine } from "./open-engine.ts";
import { usualEndpoints } from "./usual-endpoints.ts";

export interface FindOptions {
  /** `--load`: without an engine it rejects. Otherwise it warns, where one was configured, and gives undefined. */
  readonly required?: boolean;
}

/**
 * The engine whose images the user will run: the one that DOCKER_HOST or docker's current context
 * names and no other, else the first of the usual ones that answers. Takes no longer than two
 * seconds an address; a socket that is not there takes none.
 */
export async function findEngine(ctx: Ctx, { required = false }: FindOptions = {}): Promise<Engine | undefined> {
  try {
    const configured = await configuredEndpoint(ctx.host);
    if (configured !== undefined) return await openConfigured(configured, ctx);
  } catch (error) {
    if (required || !(error instanceof DjibError)) throw error;
    const { help } = error.details;
    const told = help === undefined ? {} : { help };
    ctx.emit({ type: "warning", code: error.code, message: `not loaded: ${error.message}`, ...told });
    return undefined;
  }
  const tried: string[] = [];
  for (const endpoint of usualEndpoints(ctx.host)) {
    const found = await open(endpoint, ctx);
    if (typeof found !== "string") return found;
    tried.push(`${showEndpoint(endpoint)}: ${found}`);
  }
  if (!required) return undefined;
  throw problem("engine/not-found", "--load needs a container engine, and none answers", {
    detail: tried,
    help: tried.some((line) => line.endsWith(forbidden))
      ? "add yourself to the docker group (sudo usermod -aG docker $USER, then log in again)"
      : "start Docker or `podman system service`, or build without --load",
  });
}

async function openConfigured({ endpoint, from }: { endpoint: Endpoint; from: string }, ctx: Ctx): Promise<Engine> {
  const found = await open(endpoint, ctx);
  if (typeof found !== "string") return found;
  throw problem("engine/unreachable", `no container engine answers at ${showEndpoint(endpoint)}: ${found}`, {
    detail: [`${from} names it`],
    help: "start it, mend the setting, or build with --no-load",
  });
}

const forbidden = "permission denied";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such socket",
  ECONNREFUSED: "nobody listens",
  EACCES: forbidden,
  EPERM: forbidden,
  ENOTFOUND: "no such host",
};

/** The engine, or why there is none. */
async function open(endpoint: Endpoint, ctx: Ctx): Promise<Engine | string> {
  const inTime = AbortSignal.timeout(limits.enginePingMs);
  try {
    return await openEngine(endpoint, AbortSignal.any([ctx.signal, inTime]));
  } catch (error) {
    ctx.signal.throwIfAborted();
    if (inTime.aborted) return `no answer within ${limits.enginePingMs / 1000} s`;
    const { code, message } = error as NodeJS.ErrnoException;
    return reasons[code ?? ""] ?? message;
  }
}

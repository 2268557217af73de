import type { Ctx } from "../ctx.ts";
import type { Engine } from "../sinks/engine/engine.ts";
import { problem } from "./errors.ts";

/** The engine that answers here; throws where none does, for those who asked for one. */
export async function requireEngine(ctx: Ctx): Promise<Engine> {
  const { findEngine } = await import("../sinks/engine/find-engine.ts");
  const engine = await findEngine(ctx, { required: true });
  if (engine !== undefined) return engine;
  throw problem("usage/no-engine", "no Docker or Podman answered here", {
    help: "start it, or name it in DOCKER_HOST; `djib save -o type=docker,dest=image.tar` writes a file for docker load",
  });
}

import type { ChildProcess } from "node:child_process";
import type { Ctx } from "../../ctx.ts";
import { idMaps } from "./namespace.ts";
import { cleanEnvironment } from "./worker/command.ts";

export interface Failure {
  readonly what: string;
  readonly said: string;
}

/** A namespace that is not mapped has no root: two setuid tools map the ids that /etc/subuid grants. */
export async function mapIds(child: ChildProcess, ctx: Ctx): Promise<Failure | undefined> {
  const { uids, gids } = idMaps(ctx.host.system);
  for (const [tool, map] of [
    ["newuidmap", uids],
    ["newgidmap", gids],
  ] as const) {
    const mapping = ctx.host.spawn(tool, [String(child.pid), ...map], {
      stdio: ["ignore", "ignore", "pipe"],
      env: cleanEnvironment,
    });
    let said = "";
    mapping.stderr!.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const status = await new Promise<number | null>((resolve) => {
      mapping.on("error", (error) => ((said = error.message), resolve(null)));
      mapping.on("close", resolve);
    });
    if (status !== 0) return { what: tool, said: said.trim() };
  }
  return undefined;
}

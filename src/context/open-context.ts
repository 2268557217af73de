import type { Ctx } from "../ctx.ts";
import type { Context, ContextOptions, ContextSpec } from "./context.ts";

/** Rejects with `context/no-directory`; what cannot be read is told when it is asked for. */
export async function openContext(spec: ContextSpec, options: ContextOptions, ctx: Ctx): Promise<Context> {
  if (spec.kind === "directory") {
    const { openDirectory } = await import("./open-directory.ts");
    return openDirectory(spec.path, options, ctx);
  }
  const { treeContext } = await import("./tree-context.ts");
  return treeContext(spec, options.modes);
}

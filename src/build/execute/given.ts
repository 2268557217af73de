import { isUtf8 } from "node:buffer";
import { nearest } from "../../nearest.ts";
import { problem } from "../errors.ts";
import type { SecretEnvPlan, SecretPlan, SshPlan } from "../plan/mount.ts";
import type { World } from "./world.ts";

type Asked = Pick<SecretPlan | SecretEnvPlan, "id" | "required" | "where">;

/** undefined where it is neither given nor required. Errors tell names, never content. */
export async function secretOf({ id, required, where }: Asked, { given }: World): Promise<Uint8Array | undefined> {
  const read = given.secrets.get(id);
  if (read !== undefined) return read();
  if (!required) return undefined;
  const near = nearest(id, [...given.secrets.keys()]);
  throw problem("build/no-secret", `RUN requires the secret ${id}, which is not given`, {
    where,
    help:
      near === undefined
        ? `give it: --secret id=${id},src=FILE (or env=VARIABLE)`
        : `--secret gives ${near}: is that the one?`,
  });
}

/** A secret as the value of a variable, which holds text without NUL. */
export async function secretText(asked: SecretEnvPlan, world: World): Promise<string> {
  const content = await secretOf(asked, world);
  if (content === undefined) return "";
  if (isUtf8(content) && !content.includes(0)) return Buffer.from(content).toString("utf8");
  throw problem("build/bad-secret", `the secret ${asked.id} is no text, so ${asked.name} cannot hold it`, {
    where: asked.where,
    help: "mount it as a file: leave env= out",
  });
}

export function agentOf({ id, required, where }: SshPlan, { given }: World): string | undefined {
  const agent = given.agents.get(id);
  if (agent !== undefined || !required) return agent;
  throw problem("build/no-agent", `RUN requires the SSH agent ${id}, which is not given`, {
    where,
    help: id === "default" ? "give it: --ssh default" : `give it: --ssh ${id}=SOCKET`,
  });
}

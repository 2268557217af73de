import path from "node:path/posix";
import type { MountFlag } from "../../../dockerfile/syntax.ts";
import { type MountSpec, parseMount } from "../../../dockerfile/values/mount.ts";
import { problem } from "../../errors.ts";
import type { MountPlan, SecretEnvPlan, SecretPlan, SshPlan } from "../mount.ts";
import type { CopySource } from "../plan.ts";
import type { Scope } from "../scope.ts";
import type { StageState } from "../state.ts";
import { absolute } from "./workdir.ts";

export interface PlannedMounts {
  /** In the order that they are mounted. */
  readonly mounts: readonly MountPlan[];
  readonly secretEnv: readonly SecretEnvPlan[];
  /** The socket of the first SSH agent. */
  readonly agent: string | undefined;
}

/**
 * The mounts of a RUN, ordered by target, so that one may lie in another. Of two with the same target
 * the later one counts, and a secret or socket before a directory (BuildKit: dispatchRunMounts,
 * llb.ExecOp.Marshal, PrepareMounts, dedupMounts).
 */
export function planMounts(flags: readonly MountFlag[], state: StageState, scope: Scope): PlannedMounts {
  const specs = flags.map((flag) => ({ ...parseMount(flag), flag }));
  const of = (...types: readonly MountSpec["type"][]) => specs.filter(({ type }) => types.includes(type));
  const agents = of("ssh").map((spec, number) => sshPlan(spec, number, state));
  const plans = [
    ...of("bind", "cache", "tmpfs").map((spec) => filePlan(spec, state, scope)),
    ...of("secret").flatMap((spec) => secretPlan(spec, state)),
    ...agents,
  ];
  const last = new Map(plans.map((plan) => [plan.target, plan]));
  const mounts = [...last.values()].sort((a, b) => Buffer.compare(Buffer.from(a.target), Buffer.from(b.target)));
  const secretEnv = of("secret").flatMap((spec) => {
    const { env: name, required, where } = spec;
    return name === undefined ? [] : [{ id: secretId(spec), name: checkedName(name, where), required, where }];
  });
  return { mounts, secretEnv, agent: agents[0]?.target };
}

type Spec = MountSpec & { readonly flag: MountFlag };

function filePlan(spec: Spec, state: StageState, scope: Scope): MountPlan {
  const { readOnly, where, size } = spec;
  const target = targetOf(spec, spec.target ?? "", state);
  if (spec.type === "tmpfs") return { type: "tmpfs", target, size, readOnly, where };
  const from = fromOf(spec, scope);
  const source = spec.source ?? "";
  if (spec.type === "bind") return { type: "bind", target, from, source, readOnly, where };
  const owned = spec.mode !== undefined || spec.uid !== undefined || spec.gid !== undefined;
  const isWhole = path.join("/", source) === "/";
  return {
    ...{ type: "cache", target, from, source, readOnly, where },
    id: `${scope.buildArgs.get("BUILDKIT_CACHE_MOUNT_NS") ?? ""}/${spec.id ?? cleaned(spec.target ?? "")}`,
    sharing: spec.sharing ?? "shared",
    owner: owned && isWhole ? { mode: spec.mode ?? 0o755, uid: spec.uid ?? 0, gid: spec.gid ?? 0 } : undefined,
  };
}

/** Go's path.Clean. */
const cleaned = (text: string): string => path.normalize(text).replace(/(.)\/$/, "$1");

function fromOf({ type, from, flag }: Spec, scope: Scope): CopySource {
  if (from === undefined) return { kind: type === "cache" ? "scratch" : "context" };
  if (from === "scratch") return { kind: "scratch" };
  const { where } = flag.options.findLast(({ key }) => key === "from")!;
  return scope.mountSource({ text: from, where });
}

/** The name of what `--secret` gives. */
export const secretId = ({ source, id, target }: MountSpec): string => source ?? id ?? path.basename(target!);

function checkedName(name: string, where: MountSpec["where"]): string {
  if (name !== "" && !/[=\0]/.test(name)) return name;
  throw problem("build/bad-mount", `env of --mount cannot be ${JSON.stringify(name)}`, {
    where,
    help: "write the name of a variable: env=NAME",
  });
}

/** A file, unless it is asked for as a variable alone. */
function secretPlan(spec: MountSpec, state: StageState): SecretPlan[] {
  const { env, required, where } = spec;
  if (env !== undefined && spec.target === undefined) return [];
  const id = secretId(spec);
  const target = targetOf(spec, spec.target ?? `/run/secrets/${path.basename(id)}`, state);
  return [{ ...{ type: "secret", target, id, required, where }, ...owner(spec, 0o400) }];
}

/** The name of what `--ssh` gives. */
export const sshId = ({ id }: MountSpec): string => id ?? "default";

const owner = ({ mode, uid, gid }: MountSpec, usual: number) => ({
  mode: (mode ?? usual) & 0o777,
  uid: uid ?? 0,
  gid: gid ?? 0,
});

function sshPlan(spec: MountSpec, number: number, state: StageState): SshPlan {
  const { required, where } = spec;
  if (spec.source !== undefined)
    throw problem("build/bad-mount", "a mount of type ssh has no source", {
      where,
      help: "id= names the agent that --ssh gives, target= the socket in the sandbox",
    });
  return {
    ...{ type: "ssh", id: sshId(spec), required, where },
    target: targetOf(spec, spec.target ?? `/run/buildkit/ssh_agent.${number}`, state),
    ...owner(spec, 0o600),
  };
}

/** Relative to WORKDIR, which "" means too. */
function targetOf({ where }: MountSpec, text: string, state: StageState): string {
  const target = cleaned(absolute(text, state));
  if (target !== "/") return target;
  if (text === "")
    throw problem("build/bad-mount", "the mount has no target", { where, help: "say where: target=/some/directory" });
  throw problem("build/bad-mount", "nothing can be mounted over / itself", {
    where,
    help: "choose a directory below it",
  });
}

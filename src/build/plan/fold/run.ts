import { runBody } from "../../../dockerfile/run-body.ts";
import type { Run } from "../../../dockerfile/syntax.ts";
import { problem } from "../../errors.ts";
import { proxyEnv } from "../arguments.ts";
import type { Entitlement, Scope } from "../scope.ts";
import { type StageState, withStep } from "../state.ts";
import { shelled } from "./commands.ts";
import { common } from "./common.ts";
import { planMounts } from "./mounts.ts";

interface Invocation {
  readonly args: readonly string[];
  readonly scripts: readonly { readonly name: string; readonly content: string }[];
}

/** Nothing of a RUN's text is expanded: that is the shell's. */
export function run(state: StageState, instruction: Run, scope: Scope): StageState {
  const { mounts, secretEnv, agent } = planMounts(instruction.mounts, state, scope);
  checkRights(instruction, scope);
  const { args, scripts } = invocation(instruction, state);
  return withStep(state, {
    ...common(state, instruction, scope),
    verb: "run",
    createdBy: `RUN ${historyArgs(state)}${args.join(" ")} # buildkit`,
    args,
    scripts,
    env: [...state.env, ...agentEnv(agent, state)].map(([key, value]) => `${key}=${value}`),
    unkeyedEnv: proxyEnv(scope.buildArgs).filter((entry) => !state.env.has(entry.slice(0, entry.indexOf("=")))),
    cwd: state.config.WorkingDir || "/",
    user: state.config.User ?? "",
    network: instruction.network === "default" ? scope.network : instruction.network,
    insecure: instruction.security === "insecure",
    ...scope.runOptions,
    mounts,
    secretEnv,
  });
}

/** The first agent, as BuildKit has it; one that the Dockerfile names itself wins. */
const agentEnv = (socket: string | undefined, { env }: StageState): readonly (readonly [string, string])[] =>
  socket === undefined || env.has("SSH_AUTH_SOCK") ? [] : [["SSH_AUTH_SOCK", socket]];

/** `|N key=value …` before the command: each ARG once, in order of its first line, with its last value. */
function historyArgs(state: StageState): string {
  const shown = new Map(state.args.map(({ key, value }) => [key, state.env.get(key) ?? value ?? ""]));
  return shown.size === 0 ? "" : `|${shown.size} ${[...shown].map(([key, value]) => `${key}=${value}`).join(" ")} `;
}

/** A script of its own is put where BuildKit puts it, and started by the shell, whose form it stands in. */
function invocation(instruction: Run, state: StageState): Invocation {
  const body = runBody(instruction);
  if (body.form === "exec") {
    if (body.args.length > 0 && body.args[0] !== "") return { args: body.args, scripts: [] };
    throw problem("build/empty-command", "RUN names no command", {
      where: instruction.where,
      help: 'the exec form begins with a program: RUN ["python", "manage.py", "check"]',
    });
  }
  if (body.form === "shell") return { args: shelled(body.text, state), scripts: [] };
  const { name, content } = body;
  return { args: shelled(`/dev/pipes/${name}`, state), scripts: [{ name, content }] };
}

/** What needs more than a sandbox: allowed by the command line, or refused. */
function checkRights({ network, security, devices, where }: Run, scope: Scope): void {
  // The command line that gives every RUN the host's network has said so already.
  if (network === "host" && scope.network !== "host") demand("network.host", "RUN --network=host", where, scope);
  if (security === "insecure") demand("security.insecure", "RUN --security=insecure", where, scope);
  for (const { name, required } of devices) {
    if (required)
      throw problem("build/no-device", `djib has no devices to give: ${name}`, {
        where,
        help: "leave the flag out, or required, where the command can do without",
      });
    scope.warn("build/no-device", `the device ${name} is left out: djib has none to give`, where);
  }
}

function demand(right: Entitlement, what: string, where: Run["where"], { allow }: Scope): void {
  if (!allow.has(right))
    throw problem("build/not-allowed", `${what} needs a right that the command line does not give`, {
      where,
      help: `where you trust this Dockerfile: --allow ${right}`,
    });
}

import { isErrno } from "../kernel/errno.ts";
import { signals } from "../kernel/signals.ts";
import { durationOf, wait } from "./duration.ts";
import { Misuse } from "./options.ts";
import { becomeCommand } from "./run-command.ts";
import { signalOf } from "./signal-names.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";

/** timeout(1), GNU coreutils: src/timeout.c. */
export const timeout = tool({
  options: {
    killAfter: { short: "k", long: "kill-after", value: "required" },
    signal: { short: "s", long: "signal", value: "required" },
    verbose: { short: "v", long: "verbose" },
    foreground: { long: "foreground" },
    preserve: { long: "preserve-status" },
    ...standardOptions,
  },
  order: "in-order",
  misuse: 125,
  run: buffered(async (io, { given, has, operands }) => {
    let signal: number = signals.TERM;
    let killAfter = 0;
    for (const { name, value = "" } of given) {
      if (name === "killAfter") killAfter = await interval(io, value);
      if (name === "signal") signal = await signalOrDie(io, value);
    }
    if (operands.length < 2) {
      await io.proc.err(`Try '${io.name} --help' for more information.\n`);
      return 125;
    }
    const [limit, ...args] = operands;
    const seconds = await interval(io, limit!);
    const plan = { seconds, signal, killAfter, verbose: has("verbose"), group: !has("foreground") };
    return watch(io, args, plan, has("preserve"));
  }),
});

async function interval(io: Stdio, text: string): Promise<number> {
  const seconds = durationOf(io.proc, text);
  if (seconds === undefined) throw new Misuse(`invalid time interval ${io.quote(text)}`);
  return seconds;
}

async function signalOrDie(io: Stdio, text: string): Promise<number> {
  const signal = signalOf(text);
  if (signal === undefined) throw new Misuse(`${io.quote(text)}: invalid signal`);
  return signal;
}

interface Plan {
  readonly seconds: number;
  readonly signal: number;
  readonly killAfter: number;
  readonly verbose: boolean;
  /** Whether what the command began is signalled too. */
  readonly group: boolean;
}

async function watch(io: Stdio, args: readonly string[], plan: Plan, preserve: boolean): Promise<number> {
  const failed = (name: string) => `failed to run command ${io.quote(name)}`;
  const command = io.proc.fork((child) => becomeCommand(child, args, failed));
  if (plan.seconds === 0) return command.ended;
  const first = await Promise.race([command.ended, wait(io.proc, plan.seconds)]);
  if (first !== undefined) return first;
  await send(io, command.id, plan, plan.signal, args[0]!);
  if (plan.killAfter > 0) {
    const second = await Promise.race([command.ended, wait(io.proc, plan.killAfter)]);
    if (second === undefined) {
      await send(io, command.id, plan, signals.KILL, args[0]!);
      await command.ended;
      return 128 + signals.KILL;
    }
  }
  const status = await command.ended;
  return preserve ? status : plan.signal === signals.KILL ? 128 + signals.KILL : 124;
}

async function send(io: Stdio, id: number, { verbose, group }: Plan, signal: number, command: string): Promise<void> {
  const name = Object.entries(signals).find(([, number]) => number === signal)?.[0] ?? String(signal);
  if (verbose) await io.complain(`sending signal ${name} to command ${io.quote(command)}`);
  try {
    io.proc.kill(group ? -id : id, signal);
  } catch (error) {
    if (!isErrno(error, "ESRCH")) throw error;
  }
}

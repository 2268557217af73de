import { SystemError, isErrno } from "../../kernel/errno.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { signals } from "../../kernel/signals.ts";
import type { Builtin, Shell } from "../shell.ts";
import { ShellError } from "../state/failure.ts";
import type { Job } from "../state/jobs.ts";
import { integer, number } from "../state/numbers.ts";
import { signalWords } from "../state/signal-words.ts";
import { signalName, signalNumber } from "../state/traps.ts";
import { processGroup } from "./refused.ts";
import { parseWords } from "./words.ts";

/** A job by "%1", "%+", "%-" …; without job control none has a text to be found by. */
function jobOf(shell: Shell, name: string): Job {
  const jobs = shell.jobs.all();
  const which = name.slice(1);
  if (which === "" || which === "+" || which === "%") return jobs[0] ?? none("No current job");
  if (which === "-") return jobs[1] ?? none("No previous job");
  return jobs.find((job) => String(job.number) === which) ?? none(`No such job: ${name}`);
}

function none(message: string): never {
  throw new ShellError(message);
}

const jobs: Builtin = {
  regular: true,
  async run(shell, args) {
    const { options, operands } = parseWords(args, "lp");
    const mode = options.at(-1)?.letter;
    // Those that have ended are told as such only once they had a chance to.
    await new Promise((resolve) => setImmediate(resolve));
    shell.jobs.reap();
    const all = shell.jobs.all();
    for (const job of operands.length > 0 ? operands.map((name) => jobOf(shell, name)) : all) show(shell, job, mode);
    return 0;
  },
};

function show(shell: Shell, job: Job, mode: string | undefined): void {
  if (mode === "p") {
    shell.print(`${job.ids[0]}\n`);
    return;
  }
  const [current, previous] = shell.jobs.all();
  const mark = job === current ? "+" : job === previous ? "-" : " ";
  const head = `[${job.number}] ${mark} ${mode === "l" ? `${job.ids[0]} ` : ""}${stateOf(job)}`;
  if (mode === "l" && job.ids.length > 1) throw new Refusal("jobs -l", "is not emulated for pipelines");
  shell.print(`${head}${" ".repeat(Math.max(33 - head.length, 1))}\n`);
  if (job.status !== undefined) shell.jobs.remove(job);
}

function stateOf({ status, killedBy }: Job): string {
  if (status === undefined) return "Running";
  if (killedBy !== undefined) return signalWords(killedBy);
  return status === 0 ? "Done" : `Done(${status})`;
}

/** fg, bg: without a terminal no job is under job control. */
const foreground = (shell: Shell, args: readonly string[]): never => {
  const [name = "%"] = parseWords(args, "").operands;
  jobOf(shell, name.startsWith("%") ? name : none(`No such job: ${name}`));
  throw new ShellError(`job ${name === "%" ? "(null)" : name} not created under job control`);
};

/** wait: for all jobs, or for those that are named; a trapped signal ends it. */
const wait: Builtin = {
  regular: true,
  async run(shell, args) {
    const { operands } = parseWords(args, "");
    if (operands.length === 0) {
      for (const job of shell.jobs.all()) {
        if (await interrupted(shell, job)) return 128 + shell.traps.first!;
        job.waited = true;
        job.reaped = true;
      }
      return 0;
    }
    let status = 127;
    for (const operand of operands) {
      const id = operand.startsWith("%") ? jobOf(shell, operand).id : number(operand);
      const job = shell.jobs.byId(id);
      if (job === undefined) continue;
      if (await interrupted(shell, job)) return 128 + shell.traps.first!;
      if (!job.reaped) await sayKilled(shell, job);
      job.reaped = true;
      job.waited = true;
      status = job.status!;
    }
    return status;
  },
};

async function sayKilled(shell: Shell, { killedBy }: Job): Promise<void> {
  if (killedBy === undefined || killedBy === signals.INT || killedBy === signals.PIPE) return;
  await shell.proc.err(`${signalWords(killedBy)}\n`);
}

/** Whether a trap is due before the job has ended. */
async function interrupted(shell: Shell, job: Job): Promise<boolean> {
  if (job.status !== undefined) return false;
  const signal = new Promise<true>((resolve) => (shell.interrupted = () => resolve(true)));
  const killed = new Promise<never>((_, reject) => {
    shell.proc.signal.addEventListener("abort", () => reject(shell.proc.signal.reason as Error), { once: true });
  });
  try {
    return await Promise.race([job.ended.then(() => false), signal, killed]);
  } finally {
    shell.interrupted = undefined;
  }
}

const usage = "Usage: kill [-s sigspec | -signum | -sigspec] [pid | job]... or\nkill -l [exitstatus]";

const kill: Builtin = {
  regular: true,
  async run(shell, args) {
    if (args.length <= 1) throw new ShellError(usage);
    const { signal, list, operands } = killWords(args);
    if (list) return listSignals(shell, operands);
    if (operands.length === 0) throw new ShellError(usage);
    let status = 0;
    for (const operand of operands) status |= await send(shell, operand, signal);
    // A signal may have ended this very shell.
    shell.proc.signal.throwIfAborted();
    return status;
  },
};

function killWords(args: readonly string[]): { signal: number; list: boolean; operands: readonly string[] } {
  const first = args[1]!;
  const direct = first.startsWith("-") ? signalNumber(first.slice(1), 1) : undefined;
  if (direct !== undefined) return { signal: direct, list: false, operands: args.slice(2) };
  const { options, operands } = parseWords(args, "ls:");
  const name = options.findLast(({ letter }) => letter === "s")?.value;
  const signal = name === undefined ? signals.TERM : signalNumber(name, 1);
  if (signal === undefined) throw new ShellError(`invalid signal number or name: ${name}`);
  return { signal, list: options.some(({ letter }) => letter === "l"), operands };
}

function listSignals(shell: Shell, [status]: readonly string[]): number {
  if (status === undefined) {
    shell.print("0\n");
    for (let signal = 1; signal <= 64; signal++) shell.print(`${signalName(signal)}\n`);
    return 0;
  }
  const wanted = number(status);
  const signal = wanted > 128 ? wanted - 128 : wanted;
  if (signal <= 0 || signal > 64) throw new ShellError(`invalid signal number or exit status: ${status}`);
  shell.print(`${signalName(signal)}\n`);
  return 0;
}

async function send(shell: Shell, operand: string, signal: number): Promise<number> {
  const id = operand.startsWith("%") ? jobOf(shell, operand).ids[0]! : Number(integer(operand, 10));
  if (id <= 0) throw new Refusal(`kill ${operand}`, processGroup);
  // Jobs in the background do not mind what a terminal would send.
  const deaf = signal === signals.INT || signal === signals.QUIT;
  if (deaf && shell.jobs.all().some((job) => job.ids.includes(id) && job.status === undefined)) return 0;
  try {
    if (shell.jobs.ended(id)) throw new SystemError("ESRCH");
    shell.proc.kill(id, signal);
    return 0;
  } catch (error) {
    if (!isErrno(error)) throw error;
    await shell.warn(`${error.message}\n`);
    return 1;
  }
}

export const jobBuiltins: readonly (readonly [string, Builtin])[] = [
  ["jobs", jobs],
  ["fg", { regular: true, run: foreground }],
  ["bg", { regular: true, run: foreground }],
  ["wait", wait],
  ["kill", kill],
];

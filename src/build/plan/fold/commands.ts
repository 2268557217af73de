import type { Cmd, Command, Entrypoint, Healthcheck, Shell } from "../../../dockerfile/syntax.ts";
import { duration, list, quoteAll } from "../goformat.ts";
import { type StageState, withHistory } from "../state.ts";

const defaultShell = ["/bin/sh", "-c"];

/** argv of a command: the shell form is wrapped by the SHELL that counts at this place. */
const argvOf = (command: Command, state: StageState): readonly string[] =>
  command.form === "exec" ? command.args.map((word) => word.text) : shelled(command.text, state);

export function shelled(text: string, state: StageState): readonly string[] {
  const own = state.config.Shell;
  return [...(own === undefined || own.length === 0 ? defaultShell : own), text];
}

export function cmd(state: StageState, { command }: Cmd): StageState {
  const args = argvOf(command, state);
  const config = { ...state.config, Cmd: args, ArgsEscaped: true };
  return withHistory({ ...state, config, cmdSet: true }, `CMD ${quoteAll(args)}`, false);
}

/** An inherited CMD is dropped: it was made for another entrypoint. */
export function entrypoint(state: StageState, { command }: Entrypoint): StageState {
  const args = argvOf(command, state);
  const { Cmd, ...rest } = state.config;
  const config = { ...rest, Entrypoint: args, ...(state.cmdSet && Cmd !== undefined ? { Cmd } : {}) };
  return withHistory({ ...state, config }, `ENTRYPOINT ${quoteAll(args)}`, false);
}

export function shell(state: StageState, { shell: words }: Shell): StageState {
  const Shell = words.map((word) => word.text);
  return withHistory({ ...state, config: { ...state.config, Shell } }, `SHELL ${list(Shell)}`, false);
}

export function healthcheck(state: StageState, { check }: Healthcheck): StageState {
  const Test = check === undefined ? ["NONE"] : testOf(check.command);
  const { interval = 0, timeout = 0, startPeriod = 0, startInterval = 0, retries = 0 } = check ?? {};
  const given = {
    ...(interval === 0 ? {} : { Interval: interval }),
    ...(timeout === 0 ? {} : { Timeout: timeout }),
    ...(startPeriod === 0 ? {} : { StartPeriod: startPeriod }),
    ...(startInterval === 0 ? {} : { StartInterval: startInterval }),
    ...(retries === 0 ? {} : { Retries: retries }),
  };
  const times = `Interval:${duration(interval)} Timeout:${duration(timeout)} StartPeriod:${duration(startPeriod)} StartInterval:${duration(startInterval)} Retries:${retries}`;
  const config = { ...state.config, Healthcheck: { Test, ...given } };
  return withHistory({ ...state, config }, `HEALTHCHECK {Test:${list(Test)} ${times}}`, false);
}

const testOf = (command: Command): readonly string[] =>
  command.form === "shell" ? ["CMD-SHELL", command.text] : ["CMD", ...command.args.map((word) => word.text)];

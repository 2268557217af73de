import type { Host } from "../host.ts";
import type { Flags, Values } from "./flags.ts";
import type { Terminal } from "./render/terminal.ts";

/** What a command is run with. */
export interface Invocation<F extends Flags = Flags> {
  readonly flags: Values<F>;
  /** What stands on the command line beside flags. */
  readonly args: readonly string[];
  readonly host: Host;
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  readonly catalogue: Catalogue;
}

/** All commands, for those that tell of the others. */
export interface Catalogue {
  /** Name and summary of each, in the order of the overview. */
  readonly list: readonly (readonly [name: string, summary: string])[];
  /** Loads the code of one command and of nothing else; undefined where there is none of that name. */
  load(name: string): Promise<Command> | undefined;
}

/** A command is data: its help, its flags and what it does. */
export interface Command<F extends Flags = Flags> {
  readonly name: string;
  readonly summary: string;
  /** What follows the name in the usage line: "[OPTIONS] PATH". */
  readonly usage: string;
  /** Least and most number of arguments. */
  readonly arity: readonly [number, number];
  readonly flags: F;
  readonly examples: readonly string[];
  /** Resolves to the exit status. */
  run(invocation: Invocation<F>): Promise<number>;
}

/** Keeps the types of the flags while a command is written down. */
export const command = <const F extends Flags>(it: Command<F>): Command<F> => it;

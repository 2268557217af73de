import type { Process } from "./process.ts";

/** Why a command line cannot be done, and its part that cannot. */
export interface Impossible {
  readonly word: string;
  readonly reason: string;
  readonly help?: string | undefined;
}

/** What a file in an image stands for here: a program written anew that does what that one does. */
export interface Program {
  /**
   * Told before anything runs: what of a command line is refused. Arguments that are not known yet
   * are undefined. undefined where all can be done, as far as the words tell.
   */
  refuses(args: readonly (string | undefined)[]): Impossible | undefined;
  /** Resolves to the exit status; may throw `Exit`, `SystemError` is a bug, `Refusal` ends the RUN. */
  run(proc: Process): Promise<number>;
}

/** Ends a program from within, as exit(3) does. */
export class Exit extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`exit ${status}`);
    this.name = "Exit";
    this.status = status;
  }
}

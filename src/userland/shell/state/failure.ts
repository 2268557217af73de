/**
 * What a shell says of a command that went wrong; where it happens decides whether the shell ends
 * with it (dash: EXERROR). Said once, with the descriptors that were open then.
 */
export class ShellError extends Error {
  readonly status: number;
  /** Where that is not the line of the command that runs. */
  readonly line: number | undefined;
  told = false;

  constructor(
    message: string,
    { status = 2, line, told = false }: { status?: number; line?: number; told?: boolean } = {},
  ) {
    super(message);
    this.name = "ShellError";
    this.status = status;
    this.line = line;
    this.told = told;
  }
}

/** `exit`, the end of a script by `set -e`, a command that could not be executed: the shell ends with its status. */
export class ShellExit extends Error {
  /** By `exit` (dash: EXEXIT); otherwise EXEND. */
  readonly asked: boolean;

  constructor(asked: boolean) {
    super("exit");
    this.name = "ShellExit";
    this.asked = asked;
  }
}

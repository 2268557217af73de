/** Why a transfer failed: curl's exit status, and its words. */
export class Failure extends Error {
  readonly status: number;
  /** What `--retry` says of it, where it is tried again. */
  readonly passing: "timeout" | "refused" | undefined;

  constructor(status: number, message: string, passing?: "timeout" | "refused") {
    super(message);
    this.name = "Failure";
    this.status = status;
    this.passing = passing;
  }
}

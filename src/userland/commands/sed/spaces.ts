import type { Output } from "./output.ts";

/** The pattern space and the hold space, each with whether its line was ended. */
export class Spaces {
  pattern = "";
  terminated = true;
  hold = "";
  private holdTerminated = true;

  /** g */
  get(): void {
    [this.pattern, this.terminated] = [this.hold, this.holdTerminated];
  }

  /** G */
  getMore(delimiter: string): void {
    this.pattern += delimiter + this.hold;
    this.terminated = this.holdTerminated;
  }

  /** h */
  keep(): void {
    [this.hold, this.holdTerminated] = [this.pattern, this.terminated];
  }

  /** H */
  keepMore(delimiter: string): void {
    this.hold += delimiter + this.pattern;
    this.holdTerminated = this.terminated;
  }

  /** x */
  exchange(): void {
    const { pattern, terminated } = this;
    this.get();
    [this.hold, this.holdTerminated] = [pattern, terminated];
  }

  /** P */
  printFirstLine(output: Output, delimiter: string): void {
    const end = this.pattern.indexOf(delimiter);
    output.line(end < 0 ? this.pattern : this.pattern.slice(0, end), end >= 0 || this.terminated);
  }
}

/** A script that is none. The message is dash's, without "Syntax error: ". */
export class SyntaxProblem extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.name = "SyntaxProblem";
    this.line = line;
  }
}

/** Ends a check: prints what is wrong, one line each, and fails where there is anything. */
export function report(problems: readonly string[]): void {
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

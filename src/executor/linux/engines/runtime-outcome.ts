import type { Outcome } from "./engine.ts";

/**
 * runc and crun end with 1 where they fail themselves, which a command may as well: only their log
 * tells. A command that is missing or no program gets the shell's statuses, as in Docker.
 */
export function runtimeOutcome(status: number | null, log: string): Outcome {
  const said = log
    .split("\n")
    .flatMap((line) => errorOf(line))
    .at(-1);
  if (said === undefined) return { status };
  if (/not found in \$PATH|no such file or directory/i.test(said)) return { status: 127, said };
  if (/permission denied|exec format error|is a directory/i.test(said)) return { status: 126, said };
  return { status, started: false, said };
}

function errorOf(line: string): string[] {
  try {
    const { level, msg } = JSON.parse(line) as { level?: string; msg?: string };
    return (level === "error" || level === "fatal") && msg !== undefined ? [msg] : [];
  } catch {
    return [];
  }
}

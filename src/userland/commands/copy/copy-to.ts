import { copy } from "./copy.ts";
import type { CopyOptions } from "./options.ts";
import type { Session } from "./session.ts";

/** Copies an argument of a command line to a path; whether that went well. */
export async function copyTo(
  session: Session,
  source: string,
  target: string,
  isNew: boolean | undefined,
  x: CopyOptions,
): Promise<boolean> {
  const top = { source, target, made: undefined };
  const item = { source, target, isNew, isArgument: true, isLast: true, parent: undefined, ancestors: [], top };
  return (await copy(session, item, x)).ok;
}

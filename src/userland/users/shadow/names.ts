import type { Process } from "../../kernel/process.ts";
import { Refusal } from "../../kernel/refusal.ts";
import type { Release } from "./release.ts";
import { idOf } from "../c-numbers.ts";
import { findGid, findGroup } from "../name-service.ts";
import type { Group } from "../records/group.ts";
import { isErrno } from "../../kernel/errno.ts";

/**
 * A name that Debian's shadow lets pass (libmisc/chkname.c; 4.13 with the patch 506_relaxed_usernames).
 * Of 4.17, which is stricter, only what nobody minds.
 */
export function isValidName(release: Release, name: string): boolean {
  if (release !== "4.13" && !/^[a-z_][a-z0-9_-]{0,31}$/i.test(name))
    throw new Refusal(name, `is a name that shadow ${release} may not take`);
  return name.length <= 32 && !/^(?:$|[-~+])/.test(name) && !/[:, \t\n\v\f\r]/.test(name);
}

/** Nothing that would break a line. */
export const isField = (text: string): boolean => !/[:\n]/.test(text);

/** The group that a name, or an id, means (libmisc/getgr_nam_gid.c). */
export async function groupOf(proc: Process, text: string): Promise<Group | undefined> {
  const gid = idOf(text);
  return gid === undefined ? findGroup(proc, text) : findGid(proc, gid);
}

/** What is said of a login shell that cannot run; undefined where all is well. */
export function doubtfulShell(proc: Process, shell: string): string | undefined {
  if (shell === "" || shell.startsWith("*") || shell === "/sbin/nologin") return undefined;
  try {
    if (proc.files.stat(shell).type !== "directory") {
      proc.files.access(shell, { execute: true });
      return undefined;
    }
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
  return `Warning: missing or non-executable shell '${shell}'`;
}

/** Whether a text may be a shell: "" or a path, or "*". */
export const isShell = (text: string): boolean => isField(text) && /^(?:$|[/*])/.test(text);

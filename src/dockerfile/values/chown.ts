import { problem } from "../errors.ts";
import type { Word } from "../syntax.ts";

/** A name, to be looked up in the image's /etc/passwd or group, or a number. */
export type Owner = { readonly name: string } | { readonly id: number };

export interface Chown {
  /** The name is empty where only a group is given. */
  readonly user: Owner;
  /** Undefined where it is not given: a named user's own group, or the number of a numeric user. */
  readonly group: Owner | undefined;
}

const largestId = 2 ** 31 - 1;

/**
 * Reads an expanded `user[:group]`, as --chown and USER have it. "root" is always 0. Throws
 * `dockerfile/bad-owner` for numbers beyond 31 bits, which docker build takes for names or wraps.
 */
export function parseChown({ text, where }: Word): Chown {
  const colon = text.indexOf(":");
  const user = colon === -1 ? text : text.slice(0, colon);
  const group = colon === -1 ? "" : text.slice(colon + 1);
  const owner = (part: string): Owner => {
    if (part === "root") return { id: 0 };
    if (!/^[+-]?\d+$/.test(part)) return { name: part };
    const id = Number(part);
    if (id >= 0 && id <= largestId) return { id };
    throw problem("dockerfile/bad-owner", `${JSON.stringify(text)} is no owner`, {
      where,
      help: `ids are 0 to ${largestId}`,
    });
  };
  return { user: owner(user), group: group === "" ? undefined : owner(group) };
}

/** Whether a name has to be looked up. */
export const namesSomebody = ({ user, group }: Chown): boolean =>
  "name" in user || (group !== undefined && "name" in group);

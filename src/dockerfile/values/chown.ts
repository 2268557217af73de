import { problem } from "../errors.ts";
import type { Word } from "../syntax.ts";

/** A name, to be looked up in the image's /etc/passwd or group, or a number. */
export type Owner = { readonly name: string } | { readonly id: number };

export interface Chown {
  readonly user: Owner;
  /** Undefined where it is not given: a named user's own group, or the number of a numeric user. */
  readonly group: Owner | undefined;
}

/** Reads an expanded --chown: `user[:group]`. "root" is always 0. */
export function parseChown({ text, where }: Word): Chown {
  const colon = text.indexOf(":");
  const user = colon === -1 ? text : text.slice(0, colon);
  const group = colon === -1 ? "" : text.slice(colon + 1);
  if (user !== "") return { user: owner(user), group: group === "" ? undefined : owner(group) };
  throw problem("dockerfile/bad-owner", `--chown has no user: ${JSON.stringify(text)}`, {
    where,
    help: "Write --chown=USER or --chown=USER:GROUP. An empty variable may be the reason.",
  });
}

function owner(text: string): Owner {
  if (text === "root") return { id: 0 };
  return /^\d+$/.test(text) && Number(text) <= 0x7fffffff ? { id: Number(text) } : { name: text };
}

import path from "node:path/posix";
import { problem } from "../errors.ts";
import { redactUrls } from "../../redact.ts";

/** Where a repository is, as git is told it: without what it takes to get in. */
export interface Remote {
  readonly url: string;
  readonly scheme: "http" | "https" | "ssh" | "git";
  /** host[:port] */
  readonly host: string;
  /** Unescaped `user:password` that stood in an http(s) address. */
  readonly userinfo: string | undefined;
}

const address = /^(https?|ssh|git):\/\/(?:([^/@]*(?:@[^/@]*)*)@)?([^/?#]+)(\/[^?#]*)?$/i;
const scpForm = /^([a-zA-Z0-9_][a-zA-Z0-9_-]*)@([a-zA-Z0-9.-]+):(.*)$/s;

/**
 * Takes a remote apart. The path is cleaned, as BuildKit does. Throws `source/bad-ref` for anything that git
 * could take for an option, a local path or a transport of another kind (`ext::`, `file://`).
 */
export function parseRemote(text: string): Remote {
  const url = address.exec(text);
  if (url !== null) {
    const [, scheme = "", user, host = "", at = "/"] = url;
    const kind = scheme.toLowerCase() as Remote["scheme"];
    const isHttp = kind === "http" || kind === "https";
    if (!host.startsWith("-") && !user?.startsWith("-"))
      return {
        url: `${kind}://${user === undefined || isHttp ? "" : `${user}@`}${host}${path.join("/", at)}`,
        scheme: kind,
        host,
        userinfo: isHttp && user !== undefined ? decodeURIComponent(user) : undefined,
      };
  }
  const scp = scpForm.exec(text);
  if (scp !== null) {
    const [, user, host = "", at = ""] = scp;
    const clean = path.join("/", at);
    const relative = at.startsWith("/") ? clean : clean.slice(1);
    if (!host.startsWith("-")) return { url: `${user}@${host}:${relative}`, scheme: "ssh", host, userinfo: undefined };
  }
  throw problem("source/bad-ref", `${redactUrls(text)} is no address of a git repository that djib fetches from`, {
    help: "known are https://, http://, ssh://, git:// and user@host:path",
  });
}

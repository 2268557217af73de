import { limits } from "../../limits.ts";
import { redactUrls } from "../../redact.ts";
import { problem } from "../errors.ts";
import { type Git, GitFailure } from "./command.ts";

export interface Submodule {
  /** Beneath the repository's root, as bytes in UTF-8. */
  readonly path: string;
  readonly commit: string;
  /** A remote, resolved against the parent's. */
  readonly remote: string;
}

/**
 * The submodules that a commit names, by its tree and its .gitmodules; those with `update = none` are left out, as
 * `git submodule update` does. `remote` is the parent's. Throws `source/submodule`.
 */
export async function submodulesOf(commit: string, remote: string, git: Git): Promise<readonly Submodule[]> {
  const links = (await git.text("ls-tree", "-r", "-z", "--full-tree", commit)).split("\0").flatMap((line) => {
    const [, id, path] = /^160000 commit ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
    return id === undefined || path === undefined ? [] : [{ commit: id, path }];
  });
  if (links.length === 0) return [];
  if (links.length > limits.submodules)
    throw problem("source/submodule", `${redactUrls(remote)} has more than ${limits.submodules} submodules`);
  const known = await declared(commit, git);
  return links.flatMap(({ path, commit }) => {
    const module = known.find((one) => one.get("path")?.replace(/\/+$/, "") === path);
    const url = module?.get("url");
    if (module?.get("update") === "none") return [];
    if (url !== undefined) return [{ path, commit, remote: resolveRemote(url, remote) }];
    throw problem("source/submodule", `.gitmodules of ${redactUrls(remote)} has no address for ${path}`, {
      help: "add ?submodules=false to the address to leave submodules out",
    });
  });
}

/** Sections of .gitmodules, each by its keys. */
async function declared(commit: string, git: Git): Promise<readonly ReadonlyMap<string, string>[]> {
  let listed: string;
  try {
    listed = await git.text("config", "--blob", `${commit}:.gitmodules`, "--null", "--list");
  } catch (error) {
    if (error instanceof GitFailure) return [];
    throw error;
  }
  const sections = new Map<string, Map<string, string>>();
  for (const entry of listed.split("\0")) {
    const end = entry.indexOf("\n");
    const [, name, key] = /^submodule\.(.*)\.([^.]+)$/s.exec(end < 0 ? entry : entry.slice(0, end)) ?? [];
    if (name === undefined || key === undefined) continue;
    const section = sections.get(name) ?? new Map<string, string>();
    sections.set(name, section.set(key, end < 0 ? "" : entry.slice(end + 1)));
  }
  return [...sections.values()];
}

/** An address in .gitmodules; `./` and `../` count from the parent's remote, as git's relative_url has it. */
export function resolveRemote(url: string, parent: string): string {
  if (!/^\.\.?(?:\/|$)/.test(url)) return url;
  let base = parent.replace(/\/+$/, "");
  let rest = url;
  for (;;) {
    if (rest.startsWith("./")) rest = rest.slice(2);
    else if (rest.startsWith("../") || rest === "..") {
      rest = rest.slice(3);
      base = withoutLast(base, url, parent);
    } else return `${base}${base.endsWith(":") ? "" : "/"}${rest}`.replace(/\/+$/, "");
  }
}

/** Never beyond the host. */
function withoutLast(base: string, url: string, parent: string): string {
  const authority = /^[a-zA-Z0-9]+:\/\/[^/]*|^[^/:]*:/.exec(base)?.[0] ?? "";
  const at = base.lastIndexOf("/");
  if (at >= authority.length) return base.slice(0, at);
  if (authority.endsWith(":") && base.length > authority.length) return authority;
  throw problem("source/submodule", `the submodule address ${url} leads out of ${redactUrls(parent)}`);
}

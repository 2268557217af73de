import path from "node:path/posix";
import { parseGoBoolean } from "./boolean.ts";
import { type GoUrl, parseGoQuery, parseGoUrl } from "./go-url.ts";

/** A git repository, what to take of it, and how. */
export interface GitReference {
  /** Address for git, without query and fragment; holds user name and password where they were given. */
  readonly remote: string;
  /** Branch, tag, full name beneath refs/, or commit; "" for the remote's default branch. */
  readonly ref: string;
  /** The commit (or its first digits) that `ref` has to be. */
  readonly checksum: string | undefined;
  /** Directory to take, cleaned, without a slash at either end; "" for the whole. */
  readonly subdir: string;
  readonly keepGitDir: boolean | undefined;
  /** undefined means true. */
  readonly submodules: boolean | undefined;
  /** Counts for build contexts; ADD has it checked and ignored, as BuildKit does. */
  readonly mtime: "checkout" | "commit" | undefined;
  /** `checksum` is taken for the commit without asking the remote what `ref` is. */
  readonly fetchByCommit: boolean;
  /** `github.com/owner/name` may be a path as well: a build context alone is taken for a repository. */
  readonly looksLocal: boolean;
}

/** A git address whose query cannot be read; the message says what. */
export class BadGitReference extends Error {}

/** scp's form: user@host:path, with a query and a fragment. */
const scpForm = /^([a-zA-Z0-9_-]+)@([a-zA-Z0-9.-]+):([^\n]*?)(?:\?([^\n]*?))?(?:#([^\n]*))?$/;

/**
 * Reads an address as BuildKit reads the sources of ADD and build contexts (frontend/dockerfile/
 * dfgitutil and util/gitutil): `https://host/name.git`, `ssh://`, `git://` and `user@host:path`, each
 * with `#ref:directory` or `?ref=…&subdir=…`. undefined for anything else. Throws `BadGitReference`
 * where it is one and its query is wrong.
 */
export function parseGitReference(text: string): GitReference | undefined {
  if (text.startsWith("./") || text.startsWith("../")) return undefined;
  const looksLocal = text.startsWith("github.com/");
  const address = looksLocal ? fromUrl(parseGoUrl(`https://${text}`)) : (fromScp(text) ?? fromUrl(parseGoUrl(text)));
  if (address === undefined) return undefined;
  if (!looksLocal && /^https?:/.test(address.remote) && !address.path.endsWith(".git")) return undefined;
  const remote = looksLocal ? address.remote.slice("https://".length) : address.remote;
  const [ref = "", subdir = ""] = splitOnce(address.fragment, ":");
  const named = { ref, subdir: cleanDirectory(subdir) };
  return { remote, ...withQuery(named, address.query), looksLocal };
}

interface Address {
  readonly remote: string;
  readonly path: string;
  readonly query: GoUrl["query"];
  readonly fragment: string;
}

function fromUrl(url: GoUrl | undefined): Address | undefined {
  if (url === undefined || !["http", "https", "ssh", "git"].includes(url.scheme)) return undefined;
  const { scheme, user, host, path, escapedPath, query, fragment } = url;
  const remote = `${scheme}://${user === undefined ? "" : `${user}@`}${host}${escapedPath}`;
  return { remote, path, query, fragment };
}

function fromScp(text: string): Address | undefined {
  const parts = /^[a-zA-Z0-9]+:\/\//.test(text) ? null : scpForm.exec(text);
  if (parts === null) return undefined;
  const [, user, host, path = "", query = "", fragment = ""] = parts;
  const { values, bad } = parseGoQuery(query);
  return bad ? undefined : { remote: `${user}@${host}:${path}`, path, query: values, fragment };
}

const splitOnce = (text: string, separator: string): readonly [string, string] => {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
};

const cleanDirectory = (directory: string): string => path.join("/", directory).replace(/^\/+|\/+$/g, "");

type Chosen = Omit<GitReference, "remote" | "looksLocal">;

/** dfgitutil's loadQuery. A branch or tag becomes its full name, and no two may name different refs. */
function withQuery({ ref, subdir }: Pick<Chosen, "ref" | "subdir">, query: GoUrl["query"]): Chosen {
  const value = (name: string): string | undefined => single(name, query.get(name));
  const flag = (name: string): boolean | undefined => booleanOf(name, query.get(name));
  for (const name of query.keys())
    if (!known.has(name)) throw new BadGitReference(`unexpected query ${JSON.stringify(name)}`);
  const directory = value("subdir");
  if (subdir !== "" && directory !== undefined && directory !== subdir) throw conflict("subdir", subdir, directory);
  const mtime = value("mtime");
  if (mtime !== undefined && mtime !== "checkout" && mtime !== "commit")
    throw new BadGitReference(`invalid mtime value: ${JSON.stringify(mtime)} (must be "checkout" or "commit")`);
  const commits = [value("checksum"), value("commit")].filter((id) => id !== undefined);
  const [tag, branch] = [value("tag"), value("branch")];
  if (tag !== undefined && branch !== undefined) throw new BadGitReference("branch conflicts with tag");
  const names = [value("ref"), full("refs/tags/", tag), full("refs/heads/", branch)].filter(
    (name) => name !== undefined,
  );
  return {
    ref: names.reduce((before, name) => agreeing("ref", before, name), ref),
    subdir: directory === undefined ? subdir : cleanDirectory(directory),
    checksum: commits.reduce((before, id) => agreeing("checksum", before, id), "") || undefined,
    keepGitDir: flag("keep-git-dir"),
    submodules: flag("submodules"),
    mtime,
    fetchByCommit: flag("fetch-by-commit") ?? false,
  };
}

const flags = ["keep-git-dir", "submodules", "fetch-by-commit"];
const known = new Set([...flags, "ref", "tag", "branch", "subdir", "checksum", "commit", "mtime"]);

const full = (prefix: string, name: string | undefined): string | undefined =>
  name === undefined || name.startsWith(prefix) ? name : prefix + name;

function agreeing(what: string, before: string, name: string): string {
  if (before !== "" && before !== name) throw conflict(what, before, name);
  return name;
}

const conflict = (what: string, one: string, other: string) =>
  new BadGitReference(`${what} conflicts: ${JSON.stringify(one)} vs ${JSON.stringify(other)}`);

function single(name: string, values: readonly string[] | undefined): string | undefined {
  if (values !== undefined && values.length > 1)
    throw new BadGitReference(`query ${JSON.stringify(name)} has multiple values`);
  if (values?.[0] === "") throw new BadGitReference(`query ${JSON.stringify(name)} has no value`);
  return values?.[0];
}

function booleanOf(name: string, values: readonly string[] | undefined): boolean | undefined {
  if (values === undefined) return undefined;
  if (values.length === 1 && values[0] === "") return true;
  const value = parseGoBoolean(single(name, values)!);
  if (value === undefined) throw new BadGitReference(`invalid ${name} value: ${JSON.stringify(values[0])}`);
  return value;
}

/** Whether ADD downloads a source: an http(s) address that is no git repository's. */
export const isHttpUrl = (text: string): boolean => /^https?:\/\//.test(text) && !isGitReference(text);

/** Whether the text is a git repository's address, its query right or not. */
export function isGitReference(text: string): boolean {
  try {
    return parseGitReference(text) !== undefined;
  } catch (error) {
    if (error instanceof BadGitReference) return true;
    throw error;
  }
}

/** What a downloaded file is called: the last part of the address's path, as BuildKit's convert_copy.go names it. */
export function fileNameOf(url: string): string {
  const name = path.basename(parseGoUrl(url)?.path ?? "");
  return name === "" || name === "." || name === ".." ? "__unnamed__" : name;
}

import { problem } from "../errors.ts";
import type { Git } from "./command.ts";

/** What a ref of a remote leads to. */
export interface Resolved {
  /** Full name, or the commit itself. */
  readonly ref: string;
  /** Of the commit, or of the annotated tag. */
  readonly id: string;
  /** The commit that an annotated tag names; undefined where nobody has looked. */
  readonly commit: string | undefined;
}

/** A whole object id, SHA-1 or SHA-256. */
export const isObjectId = (text: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);

/** Throws `source/bad-ref` for what git-check-ref-format(1) forbids and what looks like an option (CVE-2026-33748). */
export function checkRef(ref: string): void {
  if (!/^-|[\0-\x20\x7f~^:?*[\\]|\.\.|@\{/.test(ref)) return;
  throw problem("source/bad-ref", `${JSON.stringify(ref)} is no name of a git branch, tag or commit`, {
    help: "write #branch, #tag or #commit after the address, and a directory behind a colon: #main:docs",
  });
}

/**
 * Asks the remote what `ref` is now, "" being its default branch: a full name, else a branch, else a tag,
 * as BuildKit has it (source/git, resolveMetadataFromURL). A commit is not asked for. Throws `source/no-ref`.
 */
export async function resolveRef(ref: string, url: string, git: Git): Promise<Resolved> {
  if (isObjectId(ref)) return { ref, id: ref, commit: undefined };
  if (ref === "") return defaultBranch(url, git);
  const found = idsByName(await git.text("ls-remote", "--", url, ref, `${ref}^{}`));
  const names = [
    `refs/${ref.replace(/^refs\//, "")}`,
    `refs/heads/${ref.replace(/^refs\/heads\//, "")}`,
    `refs/tags/${ref.replace(/^refs\/tags\//, "")}`,
  ];
  const name = names.find((name) => found.has(name));
  const id = name === undefined ? undefined : found.get(name);
  if (name === undefined || id === undefined) throw noRef(ref, url);
  return { ref: name, id, commit: found.get(`${name}^{}`) ?? id };
}

async function defaultBranch(url: string, git: Git): Promise<Resolved> {
  const said = await git.text("ls-remote", "--symref", "--", url, "HEAD");
  const ref = /^ref: (refs\/heads\/\S+)\tHEAD$/m.exec(said)?.[1];
  const id = idsByName(said).get("HEAD");
  if (ref === undefined || id === undefined) throw noRef("HEAD", url);
  checkRef(ref);
  return { ref, id, commit: id };
}

function idsByName(said: string): ReadonlyMap<string, string> {
  const lines = said.split("\n").map((line) => line.split("\t"));
  return new Map(lines.flatMap(([id = "", name = ""]) => (isObjectId(id) ? [[name, id] as const] : [])));
}

const noRef = (ref: string, url: string) =>
  problem("source/no-ref", ref === "HEAD" ? `${url} has no default branch` : `${url} has no branch or tag ${ref}`, {
    help: "an abbreviated commit is none; write all of its 40 digits",
  });

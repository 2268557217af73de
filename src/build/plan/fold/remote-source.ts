import type { Add, Copy, Word } from "../../../dockerfile/syntax.ts";
import {
  BadGitReference,
  fileNameOf,
  type GitReference,
  isHttpUrl,
  parseGitReference,
} from "../../../dockerfile/values/git-reference.ts";
import { type Digest, isDigest } from "../../../oci/digest.ts";
import { redactUrls } from "../../../redact.ts";
import { problem } from "../../errors.ts";
import type { RemoteSource } from "../plan.ts";

/**
 * What a source of ADD is fetched from; undefined for a file of the context. As BuildKit's dispatchCopy, which is
 * also where wrong combinations of flags are told from. COPY fetches nothing.
 */
export function remoteSource(instruction: Copy | Add, word: Word): RemoteSource | undefined {
  const { text, where } = word;
  const reference = gitReference(word);
  const isGit = reference !== undefined && !reference.looksLocal;
  if (!isGit && !isHttpUrl(text)) return undefined;
  if (instruction.name === "COPY")
    throw problem("build/copy-address", `COPY takes no address: ${redactUrls(text)}`, {
      where,
      help: "ADD fetches files and git repositories",
    });
  if (isGit) return { kind: "git", reference: withFlags(reference, instruction, where) };
  return { kind: "file", url: text, name: fileNameOf(text), checksum: digestIn(instruction) };
}

function gitReference({ text, where }: Word): GitReference | undefined {
  try {
    return parseGitReference(text);
  } catch (error) {
    if (!(error instanceof BadGitReference)) throw error;
    throw problem("build/bad-address", `the git address ${redactUrls(text)} is wrong: ${error.message}`, {
      where,
      help: "after ? it may have ref, tag, branch, subdir, checksum, keep-git-dir and submodules, joined by &",
    });
  }
}

/** --checksum belongs to one source, which comes from the network. */
export function checkChecksum({ checksum }: Add, sources: readonly (RemoteSource | undefined)[]): void {
  if (!checksum?.text) return;
  const wrong = (message: string, help: string) =>
    problem("build/bad-checksum", message, { where: checksum.where, help });
  if (sources.length !== 1)
    throw wrong("--checksum is for one source, and this ADD has several", "write an ADD for each");
  if (sources[0] === undefined)
    throw wrong("--checksum is for what comes from the network", "files of the build context need none: leave it out");
}

function digestIn({ checksum }: Add): Digest | undefined {
  if (!checksum?.text) return undefined;
  const { text, where } = checksum;
  if (isDigest(text)) return text;
  const isOther = /^sha(?:384:[0-9a-f]{96}|512:[0-9a-f]{128})$/.test(text);
  throw problem("build/bad-checksum", `--checksum=${text} is no sha256 digest`, {
    where,
    help: isOther
      ? "docker build compares sha256 alone, and so fails with any other digest: sha256sum FILE"
      : "write --checksum=sha256: and 64 hex digits, in lower case: sha256sum FILE",
  });
}

function withFlags(reference: GitReference, { checksum, keepGitDir }: Add, where: Word["where"]): GitReference {
  const commit = checksum?.text || undefined;
  if (commit !== undefined && reference.checksum !== undefined && commit !== reference.checksum)
    throw problem(
      "build/bad-checksum",
      `--checksum=${commit} and checksum=${reference.checksum} in the address differ`,
      {
        where: checksum!.where,
        help: "leave one of them out",
      },
    );
  if (keepGitDir !== undefined && reference.keepGitDir !== undefined && keepGitDir !== reference.keepGitDir)
    throw problem("build/bad-address", "--keep-git-dir and keep-git-dir in the address differ", {
      where,
      help: "leave one of them out",
    });
  const whole = commit ?? reference.checksum;
  if (whole !== undefined && !/^[0-9a-fA-F]+$/.test(whole))
    throw problem("build/bad-checksum", `the checksum ${whole} is no commit`, {
      where: checksum?.where ?? where,
      help: "for a git repository it is a commit, or its first digits",
    });
  return { ...reference, checksum: whole, keepGitDir: keepGitDir ?? reference.keepGitDir };
}

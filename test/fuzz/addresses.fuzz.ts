import {
  BadGitReference,
  fileNameOf,
  isHttpUrl,
  parseGitReference,
} from "../../src/dockerfile/values/git-reference.ts";
import { parseGoUrl } from "../../src/dockerfile/values/go-url.ts";
import { parseRemote, type Remote } from "../../src/sources/git/remote.ts";
import { outcome, shapeOf, type Target } from "./target.ts";

/** Addresses of ADD and of build contexts. What git is given can be no option, and a directory stays in the repository. */
const addresses: Target = {
  name: "addresses",
  seeds: [
    "https://user:token@example.org:8443/a/b.git?branch=main&subdir=docs/x&keep-git-dir=1#v1:../..",
    "git@github.com:moby/buildkit.git#refs/pull/1/head:dir",
    "ssh://git@[::1]:22/a%20b?tag=v1&checksum=0123",
    "github.com/owner/name#main",
    "http://example.org/dir/file.tar.gz?x=y#z",
    "git://h/p?ref=--upload-pack=x",
  ],
  words: [
    ...["https://", "http://", "git://", "ssh://", "file://", "HTTPS://", "git@", "github.com/", "[::1]", "127.0.0.1"],
    ...[
      ".git",
      "?",
      "&",
      "=",
      "#",
      ":",
      "%2e%2e",
      "%00",
      "%",
      "%zz",
      "//",
      "/../",
      "--upload-pack=x",
      "-",
      "@",
      "[",
      "]",
    ],
    ...[
      "ref=",
      "tag=",
      "branch=",
      "subdir=",
      "checksum=",
      "commit=",
      "mtime=commit",
      "keep-git-dir=",
      "submodules=false",
    ],
    ...["fetch-by-commit=true", "refs/heads/", "refs/tags/", ";", "+", " "],
  ],
  run(text) {
    parseGoUrl(text);
    if (isHttpUrl(text) && /\/|^\.{0,2}$/.test(fileNameOf(text))) throw new Error(`a file called ${fileNameOf(text)}`);
    try {
      const reference = parseGitReference(text);
      if (reference === undefined) return [`none ${text.slice(0, 4)}`];
      const { subdir, remote } = reference;
      if (/^\/|\/$|(^|\/)\.\.?(\/|$)/.test(subdir)) throw new Error(`a directory ${subdir}`);
      return [...shapeOf(reference), ...outcome(() => shapeOf(checked(parseRemote(remote))))];
    } catch (error) {
      if (error instanceof BadGitReference) return [error.message.replaceAll(/"[^"]*"/g, "")];
      throw error;
    }
  },
};

function checked(remote: Remote): Remote {
  const { url, host, userinfo } = remote;
  if (/^-|:\/\/-|^file:|^[\w+.-]*::/.test(url.replace(/\[.*\]/, "")))
    throw new Error(`a remote that is an option: ${url}`);
  if (host === "" || (userinfo && url.includes(`${userinfo}@`))) throw new Error(`a remote with a password: ${url}`);
  return remote;
}

export default [addresses];

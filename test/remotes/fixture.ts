import { readFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { digestOf } from "../../src/oci/digest.ts";
import { serveGit } from "../support/git-server.ts";
import { serve } from "../support/web-server.ts";

export interface Fixture extends AsyncDisposable {
  /** The text of a case with its `{words}` replaced: addresses, digests and commits. */
  filled(text: string): string;
}

/** Packed without compressing: how small it gets depends on the Node. */
async function archive(): Promise<Buffer> {
  const tar = pack();
  const mtime = new Date(1_500_000_000_000);
  tar.entry({ name: "in/", type: "directory", mode: 0o750, uid: 1, gid: 2, mtime });
  tar.entry({ name: "in/side", mode: 0o640, uid: 7, gid: 8, mtime }, "inside");
  tar.entry({ name: "in/l", type: "symlink", linkname: "side", mtime });
  tar.finalize();
  return gzipSync(await buffer(tar), { level: 0 });
}

/** A web server and a server of git repositories, the same each time but for their ports. */
export async function openFixture(): Promise<Fixture> {
  const files: Readonly<Record<string, string | Buffer>> = {
    "/": "index",
    "/f.txt": "text",
    "/dir/": "directory",
    "/a%20b.txt": "blank",
    "/a.tar.gz": await archive(),
    "/undated": "undated",
  };
  const web = await serve((request, response) => {
    const { pathname } = new URL(request.url!, "http://x");
    if (pathname === "/moved") return response.writeHead(302, { location: "/f.txt" }).end();
    if (pathname === "/packed") return response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("packed"));
    if (pathname === "/named")
      return response.writeHead(200, { "content-disposition": 'attachment; filename="other"' }).end("named");
    const content = files[pathname];
    if (content === undefined) return response.writeHead(404).end();
    const headers = pathname === "/undated" ? {} : { "last-modified": "Wed, 01 Jan 2020 00:00:00 GMT" };
    return response.writeHead(200, headers).end(content);
  });
  const git = await serveGit();
  const leaf = git.repository("leaf").commit({ leaf: "leaf" });
  const app = git.repository("app");
  const first = app.commit({ "f.txt": "1", "d/x": { executable: "#!" }, "d/e/y": "y", l: { link: "d" } });
  app.git("tag", "light");
  app.git("tag", "-a", "heavy", "-m", "x");
  app.git("tag", "both");
  app.submodule("mods/leaf", "../leaf.git", leaf);
  const second = app.commit({
    "f.txt": "2",
    ".gitattributes": "crlf eol=crlf\nhidden export-ignore\nsubst export-subst\nid ident\n",
    crlf: "a\nb\n",
    hidden: "h",
    subst: "$Format:%H$",
    id: "$Id$",
    large: "version https://git-lfs.github.com/spec/v1\n",
  });
  app.git("branch", "both");
  const words: Readonly<Record<string, string>> = {
    web: web.url,
    git: git.url,
    first,
    second,
    short: second.slice(0, 10),
    text: digestOf("text"),
    other: digestOf("other"),
    sha512: `sha512:${"0".repeat(128)}`,
  };
  return {
    filled: (text) => text.replaceAll(/\{([a-z0-9]+)\}/g, (whole, name: string) => words[name] ?? whole),
    async [Symbol.asyncDispose]() {
      await web[Symbol.asyncDispose]();
      await git[Symbol.asyncDispose]();
    },
  };
}

export interface Recording {
  readonly recorder: { readonly files: readonly string[]; readonly sha256: string };
  /** Lines of the tree and what the history says, or the last line of the error. */
  readonly cases: Readonly<
    Record<string, { readonly tree?: readonly string[]; readonly history?: readonly string[]; readonly error?: string }>
  >;
}

export const readRecording = (): Recording =>
  JSON.parse(readFileSync(new URL("../recordings/remotes.json", import.meta.url), "utf8")) as Recording;

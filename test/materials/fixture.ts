import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";
import { serveGit } from "../support/git-server.ts";
import { serve } from "../support/web-server.ts";

export interface Fixture extends AsyncDisposable {
  /** The text of a case with its `{words}` replaced. */
  filled(text: string): string;
  /** The other way round: what differs each time becomes a word again. */
  plain(text: string): string;
}

const dockerfile = "FROM scratch\nCOPY Dockerfile /\n";

async function archive(): Promise<Buffer> {
  const tar = pack();
  tar.entry({ name: "Dockerfile", mode: 0o644, mtime: new Date(1_500_000_000_000) }, dockerfile);
  tar.finalize();
  return buffer(tar);
}

/** A web server and a git repository, the same each time but for their ports. */
export async function openFixture(): Promise<Fixture> {
  const files: Readonly<Record<string, string | Buffer>> = {
    "/f.txt": "text",
    "/site.tar": await archive(),
    "/Dockerfile": "FROM scratch\nCOPY <<TEXT /f\nx\nTEXT\n",
  };
  const web = await serve((request, response) => {
    const content = files[new URL(request.url!, "http://x").pathname];
    if (content === undefined) return response.writeHead(404).end();
    return response.writeHead(200, { "last-modified": "Wed, 01 Jan 2020 00:00:00 GMT" }).end(content);
  });
  const git = await serveGit();
  const site = git.repository("site");
  const first = site.commit({ Dockerfile: dockerfile, "d/Dockerfile": dockerfile, "d/f": "f" });
  site.git("tag", "v1");
  const hosts = { web: web.url.replace("http://", ""), git: git.url.replace("http://", "") };
  return {
    filled: (text) => text.replaceAll(/\{(web|git|first)\}/g, (_, word: string) => ({ ...hosts, first })[word]!),
    plain: (text) => text.replaceAll(hosts.web, "{web}").replaceAll(hosts.git, "{git}"),
    async [Symbol.asyncDispose]() {
      await web[Symbol.asyncDispose]();
      await git[Symbol.asyncDispose]();
    },
  };
}

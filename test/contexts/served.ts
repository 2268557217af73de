import { archiveOf } from "../copy/archive.ts";
import { type GitServer, serveGit } from "../support/git-server.ts";
import { serve, type WebServer } from "../support/web-server.ts";
import type { ContextCase, NamedSpec } from "./cases.ts";

type Remote =
  | Extract<NamedSpec, { readonly served: unknown } | { readonly repository: unknown }>
  | Extract<ContextCase["context"], { readonly tar: unknown }>;

/** Serves what cases name by an address. */
export interface Serving extends AsyncDisposable {
  address(spec: Remote): Promise<string>;
}

export async function serving(): Promise<Serving> {
  const pages = new Map<string, Buffer>();
  const web: WebServer = await serve((request, response) => {
    const page = pages.get(request.url!);
    response.writeHead(page === undefined ? 404 : 200).end(page);
  });
  const git: GitServer = await serveGit();
  let count = 0;
  return {
    async address(spec) {
      const name = String(++count);
      if ("repository" in spec) {
        git.repository(name).commit(spec.repository);
        return `${git.url}/${name}.git${spec.suffix ?? ""}`;
      }
      pages.set(`/${name}`, "served" in spec ? Buffer.from(spec.served) : await archiveOf(spec));
      return `${web.url}/${name}`;
    },
    async [Symbol.asyncDispose]() {
      await web[Symbol.asyncDispose]();
      await git[Symbol.asyncDispose]();
    },
  };
}

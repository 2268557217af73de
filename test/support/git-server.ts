import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, chmodSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { serve, type WebServer } from "./web-server.ts";

const identity = {
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.com",
  GIT_AUTHOR_DATE: "1700000000 +0000",
  GIT_COMMITTER_DATE: "1700000001 +0000",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
};

/** Text is a file; `{ link }` a symlink, `{ executable }` a program. */
export type GitFiles = Readonly<Record<string, string | { readonly link: string } | { readonly executable: string }>>;

/** A repository on disk that tests write to. */
export interface Repository {
  readonly directory: string;
  git(...args: readonly string[]): string;
  /** Adds files and commits all; gives the commit. */
  commit(files: GitFiles, message?: string): string;
  /** Stages a submodule, as `git submodule add` would, but without fetching it. */
  submodule(at: string, url: string, commit: string): void;
}

export function repositoryAt(directory: string, ...init: readonly string[]): Repository {
  mkdirSync(directory, { recursive: true });
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "protocol.file.allow=always", ...args], {
      cwd: directory,
      env: { PATH: process.env["PATH"], ...identity },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  git("init", "--quiet", "--initial-branch=main", ...init);
  const commit = (files: GitFiles, message = "a commit") => {
    for (const [name, spec] of Object.entries(files)) {
      const file = path.join(directory, name);
      mkdirSync(path.dirname(file), { recursive: true });
      if (typeof spec === "object" && "link" in spec) symlinkSync(spec.link, file);
      else writeFileSync(file, typeof spec === "string" ? spec : spec.executable);
      if (typeof spec === "object" && "executable" in spec) chmodSync(file, 0o755);
    }
    git("add", ...Object.keys(files), ...(existsSync(path.join(directory, ".gitmodules")) ? [".gitmodules"] : []));
    git("commit", "--quiet", "--allow-empty", "-m", message);
    return git("rev-parse", "HEAD");
  };
  const submodule = (at: string, url: string, id: string) => {
    git("config", "--file", ".gitmodules", `submodule.${at}.path`, at);
    git("config", "--file", ".gitmodules", `submodule.${at}.url`, url);
    git("update-index", "--add", "--cacheinfo", `160000,${id},${at}`);
    mkdirSync(path.join(directory, at), { recursive: true });
  };
  return { directory, git, commit, submodule };
}

export interface GitServer extends WebServer {
  /** Directory that holds the repositories: `<root>/name/.git` is served as /name.git. */
  readonly root: string;
  repository(name: string, ...init: readonly string[]): Repository;
}

/** Repositories over git's smart HTTP protocol, by `git http-backend`. `allow` may refuse a request with 401. */
export async function serveGit(allow: (request: IncomingMessage) => boolean = () => true): Promise<GitServer> {
  const root = mkdtempSync(path.join(tmpdir(), "djib-git-"));
  const server = await serve((request, response) => {
    if (allow(request)) return backend(root, request, response);
    response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
  });
  return {
    ...server,
    root,
    repository: (name, ...init) => repositoryAt(path.join(root, name), ...init),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function backend(root: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url!, "http://x");
  const child = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env["PATH"],
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "safe.directory",
      GIT_CONFIG_VALUE_0: "*",
      PATH_INFO: pathname.replace(/\.git\//, "/.git/"),
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method!,
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: String(request.headers["content-encoding"] ?? ""),
      REMOTE_ADDR: "127.0.0.1",
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  request.pipe(child.stdin);
  child.stdin.on("error", () => undefined);
  let head = Buffer.alloc(0);
  let begun = false;
  child.stdout.on("data", (bytes: Buffer) => {
    if (begun) return void response.write(bytes);
    head = Buffer.concat([head, bytes]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) return;
    begun = true;
    const lines = head.toString("latin1", 0, end).split("\r\n");
    const headers = lines.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]);
    const status = headers.find(([name]) => name === "Status")?.[1];
    response.writeHead(
      Number.parseInt(status ?? "200"),
      Object.fromEntries(headers.filter(([name]) => name !== "Status")),
    );
    response.write(head.subarray(end + 4));
  });
  child.on("close", () => response.end());
}

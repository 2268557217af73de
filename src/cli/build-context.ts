import { statSync } from "node:fs";
import path from "node:path";
import { dockerfileText, readDockerfileIn } from "../build/dockerfile-in-tree.ts";
import { problem } from "../build/errors.ts";
import type { ContextSpec, Origin } from "../context/context.ts";
import type { Ctx } from "../ctx.ts";
import type { SourceText } from "../errors.ts";
import { limits } from "../limits.ts";
import { treeBuilder } from "../oci/filesystem/tree-builder.ts";
import type { Store } from "../oci/store/store.ts";
import { redactUrls } from "../redact.ts";
import type { Remotes } from "../sources/remotes.ts";
import { problem as usage } from "./errors.ts";
import { dockerfileOnInput, readDockerfile } from "./read-dockerfile.ts";
import { standardInput, wholeInput } from "./standard-input.ts";

/** What is built from: the Dockerfile's text, and the files around it. */
export interface BuildInputs {
  readonly dockerfile: SourceText;
  readonly context: ContextSpec;
  /** Of a Dockerfile that was fetched by itself. */
  readonly dockerfileOrigin?: Origin;
}

export interface Tools {
  readonly store: Store;
  readonly remotes: Remotes;
  /** Of a git repository as the context. */
  readonly keepGitDir: boolean;
}

/**
 * PATH and -f of a command line, as buildx reads them: PATH is a directory, the address of a git
 * repository, archive or Dockerfile, or `-`, an archive or a Dockerfile on standard input. What is not
 * on this machine is fetched or unpacked now, since the Dockerfile may be in it.
 */
export async function buildInputs(
  file: string | undefined,
  context: string,
  tools: Tools,
  ctx: Ctx,
): Promise<BuildInputs> {
  const { cwd } = ctx.host.system;
  if (context === "-") return fromStandardInput(file, tools, ctx);
  const directory = path.resolve(cwd, context);
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
    const { contextAt, isAddress, soleFile } = await import("../build/remote-context.ts");
    if (isAddress(context)) {
      const found = await contextAt(context, tools, ctx);
      return inTree(found.context, file, found.isFile ? { sole: soleFile, name: redactUrls(context) } : undefined, ctx);
    }
  }
  if (file !== undefined && /^https?:\/\//.test(file))
    return { ...(await fetched(file, tools.remotes, ctx)), context: { kind: "directory", path: directory } };
  const { source, file: found } = await readDockerfile(file, context, ctx.host);
  return { dockerfile: source, context: { kind: "directory", path: directory, dockerfile: found } };
}

async function fromStandardInput(file: string | undefined, { store }: Tools, ctx: Ctx): Promise<BuildInputs> {
  if (file === "-")
    throw usage("usage/conflict", "the Dockerfile and the context cannot both be standard input", {
      exitCode: 2,
      help: "djib build -f - . < Dockerfile, or djib build - < context.tar",
    });
  const input = await standardInput("-", "djib build - < Dockerfile, or tar c . | djib build -");
  const { archiveContext, isArchive } = await import("../build/remote-context.ts");
  if (isArchive(input.beginning))
    return inTree(await archiveContext(input.read(), "standard input", store), file, undefined, ctx);
  if (file !== undefined)
    throw usage("usage/conflict", "standard input is a Dockerfile, and -f names another one", {
      exitCode: 2,
      help: "leave -f out, or send an archive of the project: tar c . | djib build -f FILE -",
    });
  const dockerfile = dockerfileText(await wholeInput(input), "standard input");
  return { dockerfile, context: { kind: "tree", tree: treeBuilder().build(() => []) } };
}

interface Sole {
  /** The one file of the context, which is the Dockerfile whatever -f says. */
  readonly sole: string;
  readonly name: string;
}

async function inTree(
  context: Extract<ContextSpec, { readonly kind: "tree" }>,
  file: string | undefined,
  only: Sole | undefined,
  { host }: Ctx,
): Promise<BuildInputs> {
  if (file === "-") return { dockerfile: await dockerfileOnInput(), context };
  if (file !== undefined && path.isAbsolute(file) && only === undefined)
    return { dockerfile: (await readDockerfile(file, ".", host)).source, context };
  const { name, bytes } = await readDockerfileIn(context.tree, only?.sole ?? file);
  return { dockerfile: dockerfileText(bytes, only?.name ?? name), context };
}

async function fetched(url: string, remotes: Remotes, ctx: Ctx): Promise<Omit<BuildInputs, "context">> {
  const { size, digest, read } = await remotes.file(url, undefined, ctx);
  const name = redactUrls(url);
  if (size > limits.dockerfile) throw problem("build/no-dockerfile", `${name} is larger than any Dockerfile`);
  const parts: Uint8Array[] = [];
  for await (const part of read()) parts.push(Buffer.from(part));
  return { dockerfile: dockerfileText(Buffer.concat(parts), name), dockerfileOrigin: { kind: "file", url, digest } };
}

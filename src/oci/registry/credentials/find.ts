import { open } from "node:fs/promises";
import type { Ctx } from "../../../ctx.ts";
import { limits } from "../../../limits.ts";
import { type AuthFile, keysFor, parseAuthFile } from "./auth-file.ts";
import type { Credential, Search } from "./credential.ts";
import { askHelper, HelperFailure } from "./helper.ts";
import { authLocations, type Location } from "./locations.ts";

async function textOf(location: Location): Promise<string | undefined> {
  if ("text" in location) return location.text;
  const file = await open(location.path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  });
  if (file === undefined) return undefined;
  try {
    if ((await file.stat()).size > limits.credentials) throw new Error("it is too large");
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

/** Helpers know Docker Hub by the address that `docker login` hands them. */
const serverOf = (domain: string): string => (domain === "docker.io" ? "https://index.docker.io/v1/" : domain);

async function fromHelper(helper: string, domain: string, name: string, ctx: Ctx): Promise<Credential | undefined> {
  const secret = await askHelper(helper, serverOf(domain), ctx);
  return secret && { secret, from: `docker-credential-${helper} (named in ${name})` };
}

/** A helper of the registry's own, then the file's entries, longest match first; then the general helper. */
async function inFile(
  file: AuthFile,
  domain: string,
  repository: string,
  name: string,
  ctx: Ctx,
): Promise<Credential | undefined> {
  const keys = keysFor(domain, repository);
  const helper = keys.map((key) => file.helpers.get(key)).find((found) => found !== undefined) ?? file.store;
  let failure: unknown;
  try {
    const found = helper === undefined ? undefined : await fromHelper(helper, domain, name, ctx);
    if (found !== undefined) return found;
  } catch (error) {
    failure = error;
  }
  for (const key of keys) {
    const secret = file.auths.get(key);
    if (secret !== undefined) return { secret, from: name };
  }
  if (failure !== undefined) throw failure;
  return undefined;
}

function describe(error: unknown, name: string): string {
  if (error instanceof HelperFailure) return `${error.message} (named in ${name})`;
  if (error instanceof SyntaxError) return `${name} is not valid JSON`;
  return `${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}

/**
 * Finds what is stored for a repository; the first place that has something wins. Rejects only
 * when aborted: broken places are told in `failures`, and whoever needs credentials decides.
 */
export async function findCredential(domain: string, repository: string, ctx: Ctx): Promise<Search> {
  const looked: string[] = [];
  const failures: string[] = [];
  for (const location of authLocations(ctx.host)) {
    try {
      const text = await textOf(location);
      looked.push(text === undefined ? `${location.name} (not there)` : location.name);
      if (text === undefined || text.trim() === "") continue;
      const credential = await inFile(parseAuthFile(text), domain, repository, location.name, ctx);
      if (credential !== undefined) return { credential, looked, failures };
    } catch (error) {
      ctx.signal.throwIfAborted();
      failures.push(describe(error, location.name));
    }
  }
  return { looked, failures };
}

import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import type { DjibError } from "../../src/errors.ts";
import type { Layer } from "../../src/oci/blob.ts";
import type { Image } from "../../src/oci/image/image.ts";
import { parseReference } from "../../src/oci/reference.ts";
import { noRegistryConfig, type RegistryConfig } from "../../src/oci/registry/config.ts";
import { registrySink } from "../../src/sinks/registry.ts";
import { registrySource } from "../../src/sources/registry.ts";
import { testCtx, type TestCtx } from "./ctx.ts";
import { amd64 } from "./images.ts";
import { temporaryStore } from "./store.ts";

/** No mirrors, and next to no waits between tries. */
export const impatient: RegistryConfig = { ...noRegistryConfig, backoffMs: 10 };

/** A context that sees no credentials, proxies or certificates of the machine. */
export const cleanCtx = (env: Record<string, string> = {}, home = "/nonexistent/home"): TestCtx =>
  testCtx(env, { home });

/** DOCKER_AUTH_CONFIG with the user alice, password s3cret, of some registries. */
export const login = (...hosts: readonly string[]): Record<string, string> => {
  const entry = { auth: Buffer.from("alice:s3cret").toString("base64") };
  return { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: Object.fromEntries(hosts.map((host) => [host, entry])) }) };
};

export const contentOf = (layer: Layer): Promise<Buffer> => buffer(Readable.from(layer.open()));

interface Options {
  readonly ctx?: TestCtx;
  readonly config?: RegistryConfig;
  readonly mountFrom?: readonly string[];
}

export const push = (
  image: Image,
  name: string,
  { ctx = cleanCtx(), config = impatient, mountFrom = [] }: Options = {},
) =>
  registrySink(parseReference(name), {
    config,
    compress: (layer) => Promise.resolve(layer),
    mountFrom: () => mountFrom.map(parseReference),
  })(image, ctx);

/** Pulls into an empty store, layers and all. */
export async function pull(name: string, { ctx = cleanCtx(), config = impatient }: Options = {}) {
  await using temporary = await temporaryStore();
  const found = await registrySource({ store: temporary.store, config, pull: false })(parseReference(name), amd64, ctx);
  if (found === undefined) throw new Error("nothing was found");
  const contents = await Promise.all(found.image.layers.map(contentOf));
  return { ...found, contents };
}

/** For assert.rejects: the code, and words that the error's lines hold (or, with "!" before, do not). */
export const fails =
  (code: string, ...words: readonly string[]) =>
  (error: DjibError): true => {
    const text = [error.code, error.message, error.details?.help, ...(error.details?.detail ?? [])].join("\n");
    if (error.code !== code) throw new Error(`expected ${code}: ${error.stack}`);
    for (const word of words)
      if (text.includes(word.replace(/^!/, "")) === word.startsWith("!")) throw new Error(`${word} in:\n${text}`);
    return true;
  };

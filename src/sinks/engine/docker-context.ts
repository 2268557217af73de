import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Host } from "../../host.ts";
import { problem } from "../errors.ts";
import { type Endpoint, parseHost, type TlsFiles } from "./endpoint.ts";

/** Where docker keeps config.json and contexts/. */
const configFolder = (host: Host): string => host.env["DOCKER_CONFIG"] || path.join(host.system.home, ".docker");

/**
 * The engine that the docker command would use because somebody said so: DOCKER_HOST, else the
 * context that DOCKER_CONTEXT or config.json's currentContext names (docker: cli/command/cli.go,
 * resolveContextName). undefined where nobody did. Throws `engine/bad-config`, `engine/ssh`.
 */
export async function configuredEndpoint(
  host: Host,
): Promise<{ readonly endpoint: Endpoint; readonly from: string } | undefined> {
  const dockerHost = host.env["DOCKER_HOST"];
  if (dockerHost)
    return { endpoint: parseHost(dockerHost, "DOCKER_HOST", await tlsOfEnvironment(host)), from: "DOCKER_HOST" };
  const named = host.env["DOCKER_CONTEXT"] || (await currentContext(host));
  if (named === undefined || named === "" || named === "default") return undefined;
  return { endpoint: await contextEndpoint(named, host), from: `docker's context ${named}` };
}

/** Like docker's command line: certificates count only with DOCKER_TLS_VERIFY (or the older DOCKER_TLS). */
async function tlsOfEnvironment(host: Host): Promise<TlsFiles | undefined> {
  const verify = Boolean(host.env["DOCKER_TLS_VERIFY"]);
  if (!verify && !host.env["DOCKER_TLS"]) return undefined;
  return readTls(host.env["DOCKER_CERT_PATH"] || configFolder(host), verify);
}

async function currentContext(host: Host): Promise<string | undefined> {
  const file = path.join(configFolder(host), "config.json");
  const config = await readJson(file);
  const name = config?.["currentContext"];
  if (name === undefined || typeof name === "string") return name;
  throw problem("engine/bad-config", `currentContext in ${file} is not a name`);
}

async function contextEndpoint(name: string, host: Host): Promise<Endpoint> {
  const id = createHash("sha256").update(name).digest("hex");
  const folder = path.join(configFolder(host), "contexts");
  const file = path.join(folder, "meta", id, "meta.json");
  const meta = await readJson(file);
  if (meta === undefined)
    throw problem("engine/bad-config", `docker's context ${JSON.stringify(name)} does not exist`, {
      help: "see `docker context ls`, choose one with `docker context use`, or build with --no-load",
    });
  const docker = (meta["Endpoints"] as Record<string, unknown> | undefined)?.["docker"] as
    { readonly Host?: unknown; readonly SkipTLSVerify?: unknown } | undefined;
  if (typeof docker?.Host !== "string") throw problem("engine/bad-config", `${file} names no docker engine`);
  const tls = await readTls(path.join(folder, "tls", id, "docker"), docker.SkipTLSVerify !== true);
  const secured = tls.ca !== undefined || tls.cert !== undefined || !tls.verify;
  return parseHost(docker.Host, `docker's context ${name}`, secured ? tls : undefined);
}

async function readTls(folder: string, verify: boolean): Promise<TlsFiles> {
  const [ca, cert, key] = await Promise.all(
    ["ca.pem", "cert.pem", "key.pem"].map((name) => readIfThere(path.join(folder, name))),
  );
  return { verify, ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}

async function readJson(file: string): Promise<Record<string, unknown> | undefined> {
  const bytes = await readIfThere(file);
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(bytes.toString("utf8")) as Record<string, unknown>;
  } catch (cause) {
    throw problem("engine/bad-config", `${file} is not JSON`, { cause });
  }
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw problem("engine/bad-config", `cannot read ${file} (${code})`, { cause });
  }
}

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as tls from "node:tls";
import type { Host } from "../../host.ts";

/** What Go's crypto/x509 looks for on Linux, first found. */
const systemBundles = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

const readable = (path: string): Promise<string | undefined> => readFile(path, "utf8").catch(() => undefined);

async function pemFiles(directory: string): Promise<readonly string[]> {
  const names = (await readdir(directory).catch(() => [])).sort();
  const texts = await Promise.all(names.map((name) => readable(join(directory, name))));
  return texts.filter((text) => text !== undefined && text.includes("-----BEGIN CERTIFICATE-----")) as string[];
}

async function systemRoots(host: Host): Promise<readonly string[]> {
  // Node 22.15 and later read the host's own store; before, only Linux has it in a file.
  const { getCACertificates } = tls as { getCACertificates?: (type: "system") => readonly string[] };
  if (getCACertificates !== undefined) return getCACertificates("system");
  if (host.system.platform !== "linux") return [];
  for (const path of systemBundles) {
    const text = await readable(path);
    if (text !== undefined) return [text];
  }
  return [];
}

/** Authorities to trust, PEM: those named, and Node's own unless `instead`. */
interface Roots {
  readonly own: readonly string[];
  readonly instead: boolean;
}

/**
 * Certificate authorities to trust: Node's and the system's, with SSL_CERT_FILE and SSL_CERT_DIR
 * (both set: instead of them; one set: beside them, which is what Go's rule comes to) and
 * NODE_EXTRA_CA_CERTS beside all. Files that cannot be read are left out.
 */
export async function trustedRoots(host: Host): Promise<Roots> {
  const { SSL_CERT_FILE: file, SSL_CERT_DIR: directories, NODE_EXTRA_CA_CERTS: extra } = host.env;
  const separator = host.system.platform === "win32" ? ";" : ":";
  const own = [
    ...(await Promise.all([file, extra].filter((path) => !!path).map((path) => readable(path!)))),
    ...(await Promise.all((directories ?? "").split(separator).filter(Boolean).map(pemFiles))).flat(),
  ].filter((text) => text !== undefined);
  if (file && directories) return { own: distinct(own, []), instead: true };
  return { own: distinct([...(await systemRoots(host)), ...own], tls.rootCertificates), instead: false };
}

/** The certificates in `texts`, each once, without the known ones: the same ones lie everywhere, and each takes OpenSSL half a millisecond. */
function distinct(texts: readonly string[], known: readonly string[]): readonly string[] {
  const compact = (pem: string) => pem.replaceAll(/\s/g, "");
  const seen = new Set(known.map(compact));
  const pems = texts.flatMap((text) => text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []);
  return pems.filter((pem) => !seen.has(compact(pem)) && seen.add(compact(pem)));
}

/** What docker keeps for a registry in certs.d/HOST[:PORT]/: authorities (*.crt) and client pairs (*.cert, *.key). */
export interface HostCertificates {
  readonly ca: readonly string[];
  readonly clients: readonly { readonly cert: string; readonly key: string }[];
}

const certsDirectories = ({ system: { platform, home }, env }: Host): readonly string[] =>
  platform === "win32"
    ? [join(env["PROGRAMDATA"] ?? "C:\\ProgramData", "docker", "certs.d"), join(home, ".docker", "certs.d")]
    : [
        join(home, ".docker", "certs.d"),
        join(env["XDG_CONFIG_HOME"] || join(home, ".config"), "containers", "certs.d"),
        "/etc/containers/certs.d",
        "/etc/docker/certs.d",
      ];

/** Reads the directories of docker and of containers-certs.d(5) for one host; missing ones are nothing. */
export async function hostCertificates(registryHost: string, host: Host): Promise<HostCertificates> {
  const ca: string[] = [];
  const clients: { cert: string; key: string }[] = [];
  // Windows takes no colon in a name; docker leaves it out there.
  const name = host.system.platform === "win32" ? registryHost.replace(":", "") : registryHost;
  for (const base of certsDirectories(host)) {
    const directory = join(base, name);
    for (const file of (await readdir(directory).catch(() => [])).sort()) {
      const path = join(directory, file);
      const text = /\.(?:crt|cert)$/.test(file) ? await readable(path) : undefined;
      if (text === undefined) continue;
      if (file.endsWith(".crt")) ca.push(text);
      const key = file.endsWith(".cert") ? await readable(path.replace(/\.cert$/, ".key")) : undefined;
      if (key !== undefined) clients.push({ cert: text, key });
    }
  }
  return { ca, clients };
}

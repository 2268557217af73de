import { problem } from "../errors.ts";

export interface TlsFiles {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  /** false: any certificate of the engine will do, as docker's SkipTLSVerify says. */
  readonly verify: boolean;
}

/** Where an engine listens. `path` is a Unix socket's or a named pipe's, which Node opens alike. */
export type Endpoint =
  | { readonly kind: "socket"; readonly path: string }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number; readonly tls?: TlsFiles };

/**
 * Parses what DOCKER_HOST holds (docker: cli/opts/hosts.go). `from` says where it stands, for the
 * error. Throws `engine/ssh` for ssh:// and `engine/bad-config` for anything unknown.
 */
export function parseHost(text: string, from: string, tls?: TlsFiles): Endpoint {
  const [, scheme, rest] = /^([a-z]+):\/\/(.*)$/s.exec(text) ?? [];
  if (scheme === "unix" && rest !== "") return { kind: "socket", path: rest! };
  if (scheme === "npipe" && rest !== "") return { kind: "socket", path: rest!.replaceAll("/", "\\") };
  if (scheme === "ssh")
    throw problem("engine/ssh", `${from} reaches the engine over SSH, which djib does not do`, {
      help: "forward its socket (ssh -L /tmp/docker.sock:/var/run/docker.sock HOST) and set DOCKER_HOST=unix:///tmp/docker.sock, or use --push",
    });
  if (scheme === "tcp" && URL.canParse(`http://${rest}`)) {
    const { hostname, port } = new URL(`http://${rest}`);
    // URL takes the default port of http away.
    const given = port === "" && rest!.endsWith(":80") ? 80 : Number(port);
    return {
      kind: "tcp",
      host: hostname.replace(/^\[|\]$/g, ""),
      port: given || (tls === undefined ? 2375 : 2376),
      ...(tls === undefined ? {} : { tls }),
    };
  }
  throw problem("engine/bad-config", `${from} is ${JSON.stringify(shown(text))}, which is no address of an engine`, {
    help: "write it as unix:///var/run/docker.sock or tcp://HOST:2376",
  });
}

/** For people, in docker's words; never with a user name or password. */
export function showEndpoint(endpoint: Endpoint): string {
  if (endpoint.kind === "tcp") {
    const { host, port } = endpoint;
    return `tcp://${host.includes(":") ? `[${host}]` : host}:${port}`;
  }
  return endpoint.path.startsWith("\\\\")
    ? `npipe://${endpoint.path.replaceAll("\\", "/")}`
    : `unix://${endpoint.path}`;
}

const shown = (text: string): string => text.slice(0, 200).replace(/\/\/[^/@]*@/, "//…@");

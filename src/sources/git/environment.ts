import { join } from "node:path";
import type { Host } from "../../host.ts";
import { firstSecret, type ReadSecret } from "../secrets.ts";
import type { Remote } from "./remote.ts";

/** What of the machine's environment reaches git: where programs are, proxies, and authorities that TLS trusts. */
const passed = [
  "PATH",
  "SYSTEMROOT",
  "TEMP",
  "TMP",
  ...["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]),
  "GIT_SSL_CAINFO",
  "GIT_SSL_CAPATH",
];

export interface Access {
  /** Value of the Authorization header, and the addresses it is sent to. */
  readonly authorization: { readonly value: string; readonly scope: string } | undefined;
  /** Socket of an ssh agent; its keys are the only ones that are shown to a server. */
  readonly agent: string | undefined;
}

/**
 * git's environment, as BuildKit's (util/gitutil): no settings of the user or system, no prompts, no
 * transports but those four. The header goes in by the environment, since arguments are for all to see.
 */
export function gitEnvironment({ authorization, agent }: Access, scratch: string, host: Host): Record<string, string> {
  const given = passed.flatMap((name) => (host.env[name] === undefined ? [] : [[name, host.env[name]]]));
  return {
    ...(Object.fromEntries(given) as Record<string, string>),
    ...(host.env["SSL_CERT_FILE"] === undefined || host.env["GIT_SSL_CAINFO"] !== undefined
      ? {}
      : { GIT_SSL_CAINFO: host.env["SSL_CERT_FILE"] }),
    LC_ALL: "C",
    HOME: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ADVICE: "0",
    GIT_ALLOW_PROTOCOL: "http:https:ssh:git",
    GIT_SSH_COMMAND: sshCommand(scratch, host),
    ...(agent === undefined ? {} : { SSH_AUTH_SOCK: agent }),
    ...(authorization === undefined
      ? {}
      : {
          GIT_CONFIG_COUNT: "1",
          GIT_CONFIG_KEY_0: `http.${authorization.scope}.extraheader`,
          GIT_CONFIG_VALUE_0: `Authorization: ${authorization.value}`,
        }),
  };
}

/** A host's key that is not known is taken, as BuildKit takes it, but not written down; one that has changed is refused. */
function sshCommand(scratch: string, { system }: Host): string {
  const files = [join(scratch, "known_hosts"), join(system.home, ".ssh", "known_hosts")];
  const quoted = files.map((file) => `"${file.replaceAll(/["\\$`]/g, "\\$&")}"`).join(" ");
  const options = [
    "BatchMode=yes",
    "IdentityFile=none",
    "StrictHostKeyChecking=accept-new",
    "UpdateHostKeys=no",
    "ConnectTimeout=30",
    "ServerAliveInterval=20",
  ];
  return `ssh -F /dev/null ${options.map((option) => `-o ${option}`).join(" ")} -o 'UserKnownHostsFile=${quoted.replaceAll("'", "'\\''")}'`;
}

/** BuildKit's secrets, those of the host before those for all (source/git), else user and password of the address. */
export async function authorizationFor(remote: Remote, secrets: ReadSecret): Promise<Access["authorization"]> {
  if (remote.scheme !== "https" && remote.scheme !== "http") return undefined;
  const scope = tokenScope(remote.url);
  const found = await firstSecret(
    [`.${remote.host}`, ""].flatMap((suffix) => [
      { id: `GIT_AUTH_HEADER${suffix}`, isToken: false },
      { id: `GIT_AUTH_TOKEN${suffix}`, isToken: true },
    ]),
    secrets,
  );
  if (found !== undefined)
    return { value: found.name.isToken ? basic(`x-access-token:${found.value}`) : found.value, scope };
  return remote.userinfo === undefined ? undefined : { value: basic(remote.userinfo), scope: remote.url };
}

const basic = (user: string): string => `basic ${Buffer.from(user, "utf8").toString("base64")}`;

/** A token of GitHub's is good for all of its repositories, as submodules need; elsewhere for the one. */
const tokenScope = (url: string): string => /^https:\/\/(?:www\.)?github\.com\//.exec(url)?.[0] ?? url;

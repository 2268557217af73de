import { join } from "node:path";
import type { Host } from "../../../host.ts";

/** A place that may hold credentials: a file, or text in a variable. */
export type Location = { readonly name: string } & ({ readonly path: string } | { readonly text: string });

/**
 * Where credentials are looked for, in order: DOCKER_AUTH_CONFIG (GitLab's and docker's variable
 * with the file's text), docker's config.json, then containers-auth.json(5): REGISTRY_AUTH_FILE
 * or, without it, the runtime and configuration directories.
 */
export function authLocations({ env, system }: Host): readonly Location[] {
  const file = (path: string): Location => ({ name: tilde(path, system.home), path });
  const docker = file(join(env["DOCKER_CONFIG"] || join(system.home, ".docker"), "config.json"));
  const text = env["DOCKER_AUTH_CONFIG"];
  const named = env["REGISTRY_AUTH_FILE"];
  return [
    ...(text ? [{ name: "DOCKER_AUTH_CONFIG", text }] : []),
    ...(named ? [file(named), docker] : [docker, ...containersFiles(env, system).map(file)]),
  ];
}

function containersFiles(env: Host["env"], { platform, uid, home }: Host["system"]): readonly string[] {
  const config = join(env["XDG_CONFIG_HOME"] || join(home, ".config"), "containers", "auth.json");
  if (platform !== "linux") return [join(home, ".config", "containers", "auth.json")];
  const runtime = env["XDG_RUNTIME_DIR"];
  // Without a session, containers/image uses this directory.
  const primary = runtime ? join(runtime, "containers", "auth.json") : `/run/containers/${uid ?? 0}/auth.json`;
  return [primary, config];
}

const tilde = (path: string, home: string): string =>
  home !== "" && path.startsWith(join(home, "/")) ? join("~", path.slice(home.length)) : path;

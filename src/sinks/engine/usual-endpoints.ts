import path from "node:path";
import type { Host } from "../../host.ts";
import type { Endpoint } from "./endpoint.ts";

/**
 * Where engines listen when nobody said otherwise, the likeliest first: docker's socket or pipe,
 * then podman's service of this user and of the system, and podman machine's on macOS and Windows
 * (docs.podman.io: podman-system-service, podman-machine-start).
 */
export function usualEndpoints({ env, system }: Host): readonly Endpoint[] {
  if (system.platform === "win32")
    return ["docker_engine", "podman-machine-default"].map((name) => socket(`\\\\.\\pipe\\${name}`));
  const runtime = env["XDG_RUNTIME_DIR"];
  const own = runtime ? [path.join(runtime, "podman/podman.sock")] : [];
  const paths = ["/var/run/docker.sock", ...own, "/run/podman/podman.sock"];
  if (system.platform === "darwin")
    paths.push(
      path.join(system.tmp, "podman/podman-machine-default-api.sock"),
      path.join(system.home, ".local/share/containers/podman/machine/podman.sock"),
    );
  return paths.map(socket);
}

const socket = (file: string): Endpoint => ({ kind: "socket", path: file });

import { type Platform, normalise } from "../../oci/platform.ts";
import { familiarName, fullName, type Reference } from "../../oci/reference.ts";
import { ask, findImage, loadArchive } from "./api.ts";
import { type Endpoint, showEndpoint } from "./endpoint.ts";
import type { Engine } from "./engine.ts";
import { badAnswer } from "./read-answer.ts";

type Json = Readonly<Record<string, unknown>>;

/** Asks what listens there, with one request. Rejects with the system's error, or `engine/bad-answer`. */
export async function openEngine(endpoint: Endpoint, signal: AbortSignal): Promise<Engine> {
  const version = await ask(endpoint, { method: "GET", path: "/version", signal });
  const name = isPodman(version) ? "podman" : "docker";
  const spelled = name === "podman" ? nameInPodman : fullName;
  return {
    name,
    version: String(version["Version"] ?? "").slice(0, 100),
    platform: platformOf(version),
    address: showEndpoint(endpoint),
    find: (image, stop) => findImage(endpoint, typeof image === "string" ? image : spelled(image), stop),
    load: (archive, stop) => loadArchive(endpoint, archive, stop),
    async knowsChains(stop) {
      if (name === "podman") return false;
      return usesGraphDriver(await ask(endpoint, { method: "GET", path: "/info", signal: stop }));
    },
    async tag(id, { tag = "latest", domain, repository }, stop) {
      const query = new URLSearchParams({ repo: spelled({ domain, repository }), tag });
      await ask(endpoint, { method: "POST", path: `/images/${id}/tag?${query}`, signal: stop });
    },
  };
}

function isPodman({ Components: components }: Json): boolean {
  return Array.isArray(components) && components.some((part: Json) => /podman/i.test(String(part?.["Name"])));
}

/** What podman calls an image that it built or loaded under a short name: `podman run app` looks there first. */
const nameInPodman = (name: Reference): string =>
  name.domain === "docker.io" ? `localhost/${familiarName(name)}` : fullName(name);

function platformOf({ Os: os, Arch: architecture }: Json): Platform {
  if (typeof os !== "string" || typeof architecture !== "string" || !/^[a-z0-9_-]+$/.test(os + architecture))
    throw badAnswer("it does not say what it runs on");
  return normalise({ os, architecture });
}

/** With containerd's image store it names a snapshotter instead. */
const usesGraphDriver = ({ DriverStatus: status }: Json): boolean =>
  !JSON.stringify(status ?? "").includes("io.containerd.snapshotter");

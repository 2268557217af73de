import { statSync } from "node:fs";
import path from "node:path";
import { contextName, type NamedContext, type NamedContexts } from "../build/plan/named-contexts.ts";
import type { Host } from "../host.ts";
import { parseDigest } from "../oci/digest.ts";
import { formatPlatform, parsePlatform } from "../oci/platform.ts";
import { parseReference, withDefaultTag } from "../oci/reference.ts";
import { problem } from "./errors.ts";

/**
 * --build-context NAME=PLACE, in buildx's forms. A name may end in `::PLATFORM`, which wins for that
 * platform. Whether a directory is there is looked at now, everything else when it is used.
 */
export function namedContexts(given: ReadonlyMap<string, string | undefined>, host: Host): NamedContexts {
  return new Map(
    [...given].map(([name, place]) => {
      if (place === undefined || place === "")
        throw bad(`--build-context ${name} has no place`, "write it as --build-context NAME=DIRECTORY");
      return [keyOf(name), contextAt(name, place, host)];
    }),
  );
}

function keyOf(name: string): string {
  const [plain = "", ...platform] = name.split("::");
  const key = contextName(plain);
  return platform.length === 0 ? key : `${key}::${formatPlatform(parsePlatform(platform.join("::")))}`;
}

function contextAt(name: string, place: string, host: Host): NamedContext {
  const [, scheme = "", rest = ""] = /^([a-z][a-z0-9+-]*):(?:\/\/)?(.*)$/s.exec(place) ?? [];
  if (scheme === "docker-image") {
    if (rest === "scratch") return { kind: "scratch" };
    return { kind: "image", reference: withDefaultTag(parseReference(rest)) };
  }
  if (scheme === "oci-layout") return layoutAt(name, rest, host);
  if (scheme === "target")
    throw bad(
      `--build-context ${name}=${place}: there is no other target to take`,
      "bake alone knows targets; build that one first, and name what it wrote: oci-layout://DIRECTORY",
    );
  if (/^(https?|git|ssh)$/.test(scheme) || place.startsWith("git@")) return { kind: "address", url: place };
  return { kind: "directory", path: directoryAt(name, place, host) };
}

/** DIRECTORY[:TAG][@DIGEST], cut as buildx does: a directory's name holds neither. */
function layoutAt(name: string, text: string, host: Host): NamedContext {
  const [before = "", digest] = text.split("@", 2);
  const colon = before.indexOf(":");
  const [directory, tag] = colon < 0 ? [before, undefined] : [before.slice(0, colon), before.slice(colon + 1)];
  const { domain, repository } = parseReference(name.split("::", 1)[0]!);
  const plain = { domain, repository, ...(tag === undefined ? {} : { tag }) };
  const reference = digest === undefined ? plain : { ...plain, digest: parseDigest(digest) };
  return { kind: "image", layout: directoryAt(name, directory, host), reference: withDefaultTag(reference) };
}

function directoryAt(name: string, place: string, { system }: Host): string {
  const directory = path.resolve(system.cwd, place);
  const stat = statSync(directory, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return directory;
  throw bad(
    `--build-context ${name}: ${place} is ${stat === undefined ? "not there" : "not a directory"}`,
    "name a directory, docker-image://NAME or oci-layout://DIRECTORY",
  );
}

const bad = (message: string, help: string) => problem("usage/bad-value", message, { exitCode: 2, help });

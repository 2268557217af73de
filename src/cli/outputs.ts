import path from "node:path";
import type { Store } from "../oci/store/store.ts";
import type { ArchiveOptions } from "../sinks/oci-archive.ts";
import type { Sink } from "../sinks/sink.ts";
import { problem } from "./errors.ts";
import { nearest } from "../nearest.ts";
import type { Terminal } from "./render/terminal.ts";

const types = ["oci", "docker", "oci-dir", "tar", "local"] as const;
type OutputType = (typeof types)[number];

/** One `-o`: docker's `type=…,dest=…`, a directory alone (local), or "-" alone (a tar on standard output). */
export interface Output {
  readonly type: OutputType;
  readonly dest: string;
  /** In front of the names of attestations' files. */
  readonly attestationPrefix?: string | undefined;
}

const keys = ["type", "dest", "attestation-prefix"];

/** Throws `usage/bad-value` for anything that it does not know: nothing of an output is ignored. */
export function parseOutput(text: string): Output {
  const bad = (message: string, help?: string) =>
    problem("usage/bad-value", `-o ${text}: ${message}`, {
      exitCode: 2,
      help: help ?? "for example -o type=oci,dest=shop.tar",
    });
  if (text === "-") return { type: "tar", dest: "-" };
  if (!text.includes("=")) return { type: "local", dest: text };
  const fields = new Map<string, string>();
  for (const field of text.split(",")) {
    const equals = field.indexOf("=");
    const [key, value] = [field.slice(0, Math.max(0, equals)).trim().toLowerCase(), field.slice(equals + 1)];
    if (!keys.includes(key) && key !== "output") throw bad(`${JSON.stringify(field)} is not type=… or dest=…`);
    fields.set(key === "output" ? "dest" : key, value);
  }
  const [type, dest] = [fields.get("type"), fields.get("dest")];
  if (type === undefined || !types.includes(type as OutputType)) {
    const near = type === undefined ? undefined : nearest(type, types);
    throw bad(`type is one of ${types.join(", ")}`, near === undefined ? undefined : `did you mean type=${near}?`);
  }
  if (dest === undefined || dest === "") throw bad("dest is missing: where to write");
  if (dest === "-" && (type === "local" || type === "oci-dir"))
    throw bad(`${type} is a directory, which standard output is not`);
  const attestationPrefix = fields.get("attestation-prefix");
  if (attestationPrefix !== undefined && type !== "local" && type !== "tar")
    throw bad("attestation-prefix is for type=local and type=tar: the others write no file for an attestation");
  if (attestationPrefix?.includes("/")) throw bad("attestation-prefix is the beginning of a file's name");
  return { type: type as OutputType, dest, ...(attestationPrefix === undefined ? {} : { attestationPrefix }) };
}

/** The sink of an output; its code is loaded here. */
export async function sinkFor(
  output: Output,
  carried: Pick<ArchiveOptions, "names" | "annotations">,
  store: Store,
  cwd: string,
  terminal: Terminal,
): Promise<Sink> {
  const file = path.resolve(cwd, output.dest);
  const dest = output.dest === "-" ? terminal.stdout : file;
  const { attestationPrefix } = output;
  switch (output.type) {
    case "oci":
      return (await import("../sinks/oci-archive.ts")).ociArchive({ dest, ...carried, store });
    case "docker":
      return (await import("../sinks/docker-archive.ts")).dockerArchive({ dest, ...carried, store });
    case "oci-dir":
      return (await import("../sinks/oci-directory.ts")).ociDirectory({ dest: file, ...carried, store });
    case "tar":
      return (await import("../sinks/tarball.ts")).tarball({ dest, attestationPrefix, store });
    case "local":
      return (await import("../sinks/local-directory.ts")).localDirectory({ dest: file, attestationPrefix, store });
  }
}

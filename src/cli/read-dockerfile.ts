import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { problem } from "../build/errors.ts";
import type { SourceText } from "../errors.ts";
import type { Host } from "../host.ts";
import { limits } from "../limits.ts";
import { problem as usage } from "./errors.ts";

interface DockerfileText {
  readonly source: SourceText;
  readonly file: string | undefined;
}

/**
 * The text of `-f`, or of the Dockerfile in the context's directory; "-" is standard input. `file` is
 * its path on the host where it has one.
 */
export async function readDockerfile(flag: string | undefined, context: string, host: Host): Promise<DockerfileText> {
  if (flag === "-") return { source: await standardInput(), file: undefined };
  const directory = path.resolve(host.system.cwd, context);
  const candidates =
    flag === undefined
      ? [path.join(directory, "Dockerfile"), path.join(directory, "dockerfile")]
      : [path.resolve(host.system.cwd, flag)];
  if (flag === undefined && statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw problem("build/bad-context", `${context} is not a directory`, {
      help: "the last argument is the project's directory, usually `.`",
    });
  const file = candidates.find((one) => statSync(one, { throwIfNoEntry: false }) !== undefined);
  if (file === undefined)
    throw problem("build/no-dockerfile", `there is no ${flag ?? `Dockerfile in ${context}`}`, {
      help:
        flag === undefined
          ? "name the file with -f, or the project's directory as the last argument"
          : "-f is relative to where you are, as in docker build",
    });
  const name = path.relative(host.system.cwd, file) || file;
  return { file, source: { name: name.startsWith("..") ? file : name, text: readText(file, name) } };
}

function readText(file: string, name: string): string {
  const stat = statSync(file);
  if (stat.isDirectory())
    throw problem("build/no-dockerfile", `${name} is a directory, not a Dockerfile`, {
      help: `perhaps -f ${path.join(name, "Dockerfile")}`,
    });
  if (stat.size > limits.dockerfile)
    throw problem("build/no-dockerfile", `${name} is larger than any Dockerfile`, {
      help: "name the right file with -f",
    });
  return decoded(readFileSync(file), name);
}

function decoded(bytes: Uint8Array, name: string): string {
  if (bytes.includes(0))
    throw problem("build/no-dockerfile", `${name} is a binary file, not a Dockerfile`, {
      help: "name the right file with -f",
    });
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

async function standardInput(): Promise<SourceText> {
  if (process.stdin.isTTY)
    throw usage("usage/bad-value", "-f - reads the Dockerfile from standard input, which is a terminal", {
      exitCode: 2,
      help: "djib build -f - . < Dockerfile",
    });
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return { name: "standard input", text: decoded(Buffer.concat(chunks), "standard input") };
}

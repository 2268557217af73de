import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { dockerfileText } from "../build/dockerfile-in-tree.ts";
import { problem } from "../build/errors.ts";
import type { SourceText } from "../errors.ts";
import type { Host } from "../host.ts";
import { limits } from "../limits.ts";
import { standardInput, wholeInput } from "./standard-input.ts";

interface DockerfileText {
  readonly source: SourceText;
  readonly file: string | undefined;
}

/**
 * The text of `-f`, or of the Dockerfile in the context's directory; "-" is standard input. `file` is
 * its path on the host where it has one.
 */
export async function readDockerfile(flag: string | undefined, context: string, host: Host): Promise<DockerfileText> {
  if (flag === "-") return { source: await dockerfileOnInput(), file: undefined };
  const directory = path.resolve(host.system.cwd, context);
  const candidates =
    flag === undefined
      ? [path.join(directory, "Dockerfile"), path.join(directory, "dockerfile")]
      : [path.resolve(host.system.cwd, flag)];
  if (flag === undefined && statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw problem("build/bad-context", `${context} is not a directory`, {
      help: "the last argument is the project's directory, usually `.`; also the address of a git repository or an archive, or -",
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
  return dockerfileText(readFileSync(file), name).text;
}

/** The Dockerfile on standard input. */
export const dockerfileOnInput = async (): Promise<SourceText> =>
  dockerfileText(await wholeInput(await standardInput("-f -", "djib build -f - . < Dockerfile")), "standard input");

import type { Dockerfile } from "../../dockerfile/syntax.ts";
import { parseReference } from "../../oci/reference.ts";
import { problem } from "../errors.ts";
import type { BuildArgs } from "./arguments.ts";

const own = ["docker/dockerfile", "docker/dockerfile-upstream"];

/**
 * Throws `build/frontend` where the file is written for a frontend other than Docker's own, in
 * whatever version: `--build-arg BUILDKIT_SYNTAX` wins over `# syntax=`, whose first word counts
 * (BuildKit: parser.DetectSyntax).
 */
export function checkFrontend({ directives }: Dockerfile, buildArgs: BuildArgs): void {
  const directive = directives.find(({ name }) => name === "syntax");
  const given = buildArgs.get("BUILDKIT_SYNTAX");
  const name = (given ?? directive?.value ?? "").trim().split(/\s/)[0]!;
  if (name === "" || isOwn(name)) return;
  const [said, where] =
    given === undefined ? ["# syntax=", directive?.where] : ["--build-arg BUILDKIT_SYNTAX=", undefined];
  throw problem("build/frontend", `${said}${name} asks for another frontend than docker/dockerfile`, {
    where,
    help: "delete it if this is an ordinary Dockerfile; a file for another frontend needs BuildKit",
  });
}

function isOwn(name: string): boolean {
  try {
    const { domain, repository } = parseReference(name);
    return domain === "docker.io" && own.includes(repository);
  } catch {
    return false;
  }
}

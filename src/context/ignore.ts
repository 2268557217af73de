import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { opening } from "./read-file.ts";
import type { ImagePath } from "../oci/filesystem/path.ts";

/** A line of an ignore file, for messages. */
export interface IgnoreLine {
  readonly line: number;
  readonly text: string;
}

/** What .dockerignore says; the rules are dockerfile/'s. Paths are relative to the context, latin1. */
export interface IgnoreRules {
  /** The line that hides `path`, itself or through a directory above it; undefined where it is let through. */
  hiddenBy(path: string): IgnoreLine | undefined;
  /** Whether an exception (`!`) may let something beneath a hidden directory through. */
  mayShowBeneath(directory: string): boolean;
}

export const ignoreNothing: IgnoreRules = { hiddenBy: () => undefined, mayShowBeneath: () => false };

export interface IgnoreFile {
  /** As the user knows it: ".dockerignore" or "deploy/Dockerfile.dockerignore". */
  readonly name: string;
  readonly text: string;
}

/** `<Dockerfile>.dockerignore` beats the context's `.dockerignore`; undefined where there is neither. */
export function findIgnoreFile(directory: string, dockerfile: string | undefined): IgnoreFile | undefined {
  const beside = dockerfile === undefined ? [] : [join(dirname(dockerfile), `${basename(dockerfile)}.dockerignore`)];
  for (const path of [...beside, join(directory, ".dockerignore")]) {
    const name = path === beside[0] ? path : ".dockerignore";
    try {
      return { name, text: readFileSync(path, "utf8") };
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code;
      if (code !== "ENOENT" && code !== "ENOTDIR")
        opening(name as ImagePath, () => {
          throw cause;
        });
    }
  }
  return undefined;
}

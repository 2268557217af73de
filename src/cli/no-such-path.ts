import type { Filesystem } from "../oci/filesystem/filesystem.ts";
import { imagePath, parentOf, showPath } from "../oci/filesystem/path.ts";
import { nearest } from "../nearest.ts";
import type { DjibError } from "../errors.ts";
import { problem } from "./errors.ts";

/** The error for a path that an image does not have, with the nearest name in the last directory that is there. */
export function noSuchPath(text: string, tree: Filesystem): DjibError {
  const path = imagePath(text);
  let there = parentOf(path);
  while (there !== "" && tree.lstat(there) === undefined) there = parentOf(there);
  const wanted = path.slice(there === "" ? 0 : there.length + 1).split("/")[0]!;
  const near = nearest(wanted, tree.list(there));
  const help =
    near === undefined
      ? `${showPath(there)} is there; \`djib ls\` lists it`
      : `did you mean ${showPath(imagePath(`${there}/${near}`))}?`;
  return problem("usage/no-such-path", `the image has no ${showPath(path)}`, { help });
}

import type { Word } from "../../dockerfile/syntax.ts";
import { nearest } from "../../nearest.ts";
import type { DjibError } from "../../errors.ts";
import { type ImagePath, join, nameOf, parentOf, showPath } from "../../oci/filesystem/path.ts";
import { problem } from "./errors.ts";
import type { Origin } from "./origin.ts";

/** The message for a source that is not there: where it was looked for, what is near, what hides it. */
export function noSuchSource(origin: Origin, source: Word, path: ImagePath): DjibError {
  const hiding = origin.hidden?.(path);
  const shown = showPath(path).slice(origin.hidden === undefined ? 0 : 1);
  if (hiding !== undefined)
    return problem("copy/no-such-source", `${source.text} is in ${origin.name}, but .dockerignore hides it`, {
      where: source.where,
      detail: [`.dockerignore:${hiding.line}: ${hiding.text}`],
      help: `take the line out of .dockerignore, or add an exception after it: !${shown}`,
    });
  const near = nearestPath(origin, path);
  return problem("copy/no-such-source", `${source.text} is not in ${origin.name}`, {
    where: source.where,
    help: near === undefined ? `look at what is there with djib ls, or mend the path` : `did you mean ${near}?`,
  });
}

/** The name most like the missing one in the deepest directory of the path that is there. */
function nearestPath({ tree }: Origin, path: ImagePath): string | undefined {
  let missing = path;
  while (missing !== "" && tree.lstat(parentOf(missing))?.type !== "directory") missing = parentOf(missing);
  const directory = parentOf(missing);
  const name = nearest(nameOf(missing), tree.list(directory));
  if (name === undefined) return undefined;
  const whole = join(directory, name) + path.slice(missing.length);
  const better = tree.lstat(whole as ImagePath) === undefined ? join(directory, name) : (whole as ImagePath);
  return showPath(better).slice(1);
}

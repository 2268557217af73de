import { join } from "node:path";
import { headOf } from "./head.ts";
import { readObject } from "./objects.ts";
import type { Repository } from "./repository.ts";

/**
 * When HEAD was committed (the committer's time). undefined where there is no commit, or where
 * the repository is damaged or of a form that is not read here (reftable, multi-pack without idx).
 */
export function commitTime(repository: Repository): Date | undefined {
  try {
    const id = headOf(repository);
    if (id === undefined) return undefined;
    const object = readObject(join(repository.commonDir, "objects"), id);
    if (object?.type !== "commit") return undefined;
    const header = object.data.toString("latin1").split("\n\n", 1)[0] ?? "";
    const seconds = /^committer .*> (\d{1,12}) [+-]\d{4}$/m.exec(header)?.[1];
    return seconds === undefined ? undefined : new Date(Number(seconds) * 1000);
  } catch {
    return undefined;
  }
}

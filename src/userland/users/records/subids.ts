import { unsignedLongOf } from "../c-numbers.ts";
import type { RecordFormat } from "./record.ts";

/** subuid(5), subgid(5): ids that a user may map. */
export interface SubordinateIds {
  readonly owner: string;
  readonly start: number;
  readonly count: number;
}

/** shadow: lib/subordinateio.c. */
const subordinate = (path: string): RecordFormat<SubordinateIds> => ({
  path,
  mode: 0o644,
  joined: false,
  parse(line) {
    const [owner, startText, countText] = line.split(":");
    if (!owner || !startText || !countText || line.length >= 1024) return undefined;
    const [start, count] = [unsignedLongOf(startText), unsignedLongOf(countText)];
    return start === undefined || count === undefined ? undefined : { owner, start, count };
  },
  format: ({ owner, start, count }) => `${owner}:${start}:${count}`,
  name: ({ owner }) => owner,
});

export const subuid = subordinate("/etc/subuid");
export const subgid = subordinate("/etc/subgid");

import { allGroups, allUsers } from "../../name-service.ts";
import type { PerlScript } from "../perl-script.ts";
import type { Settings } from "../settings.ts";
import type { CommandLine } from "./command-line.ts";

/** What is to be added, and by what rules. */
export interface Adding {
  readonly script: PerlScript;
  readonly line: CommandLine;
  readonly settings: Settings;
  readonly name: string;
}

/** The first id of a range that is free; undefined where none is. */
export async function firstFree(
  { script }: Adding,
  kinds: readonly ("uid" | "gid")[],
  [least, most]: readonly [number, number],
): Promise<number | undefined> {
  const taken = new Set<number>();
  if (kinds.includes("uid")) for (const { uid } of await allUsers(script.proc)) taken.add(uid);
  if (kinds.includes("gid")) for (const { gid } of await allGroups(script.proc)) taken.add(gid);
  for (let id = least; id <= most; id++) if (!taken.has(id)) return id;
  return undefined;
}

/** A range by the command line or the settings: a 0 counts for nothing. */
export function rangeOf({ line, settings }: Adding, kind: "uid" | "gid", system: boolean): readonly [number, number] {
  const [first, last] = kind === "uid" ? (["firstUid", "lastUid"] as const) : (["firstGid", "lastGid"] as const);
  const of = system ? ("system_" as const) : ("" as const);
  return [
    line.number(first) || Number(settings[`first_${of}${kind}`]),
    line.number(last) || Number(settings[`last_${of}${kind}`]),
  ];
}

/** Whether an id is one of the system's by the settings. */
export function isSystemId({ settings }: Pick<Adding, "settings">, kind: "uid" | "gid", id: number): boolean {
  return id >= Number(settings[`first_system_${kind}`]) && id <= Number(settings[`last_system_${kind}`]);
}

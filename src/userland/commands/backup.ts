import type { Files } from "../kernel/files.ts";
import { SystemError } from "../kernel/errno.ts";
import { argMatch } from "./arg-match.ts";
import { directoryName, lastComponent } from "./file-names.ts";
import type { Stdio } from "./stdio.ts";
import { tried } from "./tried.ts";

export type BackupKind = "none" | "simple" | "existing" | "numbered";

export interface Backups {
  readonly kind: BackupKind;
  /** Of simple ones. */
  readonly suffix: string;
}

export const noBackups: Backups = { kind: "none", suffix: "~" };

/** What the tools with -b and -S share. */
export const backupOptions = {
  backup: { long: "backup", value: "optional" },
  simpleBackup: { short: "b" },
  suffix: { short: "S", long: "suffix", value: "required" },
} as const;

const kinds: readonly (readonly [string, BackupKind])[] = [
  ["none", "none"],
  ["off", "none"],
  ["simple", "simple"],
  ["never", "simple"],
  ["existing", "existing"],
  ["nil", "existing"],
  ["numbered", "numbered"],
  ["t", "numbered"],
];

interface Given {
  has(name: "backup" | "simpleBackup" | "suffix"): boolean;
  value(name: "suffix"): string | undefined;
  values(name: "backup"): readonly string[];
}

/** xget_version and set_simple_backup_suffix of gnulib's lib/backupfile.c. */
export async function backupsOf(io: Stdio, { has, value, values }: Given): Promise<Backups> {
  const { env } = io.proc;
  const written = value("suffix") ?? env.get("SIMPLE_BACKUP_SUFFIX") ?? "";
  const suffix = written !== "" && !written.includes("/") ? written : "~";
  if (!has("backup") && !has("simpleBackup") && !has("suffix")) return { kind: "none", suffix };
  const control = values("backup").at(-1);
  if (control) return { kind: await argMatch(io, "backup type", control, kinds), suffix };
  const variable = env.get("VERSION_CONTROL");
  return { kind: variable ? await argMatch(io, "$VERSION_CONTROL", variable, kinds) : "existing", suffix };
}

/** The name that a backup of a file gets. */
export function backupName(files: Files, path: string, { kind, suffix }: Backups): string {
  const kept = path.replace(/(?<=[^/])\/+$/, "");
  if (kind === "simple") return kept + suffix;
  const base = lastComponent(kept);
  const names = tried(() => files.list(directoryName(kept)));
  const versions = (names instanceof SystemError ? [] : names).flatMap((name) => {
    const version = name.startsWith(`${base}.~`) ? /^([1-9]\d*)~$/.exec(name.slice(base.length + 2))?.[1] : undefined;
    return version === undefined ? [] : [BigInt(version)];
  });
  if (versions.length === 0 && kind === "existing") return kept + suffix;
  const newest = versions.reduce((a, b) => (a > b ? a : b), 0n);
  return `${kept}.~${newest + 1n}~`;
}

import type { FileStat } from "../../kernel/files.ts";
import { type Backups, noBackups } from "../backup.ts";

/** struct cp_options of coreutils' src/copy.h, without what is about SELinux and holes. */
export interface CopyOptions {
  readonly backups: Backups;
  readonly follow: "never" | "arguments" | "always";
  readonly interactive: "unspecified" | "ask" | "never" | "always";
  readonly recursive: boolean;
  /** Special files are read, not made anew. */
  readonly asRegular: boolean;
  readonly unlinkBefore: boolean;
  readonly unlinkAfterFailedOpen: boolean;
  readonly hardLink: boolean;
  readonly symbolicLink: boolean;
  readonly move: boolean;
  readonly install: boolean;
  readonly oneDevice: boolean;
  readonly preserveOwner: boolean;
  readonly preserveMode: boolean;
  readonly preserveTimes: boolean;
  readonly preserveLinks: boolean;
  readonly preserveXattrs: boolean;
  readonly explicitNoMode: boolean;
  /** What cannot be preserved is an error. */
  readonly require: boolean;
  readonly data: boolean;
  /** The mode of what is copied, whatever the source's is. */
  readonly mode: number | undefined;
  readonly update: boolean;
  readonly verbose: boolean;
  readonly throughDangling: boolean;
}

export const defaults: CopyOptions = {
  backups: noBackups,
  follow: "always",
  interactive: "unspecified",
  recursive: false,
  asRegular: true,
  unlinkBefore: false,
  unlinkAfterFailedOpen: false,
  hardLink: false,
  symbolicLink: false,
  move: false,
  install: false,
  oneDevice: false,
  preserveOwner: false,
  preserveMode: false,
  preserveTimes: false,
  preserveLinks: false,
  preserveXattrs: false,
  explicitNoMode: false,
  require: false,
  data: true,
  mode: undefined,
  update: false,
  verbose: false,
  throughDangling: false,
};

export const keyOf = ({ device, inode }: FileStat): string => `${device}:${inode}`;
export const isSame = (a: FileStat, b: FileStat): boolean => a.inode === b.inode && a.device === b.device;

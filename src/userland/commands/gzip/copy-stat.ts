import { isErrno } from "../../kernel/errno.ts";
import type { Files, FileStat } from "../../kernel/files.ts";
import { tried } from "../tried.ts";

/** Gives a file the times, the mode and, where that is allowed, the owner of another. `time`: seconds, 0 for none. */
export function copyStat(files: Files, target: string, stat: FileStat, time: number | undefined): void {
  files.setTimes(target, stat.atime, time === undefined || time === 0 ? stat.mtime : BigInt(time) * 1_000_000_000n);
  const own = (uid: number, gid: number) => {
    const failed = tried(() => files.changeOwner(target, uid, gid));
    if (failed !== undefined && !isErrno(failed, "EPERM")) throw failed;
  };
  own(-1, stat.gid);
  files.changeMode(target, stat.mode & 0o777);
  own(stat.uid, -1);
}

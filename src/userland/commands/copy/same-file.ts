import { SystemError } from "../../kernel/errno.ts";
import type { Files, FileStat } from "../../kernel/files.ts";
import { directoryName, lastComponent } from "../file-names.ts";
import { tried } from "../tried.ts";
import { type CopyOptions, isSame } from "./options.ts";

/** same_name: the same entry of the same directory. */
export function isSameName(files: Files, a: string, b: string): boolean {
  const bare = (name: string) => lastComponent(name).replace(/\/+$/, "");
  if (bare(a) !== bare(b)) return false;
  const [first, second] = [a, b].map((name) => tried(() => files.stat(directoryName(name))));
  return !(first instanceof SystemError) && !(second instanceof SystemError) && isSame(first!, second!);
}

/** Whether a source may be copied onto what is there; "done" where that is nothing to do (same_file_ok of src/copy.c). */
export function sameFile(
  files: Files,
  source: string,
  from: FileStat,
  target: string,
  to: FileStat,
  x: CopyOptions,
): "ok" | "done" | "same" {
  const same = isSame(from, to);
  if (same && x.hardLink) return "done";
  const sameName = () => isSameName(files, source, target);
  let [fromLink, toLink] = [from, to];
  let sameLink = same;
  if (x.follow === "never") {
    if (from.type === "symlink" && to.type === "symlink") {
      if (sameName()) return "same";
      if (x.backups.kind !== "none" || !same) return "ok";
      return x.move ? "same" : "done";
    }
  } else {
    if (!same) return "ok";
    const [a, b] = [tried(() => files.lstat(source)), tried(() => files.lstat(target))];
    if (a instanceof SystemError || b instanceof SystemError) return "ok";
    [fromLink, toLink] = [a, b];
    sameLink = isSame(a, b);
    if (a.type === "symlink" && b.type === "symlink" && x.unlinkBefore) return "ok";
  }
  if (x.backups.kind !== "none") {
    if (sameLink) return sameName() ? "same" : "ok";
    const through = !x.move && x.follow !== "never" && fromLink.type === "symlink" && toLink.type !== "symlink";
    return through ? "same" : "ok";
  }
  return unbacked(files, source, fromLink, target, toLink, sameLink, x);
}

function unbacked(
  files: Files,
  source: string,
  from: FileStat,
  target: string,
  to: FileStat,
  sameLink: boolean,
  x: CopyOptions,
): "ok" | "done" | "same" {
  if (x.move || x.unlinkBefore) {
    if (to.type === "symlink") return "ok";
    if (sameLink && to.links > 1 && !isSameName(files, source, target)) return x.move ? "same" : "ok";
  }
  if (from.type !== "symlink" && to.type !== "symlink") {
    if (!isSame(from, to)) return "ok";
    if (x.hardLink) return "done";
  }
  if (x.move && from.type === "symlink" && to.links > 1) {
    const real = tried(() => files.realPath(source));
    if (!(real instanceof SystemError)) return isSameName(files, real, target) ? "same" : "ok";
  }
  if (x.symbolicLink && to.type === "symlink") return "ok";
  if (x.follow !== "never") return "same";
  const [a, b] = [tried(() => files.stat(source)), tried(() => files.stat(target))];
  if (a instanceof SystemError || b instanceof SystemError || !isSame(a, b)) return "ok";
  if (x.hardLink) return to.type === "symlink" ? "ok" : "done";
  return "same";
}

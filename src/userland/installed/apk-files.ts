import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { apkDatabase } from "./alpine.ts";

/** A file that an apk package brought. */
export interface ApkFile {
  readonly package: string;
  readonly version: string;
  /** Without a leading "/". */
  readonly path: string;
  /** SHA-1 of its content, base64; undefined where the database has none. */
  readonly sha1: string | undefined;
}

/** All files that apk's database knows (Alpine wiki, Apk spec: F a directory, R a file in it, Z its checksum, Q1 for SHA-1). */
export async function apkFiles(fs: Filesystem): Promise<readonly ApkFile[]> {
  const { text } = await apkDatabase(fs);
  const files: ApkFile[] = [];
  let [name, version, directory] = ["", "", ""];
  for (const line of text.split("\n")) {
    const value = line.slice(2);
    if (line.startsWith("P:")) name = value;
    else if (line.startsWith("V:")) version = value;
    else if (line.startsWith("F:")) directory = value;
    else if (line.startsWith("R:"))
      files.push({ package: name, version, path: directory === "" ? value : `${directory}/${value}`, sha1: undefined });
    else if (line.startsWith("Z:Q1") && files.length > 0) files.push({ ...files.pop()!, sha1: value.slice(2) });
  }
  return files;
}

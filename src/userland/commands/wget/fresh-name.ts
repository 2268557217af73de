import { SystemError } from "../../kernel/errno.ts";
import type { Files } from "../../kernel/files.ts";
import type { Address } from "../http/address.ts";
import { tried } from "../tried.ts";

/** The file for a download, one that is not there yet: f, f.1, f.2. Makes the directory of -P. */
export function freshName(files: Files, { path }: Address, prefix: string | undefined): string {
  const [before = "", query] = path.split(/\?(.*)/s);
  const base = before.slice(before.lastIndexOf("/") + 1) || "index.html";
  const directory = prefix === undefined ? "" : `${prefix.replace(/\/+$/, "")}/`;
  const name = `${directory}${base}${query === undefined ? "" : `?${query}`}`;
  const parts = prefix?.split("/") ?? [];
  parts.forEach((_, index) => tried(() => files.makeDirectory(parts.slice(0, index + 1).join("/") || "/", 0o777)));
  const taken = (one: string) => !(tried(() => files.stat(one)) instanceof SystemError);
  if (!taken(name)) return name;
  for (let count = 1; ; count++) if (!taken(`${name}.${count}`)) return `${name}.${count}`;
}

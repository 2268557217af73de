import path from "node:path/posix";
import type { SimpleCommand } from "./shell-words.ts";

/**
 * What a step may make: a `path` alone (with its parents), or anything at and below it (`tree`).
 * "anything": it cannot be said.
 */
export type Made = readonly { readonly kind: "path" | "tree"; readonly at: string }[] | "anything";

export const pathAt = (at: string) => ({ kind: "path", at }) as const;
export const treeAt = (at: string) => ({ kind: "tree", at }) as const;

/** What the shell knows where a command stands. */
export interface Place {
  readonly cwd: string;
  readonly home: string;
  /** Directories of PATH, first one first. */
  readonly path: readonly string[];
}

const system = ["/usr", "/etc", "/var", "/lib", "/lib64", "/bin", "/sbin", "/run", "/opt", "/srv", "/tmp"];
const nothing = new Set(["true", "echo", "printf", "set", "export", "rm", "rmdir", "chmod", "chown", "chgrp", ":"]);
const packages = new Set(["apt-get", "apt", "apk", "dpkg", "update-ca-certificates", "ldconfig"]);
const users = new Set(["useradd", "adduser", "groupadd", "addgroup", "usermod", "passwd", "groupmod"]);

/** The paths under which one simple command may make something; commands that are not known may make anything. */
export function madeBy(command: SimpleCommand, at: Place): Made {
  const words = command.slice(command.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word)));
  const [name = "", ...args] = words;
  const program = path.basename(name);
  const operands = args.filter((word) => !word.startsWith("-")).map((word) => path.resolve(at.cwd, word));
  if (nothing.has(program)) return [];
  if (program === "mkdir" || program === "touch" || program === "install") return operands.map(pathAt);
  if (packages.has(program)) return system.map(treeAt);
  if (users.has(program)) return ["/etc", "/home", "/var", at.home, ...operands].map(treeAt);
  if (/^python[\d.]*$/.test(program)) return python(name, args, at);
  if (/^pip[\d.]*$/.test(program)) return pip(name, args, at);
  return "anything";
}

function python(name: string, args: readonly string[], at: Place): Made {
  if (args[0] !== "-m") return "anything";
  if (args[1] === "venv")
    return args.slice(2).flatMap((word) => (word.startsWith("-") ? [] : [treeAt(path.resolve(at.cwd, word))]));
  return args[1] === "pip" ? pip(name, args.slice(2), at) : "anything";
}

/** Options of pip that write somewhere else than into its own environment. */
const elsewhere =
  /^(-t|--target|--prefix|--root|-e|--editable|--src|-d|--dest|-w|--wheel-dir|--user|--report|--log|--python)/;

function pip(name: string, args: readonly string[], at: Place): Made {
  const word = args.find((arg) => !arg.startsWith("-"));
  if (word !== "install" && word !== "uninstall" && word !== "check" && word !== "list") return "anything";
  if (args.some((arg) => elsewhere.test(arg))) return "anything";
  const cache = [path.join(at.home, ".cache"), path.join(at.home, ".local"), "/tmp"];
  // Called by its path, pip belongs to the environment above its bin; else to one that PATH has.
  const bins = name.includes("/") ? [path.dirname(path.resolve(at.cwd, name))] : at.path;
  const environments = bins.map((bin) => path.dirname(bin)).filter((one) => one !== "/");
  return [...cache, ...environments].map(treeAt);
}

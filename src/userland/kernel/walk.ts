import { limits } from "../../limits.ts";
import type { Credentials } from "./credentials.ts";
import { SystemError } from "./errno.ts";
import type { Mount, Mounts } from "./mounts.ts";
import type { Node } from "./node.ts";
import { demand, may } from "./permission.ts";
import { Refusal } from "./refusal.ts";

interface Step {
  readonly mount: Mount;
  readonly node: Node;
  readonly name: string;
}

/** Where a path leads. */
export interface Place {
  /** That of the node, or of the parent where there is none. */
  readonly mount: Mount;
  /** undefined where there is nothing of that name. */
  readonly node: Node | undefined;
  /** The directory that has the name; the root is its own. */
  readonly parent: Node;
  readonly name: string;
  /** Absolute, without symlinks in the parents. */
  readonly path: string;
  /** The path ended in "/": whatever is there has to be a directory. */
  readonly slash: boolean;
  /** /proc/self/fd/N. */
  readonly descriptor?: number;
}

/** What a path ends in: nothing can be made, moved or removed by the names "." and "..", nor the root. */
export function endOf(path: string): "name" | "." | ".." | "/" {
  const [, last = ""] = /([^/]*)\/*$/.exec(path)!;
  if (last === "") return "/";
  return last === "." || last === ".." ? last : "name";
}

export interface WalkOptions {
  readonly cwd: string;
  readonly who: Credentials;
  /**
   * Of a last name that is a symlink: follow it; keep it, unless "/" is behind it; or take the name as
   * such, whatever it is and whatever is behind it, as calls do that make, move and remove names.
   */
  readonly last: "follow" | "keep" | "name";
}

/**
 * Path resolution, as path_resolution(7) has it. Throws `SystemError` where a directory on the way is
 * missing, closed or no directory; the last name need not exist.
 */
export function walk(mounts: Mounts, path: string, { cwd, who, last }: WalkOptions): Place {
  if (path === "") throw new SystemError("ENOENT", path);
  if (path.length > limits.path) throw new SystemError("ENAMETOOLONG", path);
  const stack = stackOf(mounts, path.startsWith("/") ? "/" : cwd);
  const pending = path.split("/").reverse();
  let slash = path.endsWith("/");
  let links = 0;
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (name === "") continue;
    const { mount, node } = stack.at(-1)!;
    if (node.type !== "directory") throw new SystemError("ENOTDIR", path);
    demand(node, may.execute, who, path);
    if (name === ".") continue;
    if (name === "..") {
      if (stack.length > 1) stack.pop();
      continue;
    }
    if (name.length > limits.pathSegment) throw new SystemError("ENAMETOOLONG", path);
    const isLast = pending.every((one) => one === "");
    if (mount.kind === "kernel") return inKernel([name, ...pending.reverse()], stack, path);
    const child = mount.disk.child(node, name);
    if (child === undefined) {
      if (!isLast) throw new SystemError("ENOENT", path);
      return { mount, node: undefined, parent: node, name, path: textOf(stack, name), slash };
    }
    const follows = !isLast || last === "follow" || (last === "keep" && slash);
    if (child.type === "symlink" && follows) {
      if (++links > limits.symlinksFollowed) throw new SystemError("ELOOP", path);
      if (child.target.startsWith("/")) stack.length = 1;
      slash ||= isLast && child.target.endsWith("/");
      pending.push(...child.target.split("/").reverse());
      continue;
    }
    if (isLast && child.type !== "directory") {
      if (slash && last !== "name") throw new SystemError("ENOTDIR", path);
      return { ...mounts.at(mount, child), parent: node, name, path: textOf(stack, name), slash };
    }
    stack.push({ ...mounts.at(mount, child), name });
  }
  const { mount, node, name } = stack.at(-1)!;
  const parent = stack.at(-2)?.node ?? node;
  return { mount, node, parent, name, path: textOf(stack.slice(0, -1), name), slash };
}

/**
 * The directories down to one, from the root. Whoever works in a directory has it open: no rights are
 * asked for again. Throws ENOENT where it was removed.
 */
function stackOf(mounts: Mounts, directory: string): Step[] {
  const stack: Step[] = [{ ...mounts.at(mounts.top, mounts.top.root), name: "" }];
  for (const name of directory.split("/")) {
    if (name === "") continue;
    const { mount, node } = stack.at(-1)!;
    const child = mount.disk.child(node, name);
    if (child?.type !== "directory") throw new SystemError("ENOENT", directory);
    stack.push({ ...mounts.at(mount, child), name });
  }
  return stack;
}

const textOf = (stack: readonly Step[], name: string): string =>
  stack.length === 1 ? `/${name}` : `${stack.map((step) => step.name).join("/")}/${name}`;

/** Below /proc and /sys there is only what can be told without a kernel. */
function inKernel(names: readonly string[], stack: readonly Step[], path: string): Place {
  const { mount, node, name: top } = stack.at(-1)!;
  const below = names.filter((name) => name !== "" && name !== ".").join("/");
  const text = `${textOf(stack.slice(0, -1), top)}/${below}`;
  const descriptor = top === "proc" ? /^self\/fd\/(\d+)$/.exec(below)?.[1] : undefined;
  if (descriptor !== undefined)
    return {
      mount,
      node: undefined,
      parent: node,
      name: descriptor,
      path: text,
      slash: false,
      descriptor: Number(descriptor),
    };
  throw noKernel(path);
}

export const noKernel = (path: string): Refusal =>
  new Refusal(Buffer.from(path, "latin1").toString(), "tells of a running Linux kernel, and there is none");

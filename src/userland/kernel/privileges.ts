import type { Node } from "./node.ts";

/** Whoever writes to a file takes its capabilities away (file_remove_privs). */
export function withoutCapabilities({ xattrs }: Node): Partial<Node> {
  if (!xattrs.has("security.capability")) return {};
  return { xattrs: new Map([...xattrs].filter(([name]) => name !== "security.capability")) };
}

/** chown(2): of a file whose owner changes, neither the setuid bit stays nor the setgid bit of a program. */
export function withoutPrivileges(node: Node): Partial<Node> {
  if (node.type !== "file") return {};
  const group = (node.mode & 0o010) === 0 ? 0 : 0o2000;
  return { mode: node.mode & ~(0o4000 | group), ...withoutCapabilities(node) };
}

import { Refusal } from "../kernel/refusal.ts";
import type { Tree } from "./tree.ts";

/**
 * Refuses back-references where what glibc makes of them is not what they mean: within a repeated group, or to a group
 * within one. It finds other groups there, misses matches, or reads memory that is not its own. `\1*` is sound.
 */
export function checkReferences(tree: Tree, referenced: ReadonlySet<number>): void {
  check(tree, false);

  function check(part: Tree | undefined, repeated: boolean): void {
    switch (part?.type) {
      case "reference":
        if (repeated) refuse(part.group);
        return;
      case "group":
        if (repeated && referenced.has(part.group)) refuse(part.group);
        return check(part.body, repeated);
      case "sequence":
        return part.parts.forEach((each) => check(each, repeated));
      case "choice":
        return part.branches.forEach((each) => check(each, repeated));
      case "repeat":
        return check(part.body, repeated || part.body.type !== "reference");
    }
  }
}

function refuse(group: number): never {
  throw new Refusal(`\\${group}`, "is a back-reference to or within a repeated group");
}

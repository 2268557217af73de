import type { Node, Program } from "./program.ts";
import type { Anchor } from "./tree.ts";

export type Direction = "forwards" | "backwards";

/** A program seen from one end: what follows each node, forwards, or what comes before it, backwards. */
export interface Graph {
  readonly direction: Direction;
  /** Steps that read nothing and ask for nothing. */
  readonly free: readonly (readonly number[])[];
  /** Steps that hold only where an anchor does. */
  readonly anchored: readonly (readonly { readonly anchor: Anchor; readonly to: number }[])[];
  /** Steps that read a character of a set. */
  readonly reading: readonly (readonly { readonly set: number; readonly to: number }[])[];
  readonly from: number;
  readonly target: number;
}

const targets = (node: Node): readonly number[] => {
  if (node.type === "fork") return [node.first, node.second];
  return node.type === "accept" ? [] : [node.next];
};

/** A reference is read as `any` characters, as many as there are: what a graph finds then is more than what matches. */
export function graphOf(program: Program, direction: Direction, any: number): Graph {
  const { nodes } = program;
  const empty = <T>(): T[][] => nodes.map(() => []);
  const free = empty<number>();
  const anchored = empty<{ anchor: Anchor; to: number }>();
  const reading = empty<{ set: number; to: number }>();
  const forwards = direction === "forwards";
  nodes.forEach((node, number) => {
    if (node.type === "reference") reading[number]!.push({ set: any, to: number });
    for (const target of targets(node)) {
      const [at, to] = forwards ? [number, target] : [target, number];
      if (node.type === "set") reading[at]!.push({ set: node.set, to });
      else if (node.type === "anchor") anchored[at]!.push({ anchor: node.anchor, to });
      else free[at]!.push(to);
    }
  });
  const ends = { start: program.start, accept: program.accept };
  const [from, target] = forwards ? [ends.start, ends.accept] : [ends.accept, ends.start];
  return { direction, free, anchored, reading, from, target };
}

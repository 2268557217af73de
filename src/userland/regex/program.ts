import { limits } from "../../limits.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Pattern } from "./parse.ts";
import type { Anchor, Tree } from "./tree.ts";

/** What an automaton may do at one of its nodes. */
export type Node =
  | { readonly type: "set"; readonly set: number; readonly next: number }
  | { readonly type: "fork"; readonly first: number; readonly second: number }
  | { readonly type: "jump"; readonly next: number }
  | { readonly type: "open" | "close"; readonly group: number; readonly optional: boolean; readonly next: number }
  | { readonly type: "anchor"; readonly anchor: Anchor; readonly next: number }
  | { readonly type: "reference"; readonly group: number; readonly next: number }
  | { readonly type: "accept" };

/** A nondeterministic automaton. Forks are in the order in which glibc tries them, which decides what the groups are. */
export interface Program {
  readonly nodes: readonly Node[];
  readonly start: number;
  readonly accept: number;
  readonly groups: number;
  /** A group that has another alone within is one with it: [inner] is the outer one. */
  readonly same: readonly number[];
  readonly anchors: boolean;
  readonly references: boolean;
}

/** `lines`: the text is lines, each searched for itself, so that its ends are those of the buffer. */
export function compileProgram({ tree, groups, referenced }: Pattern, lines: boolean): Program {
  return new Builder(groups, referenced.size > 0, lines).program(tree);
}

/** Where a part of the pattern stands. */
interface Place {
  /** Right within a repetition that may be left out. */
  readonly optional: boolean;
  /** In one of the copies that a repetition was made of. */
  readonly copy: boolean;
}

class Builder {
  private readonly nodes: Node[] = [{ type: "accept" }];
  private readonly same: number[];
  private readonly references: boolean;
  private readonly lines: boolean;

  constructor(groups: number, references: boolean, lines: boolean) {
    this.same = Array.from({ length: groups + 1 }, (_, group) => group);
    this.references = references;
    this.lines = lines;
  }

  program(tree: Tree | undefined): Program {
    const start = this.emit(tree, 0, { optional: false, copy: false });
    const { nodes, same, references } = this;
    const anchors = nodes.some(({ type }) => type === "anchor");
    return { nodes, start, accept: 0, groups: same.length - 1, same, anchors, references };
  }

  private add(node: Node): number {
    if (this.nodes.length >= limits.regexNodes) throw new Refusal("regular expression", "is too large");
    return this.nodes.push(node) - 1;
  }

  /** The node that `tree` begins with, where `next` follows it. */
  private emit(tree: Tree | undefined, next: number, place: Place): number {
    const within: Place = { optional: false, copy: place.copy };
    switch (tree?.type) {
      case undefined:
        return next;
      case "set":
        return this.add({ type: "set", set: tree.set, next });
      case "anchor":
        return this.add({ type: "anchor", anchor: this.lines ? ofLine(tree.anchor) : tree.anchor, next });
      case "reference":
        return this.add({ type: "reference", group: this.same[tree.group]!, next });
      case "group":
        return this.group(tree, next, place);
      case "sequence":
        return tree.parts.reduceRight((after, part) => this.emit(part, after, within), next);
      case "choice":
        return this.choice(tree.branches, next, within);
      case "repeat":
        return this.repeat(tree, next, within);
    }
  }

  private group(tree: Tree & { type: "group" }, next: number, { optional, copy }: Place): number {
    const { group } = tree;
    let { body } = tree;
    // optimize_subexps of glibc.
    while (body?.type === "group") {
      this.same[body.group] = group;
      body = body.body;
    }
    const close = this.add({ type: "close", group, optional, next });
    return this.add({ type: "open", group, optional, next: this.emit(body, close, { optional: false, copy }) });
  }

  /** glibc orders by number of node: what follows has a higher one than a branch, so an empty first branch is tried second. */
  private choice(branches: readonly (Tree | undefined)[], next: number, place: Place): number {
    const [first, second, ...more] = branches;
    const ordered = first === undefined ? [second, first, ...more] : branches;
    const entries = ordered.map((branch) => this.emit(branch, next, place));
    return entries.reduceRight((second, first) => this.add({ type: "fork", first, second }));
  }

  /** x{2,4} is xx((x)?x)?. Of several copies only the first keeps what glibc notes of its optional groups. */
  private repeat({ body, min, max }: Tree & { type: "repeat" }, next: number, { copy }: Place): number {
    const optional: Place = { optional: !copy, copy: copy || min > 0 };
    let after = next;
    if (max === Infinity) after = this.star(body, next, optional);
    else if (max > min) after = this.upTo(body, max - min, next, optional);
    for (let left = min; left > 0; left--) after = this.emit(body, after, { optional: false, copy: copy || left > 1 });
    return after;
  }

  private star(body: Tree, next: number, place: Place): number {
    const fork = this.add({ type: "jump", next });
    this.nodes[fork] = { type: "fork", first: this.emit(body, fork, place), second: next };
    return fork;
  }

  private upTo(body: Tree, count: number, next: number, first: Place): number {
    let after = next;
    const copies: number[] = [];
    for (let left = count; left > 0; left--) {
      after = this.emit(body, after, left === 1 ? first : { optional: false, copy: true });
      copies.push(after);
    }
    return copies.reduceRight((inner, entry, index) => {
      const begin = index === count - 1 ? entry : inner;
      return this.add({ type: "fork", first: begin, second: index === 0 ? next : copies[index - 1]! });
    }, next);
  }
}

function ofLine(anchor: Anchor): Anchor {
  if (anchor === "bufferStart") return "lineStart";
  return anchor === "bufferEnd" ? "lineEnd" : anchor;
}

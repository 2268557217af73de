import { limits } from "../../limits.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Alphabet } from "./alphabet.ts";
import { holds } from "./context.ts";
import { note, type Registers, shareGroups } from "./groups.ts";
import type { Program } from "./program.ts";
import { letterAt, sideAt, sideBefore, type Text } from "./text.ts";

/** A way that was not taken yet. */
interface Pending {
  readonly node: number;
  readonly at: number;
  readonly registers: Registers;
  readonly kept: Registers;
}

/**
 * Matches a pattern with back-references right at `begin`: of the ways that lead furthest, the one that is tried first.
 * Each node is passed once with the same groups at the same place; throws `Refusal` where that is still too often.
 */
export function backtrack(
  program: Program,
  referenced: ReadonlySet<number>,
  alphabet: Alphabet,
  text: Text,
  begin: number,
): Registers | undefined {
  const groups = [...new Set([...referenced].map((group) => program.same[group]!))];
  const none: Registers = Array.from({ length: 2 * (program.groups + 1) }, () => -1);
  const pending: Pending[] = [{ node: program.start, at: begin, registers: none, kept: none }];
  const passed = new Set<string>();
  let before = 0;
  let best: Registers | undefined;
  let furthest = -1;
  for (let way = pending.pop(); way !== undefined && furthest < text.end; way = pending.pop()) {
    const found = follow(way);
    if (found === undefined || found.at <= furthest) continue;
    furthest = found.at;
    best = found.registers;
  }
  if (best === undefined) return undefined;
  return shareGroups(program, Object.assign([...best], { 0: begin, 1: furthest }));

  function isNew(node: number, at: number, registers: Registers): boolean {
    const places = groups.map((group) => `${registers[2 * group]},${registers[2 * group + 1]}`);
    const { size } = passed.add(`${node},${at},${places.join()}`);
    if (size > limits.regexSteps)
      throw new Refusal("regular expression", "has back-references that take too many steps on this text");
    const isNew = size > before;
    before = size;
    return isNew;
  }

  /** To the end of one way; those that branch off wait. */
  function follow(way: Pending): { readonly at: number; readonly registers: Registers } | undefined {
    const [registers, kept] = [[...way.registers], [...way.kept]];
    let { node: number, at } = way;
    for (;;) {
      const node = program.nodes[number]!;
      if (node.type === "accept") return { at, registers };
      if (node.type === "fork") {
        if (!isNew(number, at, registers)) return undefined;
        pending.push({ node: node.second, at, registers: [...registers], kept: [...kept] });
        number = node.first;
        continue;
      }
      if (node.type === "set") {
        if (!alphabet.letters[letterAt(alphabet, text, at)]!.in[node.set]) return undefined;
        at += alphabet.lengthOf(alphabet.codeAt(text.bytes, at, text.end));
      } else if (node.type === "anchor") {
        if (!holds(node.anchor, sideBefore(alphabet, text, at), sideAt(alphabet, text, at))) return undefined;
      } else if (node.type === "reference") {
        const after = afterRepeated(alphabet, text, registers, node.group, at);
        if (after === undefined) return undefined;
        at = after;
      } else note(node, at, registers, kept);
      number = node.next;
    }
  }
}

/** Where what a group matched ends when it comes again at `at`. */
function afterRepeated(
  alphabet: Alphabet,
  text: Text,
  registers: Registers,
  group: number,
  at: number,
): number | undefined {
  const [begin, end] = [registers[2 * group]!, registers[2 * group + 1]!];
  if (begin < 0 || end < 0) return undefined;
  let there = at;
  for (let here = begin; here < end;) {
    if (there >= text.end) return undefined;
    const [one, other] = [alphabet.codeAt(text.bytes, here, end), alphabet.codeAt(text.bytes, there, text.end)];
    if (alphabet.fold(one) !== alphabet.fold(other)) return undefined;
    here += alphabet.lengthOf(one);
    there += alphabet.lengthOf(other);
  }
  return there;
}

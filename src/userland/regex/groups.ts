import type { Reached } from "./automaton.ts";
import type { Node, Program } from "./program.ts";

/** Offsets of the beginning and the end of the match and of each group; -1 where a group took no part. */
export type Registers = number[];

/**
 * Notes that a group begins or ends: update_regs of glibc's regexec.c. `kept` is what the registers were when last
 * something was matched that an empty repetition does not undo.
 */
export function note(node: Node, at: number, registers: Registers, kept: Registers): void {
  if (node.type === "open") {
    registers[2 * node.group] = at;
    registers[2 * node.group + 1] = -1;
  } else if (node.type === "close") {
    const begin = 2 * node.group;
    if (registers[begin]! < at) {
      registers[begin + 1] = at;
      copy(registers, kept);
    } else if (node.optional && kept[begin] !== -1) copy(kept, registers);
    else registers[begin + 1] = at;
  }
}

function copy(from: Registers, to: Registers): void {
  for (let index = 0; index < from.length; index++) to[index] = from[index]!;
}

/** Groups that are one with another get its place. */
export function shareGroups({ same }: Program, registers: Registers): Registers {
  same.forEach((outer, group) => {
    registers[2 * group] = registers[2 * outer]!;
    registers[2 * group + 1] = registers[2 * outer + 1]!;
  });
  return registers;
}

/**
 * The way through the program from `begin` to `end` that glibc takes (set_regs): at each fork the first
 * branch from which the end can be reached, but not into the same empty loop twice.
 * `reached` says from which nodes it can be, at each place.
 */
export function walk(
  program: Program,
  begin: number,
  end: number,
  reached: (at: number) => Reached,
  lengthAt: (at: number) => number,
): Registers {
  const registers: Registers = Array.from({ length: 2 * (program.groups + 1) }, () => -1);
  registers[0] = begin;
  registers[1] = end;
  const kept = [...registers];
  const passed = new Set<number>();
  let current = program.start;
  for (let at = begin; !(at === end && current === program.accept);) {
    const node = program.nodes[current]!;
    note(node, at, registers, kept);
    if (node.type === "set") {
      at += lengthAt(at);
      passed.clear();
      current = node.next;
      continue;
    }
    passed.add(current);
    if (node.type === "fork") current = branch(node, reached(at), passed);
    else if (node.type !== "accept") current = node.next;
  }
  return shareGroups(program, registers);
}

function branch({ first, second }: Node & { type: "fork" }, { has }: Reached, passed: ReadonlySet<number>): number {
  if (has[first] !== 1) return second;
  return has[second] === 1 && passed.has(first) ? second : first;
}

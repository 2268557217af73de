import { limits } from "../../limits.ts";
import type { Alphabet, Letter } from "./alphabet.ts";
import { holds, type Side } from "./context.ts";
import type { Graph } from "./graph.ts";

/** Nodes that are reached at a place, all anchors there decided. */
export interface Reached {
  readonly nodes: readonly number[];
  /** By node: 1 where it is reached. */
  readonly has: Uint8Array;
  readonly target: boolean;
}

interface State {
  readonly entries: readonly number[];
  /** Side of the place that lies behind, as the automaton runs. */
  readonly behind: Side;
  /** By the side that lies ahead; one for all where there are no anchors. */
  readonly reached: Reached[];
}

/** In `table`, state 1 is the one from which nothing is reached any more. */
const deadState = 1;

/**
 * A deterministic automaton that is made while it runs. A cell of `table` says where a letter leads
 * from a state: 0 is not known yet, a state's offset, or, negative, the same where the target was
 * reached before that letter. States that have become too many are forgotten: its memory is bounded,
 * and each letter costs at most a pass over the program.
 */
export class Automaton {
  table = new Int32Array(0);
  /** Where its last run forwards ended. */
  stoppedAt = 0;
  /** Cells of one state. */
  width = 0;
  private states: State[] = [];
  private numbers = new Map<string, number>();
  /** Offsets, by the side behind. */
  private beginnings: number[] = [];
  private readonly graph: Graph;
  private readonly alphabet: Alphabet;
  /** Begins anew at each place. */
  private readonly everywhere: boolean;
  private readonly anchors: boolean;

  constructor(graph: Graph, alphabet: Alphabet, everywhere: boolean) {
    this.graph = graph;
    this.alphabet = alphabet;
    this.everywhere = everywhere;
    this.anchors = graph.anchored.some((steps) => steps.length > 0);
    this.forget();
  }

  /** Offset of the state from which nothing is reached. */
  get dead(): number {
    return deadState * this.width;
  }

  /** Offset of the state at a place, of which `behind` is one side. */
  begin(behind: Side): number {
    return (this.beginnings[behind] ??= this.offset([this.graph.from], behind));
  }

  /** What `table` says, found out. The table may be another one afterwards. */
  step(offset: number, letter: number): number {
    const state = this.states[offset / this.width]!;
    const full = this.alphabet.letters.length > this.width || this.states.length > limits.regexStates;
    if (full) this.forget();
    const to = this.follow(state, this.alphabet.letters[letter]!);
    if (!full) this.table[offset + letter] = to;
    return to;
  }

  /** What is reached in a state where `ahead` is the other side. */
  reached(offset: number, ahead: Side): Reached {
    return this.reach(this.states[offset / this.width]!, ahead);
  }

  private follow(state: State, letter: Letter): number {
    const { nodes, target } = this.reach(state, letter.side);
    const { reading, from } = this.graph;
    const entries = new Set<number>();
    for (const node of nodes) for (const { set, to } of reading[node]!) if (letter.in[set]) entries.add(to);
    if (this.everywhere) entries.add(from);
    const to = this.offset(
      [...entries].sort((a, b) => a - b),
      letter.side,
    );
    return target ? -to : to;
  }

  private reach(state: State, ahead: Side): Reached {
    const index = this.anchors ? ahead : 0;
    return (state.reached[index] ??= this.close(state, ahead));
  }

  private close({ entries, behind }: State, ahead: Side): Reached {
    const { free, anchored, target } = this.graph;
    const has = new Uint8Array(free.length);
    const nodes: number[] = [];
    const reach = (node: number): void => {
      if (has[node] === 1) return;
      has[node] = 1;
      nodes.push(node);
    };
    const [before, after] = this.graph.direction === "forwards" ? [behind, ahead] : [ahead, behind];
    entries.forEach(reach);
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index]!;
      free[node]!.forEach(reach);
      for (const { anchor, to } of anchored[node]!) if (holds(anchor, before, after)) reach(to);
    }
    return { nodes, has, target: has[target] === 1 };
  }

  private offset(entries: readonly number[], behind: Side): number {
    if (entries.length === 0) return this.dead;
    const key = this.anchors ? `${behind}:${entries.join()}` : entries.join();
    const known = this.numbers.get(key);
    if (known !== undefined) return known * this.width;
    const number = this.states.push({ entries, behind, reached: [] }) - 1;
    this.numbers.set(key, number);
    if (this.table.length < this.states.length * this.width) {
      const larger = new Int32Array(Math.max(16, this.states.length * 2) * this.width);
      larger.set(this.table);
      this.table = larger;
    }
    return number * this.width;
  }

  private forget(): void {
    this.width = Math.max(8, this.alphabet.letters.length + 4);
    const none: State = { entries: [], behind: 0, reached: [] };
    this.states = [none, none];
    this.numbers = new Map();
    this.beginnings = [];
    this.table = new Int32Array(16 * this.width);
    this.table.fill(this.dead, this.dead, this.dead + this.width);
  }
}

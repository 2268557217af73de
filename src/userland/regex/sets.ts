import type { CharacterSet } from "./classes.ts";

/** The sets of a pattern, each once, and its characters that stand for themselves. */
export class Sets {
  readonly all: CharacterSet[] = [];
  private readonly literals = new Map<number, number>();
  private readonly known = new Map<string, number>();

  literal(code: number): number {
    const known = this.literals.get(code);
    if (known !== undefined) return known;
    this.literals.set(code, this.all.length);
    return this.all.push((other) => other === code) - 1;
  }

  /** `name` says what the set is; sets of one name are one. */
  add(set: CharacterSet, name?: string): number {
    const known = name === undefined ? undefined : this.known.get(name);
    if (known !== undefined) return known;
    if (name !== undefined) this.known.set(name, this.all.length);
    return this.all.push(set) - 1;
  }
}

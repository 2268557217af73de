import { isGoodName } from "../syntax/words.ts";
import { ShellError } from "./failure.ts";

export interface Variable {
  /** undefined: unset, though it may be exported or read only. */
  readonly value: string | undefined;
  readonly exported: boolean;
  readonly readOnly: boolean;
  /** It stays in the table, with what is known of it, when it is unset. */
  readonly fixed: boolean;
}

/** Variables as they were before a function, or a command with assignments of its own. */
type Scope = (() => void)[];

/** dash's number of hash buckets, which decide the order of the environment. */
const buckets = 39;
/** Those that dash knows from the beginning, in the order of its table (varinit). */
const builtIn = ["HISTSIZE", "TERM", "OPTIND", "PS4", "PS2", "PS1", "PATH", "MAILPATH", "MAIL", "IFS", "ATTY"];

const unset: Variable = { value: undefined, exported: false, readOnly: false, fixed: false };

export const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The variables of a shell (dash: src/var.c). */
export class Variables {
  readonly #table: Map<string, Variable>;
  readonly #scopes: Scope[];
  /** Told of each new value of a variable that the shell itself minds: PATH, OPTIND. */
  readonly #changed: (name: string, value: string | undefined) => void;
  /** `set -a` */
  exportAll = false;

  constructor(changed: (name: string, value: string | undefined) => void, from?: Variables) {
    this.#changed = changed;
    this.#table = new Map(from === undefined ? [] : from.#table);
    this.#scopes = from === undefined ? [] : from.#scopes.map((scope) => [...scope]);
    this.exportAll = from?.exportAll ?? false;
    if (from === undefined) for (const name of builtIn) this.#table.set(name, { ...unset, fixed: true });
  }

  get(name: string): string | undefined {
    return this.#table.get(name)?.value;
  }

  look(name: string): Variable {
    return this.#table.get(name) ?? unset;
  }

  /** Throws `ShellError` for a name that is none and for a variable that is read only. */
  set(name: string, value: string | undefined, { exported = false, readOnly = false } = {}): void {
    if (!isGoodName(name)) throw new ShellError(`${name}: bad variable name`);
    const before = this.#table.get(name);
    if (before?.readOnly) throw new ShellError(`${name}: is read only`);
    this.#changed(name, value);
    const exports = exported || this.exportAll;
    if (value === undefined && !exports && !readOnly && !before?.fixed) {
      this.#table.delete(name);
      return;
    }
    this.#table.set(name, {
      value,
      exported: exports || (before?.exported ?? false),
      readOnly,
      fixed: before?.fixed ?? false,
    });
  }

  /** Sets a variable that the shell makes itself when it begins, exported or not as before. */
  replace(name: string, value: string): void {
    const before = this.#table.get(name) ?? unset;
    this.#table.set(name, { ...before, value });
  }

  /** `export name`, `readonly name`. */
  flag(name: string, flags: { exported?: boolean; readOnly?: boolean }): void {
    const before = this.#table.get(name);
    if (before === undefined) this.set(name, undefined, flags);
    else this.#table.set(name, { ...before, ...flags });
  }

  get inScope(): boolean {
    return this.#scopes.length > 0;
  }

  pushScope(): void {
    this.#scopes.push([]);
  }

  /** Undoes what was local, last first. */
  popScope(): void {
    for (const undo of this.#scopes.pop()!.toReversed()) undo();
  }

  /** Something else to be undone with the innermost scope. */
  atEnd(undo: () => void): void {
    this.#scopes.at(-1)!.push(undo);
  }

  #putBack(name: string, before: Variable | undefined): void {
    if (before === undefined) this.#table.delete(name);
    else this.#table.set(name, before);
    this.#changed(name, before?.value);
  }

  /** `local name` keeps the value there is, `local name=value` sets another. */
  local(name: string, value: string | undefined, exported = false): void {
    const before = this.#table.get(name);
    if (before === undefined) this.set(name, value, { exported });
    this.atEnd(() => this.#putBack(name, before));
    const now = this.#table.get(name) ?? unset;
    this.#table.set(name, { ...now, fixed: true });
    if (before !== undefined && value !== undefined) this.set(name, value, { exported });
  }

  /** In the order of dash's table. */
  environment(): ReadonlyMap<string, string> {
    const found: { name: string; value: string; bucket: number }[] = [];
    for (const [name, { value, exported }] of this.#table)
      if (exported && value !== undefined) found.push({ name, value, bucket: bucketOf(name) });
    found.sort((left, right) => left.bucket - right.bucket);
    return new Map(found.map(({ name, value }) => [name, value]));
  }

  /** By name. */
  all(): readonly (readonly [string, Variable])[] {
    return [...this.#table].sort(([left], [right]) => (left < right ? -1 : 1));
  }
}

function bucketOf(name: string): number {
  let sum = name.charCodeAt(0) << 4;
  for (let at = 0; at < name.length; at++) sum += name.charCodeAt(at);
  return sum % buckets;
}

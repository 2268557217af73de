/**
 * What a build leaves to tidy: the next step need not wait for it, the end of the process must. A
 * failure of it harms no result; what it leaves is swept by a later build.
 */
export class Aftermath {
  readonly #under = new Set<Promise<unknown>>();
  readonly #held: AsyncDisposable[] = [];

  /** Goes on beside the build. */
  add(work: Promise<unknown>): void {
    this.#under.add(work.catch(() => undefined));
  }

  /** Stays until all work has ended; the last held goes first. */
  hold(what: AsyncDisposable): void {
    this.#held.push(what);
  }

  /** Resolves when nothing is left. Asked once, after the last `add`. */
  async done(): Promise<void> {
    await Promise.all(this.#under);
    for (const held of this.#held.reverse()) await held[Symbol.asyncDispose]();
  }
}

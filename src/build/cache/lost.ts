/**
 * A result that a cache named cannot be had: its layer was only described, or its bytes are gone or
 * wrong. The cache does not name it any more; the stages are built again, and what was done in them
 * is found in the store.
 */
export class CacheLost extends Error {
  constructor(what: string) {
    super(`${what} cannot be had from the cache`);
    this.name = "CacheLost";
  }
}

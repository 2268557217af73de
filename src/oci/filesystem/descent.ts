import { type ImagePath, join } from "./path.ts";

/** A directory, and the names in it that are visited, in order. */
export interface Listed {
  readonly path: ImagePath;
  readonly names: readonly string[];
}

/**
 * The order of a changeset: depth first, a directory before what it holds. Whoever takes a path
 * says by `enter` that it is a directory to go into. No more is held than the directories that are
 * open.
 */
export class Descent<Directory extends Listed> {
  readonly #open: { readonly directory: Directory; next: number }[];
  #name = "";

  constructor(first: Directory) {
    this.#open = [{ directory: first, next: 0 }];
  }

  /** The next path; undefined at the end. */
  next(): ImagePath | undefined {
    for (let last = this.#open.at(-1); last !== undefined; last = this.#open.at(-1)) {
      const name = last.directory.names[last.next++];
      if (name !== undefined) {
        this.#name = name;
        return join(last.directory.path, name);
      }
      this.#open.pop();
    }
    return undefined;
  }

  /** The directory that the last path lies in. */
  get directory(): Directory {
    return this.#open.at(-1)!.directory;
  }

  /** The name of the last path. */
  get name(): string {
    return this.#name;
  }

  /** Goes into the last path's directory before what comes behind it. */
  enter(directory: Directory): void {
    this.#open.push({ directory, next: 0 });
  }
}

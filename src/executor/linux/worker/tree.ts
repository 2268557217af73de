/** The tree of a RUN while it is there. */
export interface Tree {
  /** Where the command runs. */
  readonly root: string;
  /** Directory that the paths of `changes` are taken from; by and by a layer's own directory. */
  readonly source: string;
  /** What the command made or changed, for tar; asked once, after it ended. */
  changes(besides: Besides): AsyncIterable<string> | Iterable<string>;
  /** Takes off what only the command needed. Idempotent; false where a process may still write to it. */
  release(): Promise<boolean>;
}

/** What is found beside the changes that a tar can hold. */
export interface Besides {
  /** Names that are gone. */
  readonly whiteouts: string[];
  /** Names in `source` that no layer holds: sockets, and what the sandbox mounts over. */
  readonly strays: string[];
}

/** The tree of a RUN while it is there. */
export interface Tree {
  /** Where the command runs. */
  readonly root: string;
  /** Directory that the paths of `changes` are taken from. */
  readonly source: string;
  /** What the command made or changed, for tar; asked once, after it ended. Fills `whiteouts`. */
  changes(whiteouts: string[]): Iterable<string>;
}

/** How sed was asked to run. */
export interface Settings {
  readonly quiet: boolean;
  /** "\n", or "\0" with -z. */
  readonly delimiter: string;
  readonly separate: boolean;
  /** The name of backups, "*" standing for the file's; "*" where there are none; undefined without -i. */
  readonly inPlace: string | undefined;
  readonly followSymlinks: boolean;
  /** Where `l` wraps; 0 and 1 for never. */
  readonly width: number;
  readonly utf8: boolean;
}

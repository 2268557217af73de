/** Cases whose commands are not there yet. */
export const pending: ReadonlySet<string> = new Set([
  "directories are made by braces of a loop",
  "a link leads to the current release",
  "whatever a user makes is his",
  "a backup is left by sed",
  "files are found and changed",
  "set -eux prints what is run",
  "names with blanks and other bytes",
  "pipes pass data on",
  "paths are taken apart",
  "a directory is piped through tar",
  "owners and modes are kept by tar",
  "files are compressed and read back",
  "something is encoded",
]);

/** Files that --parents and --exclude choose from. */
export const tree = {
  "a/b/c/d/e/bay": "bay",
  "a/b/c/d/foo": "foo",
  "a/b/c2/d/e/baz": "baz",
  "a/b/c2/d/e2/baz": "baz2",
  "a/b2/c/d/e/bar": "bar",
  "top.txt": "top",
  "x/one.py": "1",
  "x/sub/two.py": "2",
  "x/sub/two.pyc": "2c",
} as const;

/** Source directories of all modes, owned by 0. */
export const modes = {
  "d/": { directory: true, mode: 0o700 },
  "d/s/": { directory: true, mode: 0o2750 },
  "d/s/f": "f",
  "d/s/t/": { directory: true, mode: 0o1777 },
  "d/s/t/g": { mode: 0o600, content: "g" },
} as const;

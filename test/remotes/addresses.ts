const schemes = ["https://", "http://", "ssh://", "git://", "HTTPS://", "ftp://", "file://", "ext::", ""];
const users = ["", "u@", "u:p@", "a%40b:c%2Fd@", ":p@", "a@b@", "u p@"];
const hosts = ["h.com", "H.com:80", "[::1]:8", "[::1", "h:x", "h_x", "é.com", "a b", ""];
const paths = [
  "/a.git",
  "/a/b.git",
  "/a%2Eb.git",
  "/a b.git",
  "/ä.git",
  "/a.git/",
  "/x.txt",
  "/x/",
  "/%zz",
  "",
  "/../x.git",
];
const scp = [
  "git@h.com:a/b.git",
  "u-1_x@h.x:/a",
  "git@h.com:",
  "git@h.com:a b",
  "git@[::1]:a",
  "g.t@h:a",
  "git@h.com:../a",
];
const local = ["github.com/a/b", "github.com/a/b.git", "./a.git", "../a.git", "a.git", ".git", "custom.xyz/a.git", ""];
const keys = [
  "ref",
  "tag",
  "branch",
  "subdir",
  "commit",
  "checksum",
  "keep-git-dir",
  "submodules",
  "mtime",
  "fetch-by-commit",
  "x",
];
const values = [
  "",
  "=",
  "=main",
  "=refs/tags/v1",
  "=refs/heads/v1",
  "=/a/../b",
  "=true",
  "=F",
  "=2",
  "=commit",
  "=deadbeef",
  "=%20",
  "=a+b",
  "=a;b",
  "=%zz",
];
const fragments = [
  "",
  "#",
  "#main",
  "#v1:a/b",
  "#a/b:/../x/",
  "#:d",
  "#refs/tags/v1",
  "#a%20b",
  "#a%zz",
  "#a#b",
  "#a?b",
  "#a:b:c",
  "#漢",
];

/** The same numbers each time (Numerical Recipes' generator). */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state >>> 8;
  }
}

/** Addresses of every form, put together from parts that are right, odd and wrong. */
export function* addresses(count = 1_200, seed = 1): Generator<string> {
  const random = numbers(seed);
  const pick = (from: readonly string[]): string => from[random.next().value! % from.length]!;
  const query = () =>
    pick(["", "", "?", "?q"]).replace("q", () =>
      Array.from({ length: 1 + (random.next().value! % 3) }, () => pick(keys) + pick(values)).join("&"),
    );
  for (let index = 0; index < count; index++) {
    const form = random.next().value! % 8;
    if (form === 0) yield pick(local) + query() + pick(fragments);
    else if (form <= 2) yield pick(scp) + query() + pick(fragments);
    else yield pick(schemes) + pick(users) + pick(hosts) + pick(paths) + query() + pick(fragments);
  }
}

import { type Case, type FileSpec, sh } from "../case.ts";
import { sample } from "./gzip.ts";

export const tree: Readonly<Record<string, FileSpec>> = {
  "d/": { mode: 0o750, mtime: 1_500_000_000 },
  "d/a": { content: sample(3000), mode: 0o640, owner: [12_345, 54_321] },
  "d/b": { content: "", mode: 0o4755 },
  "d/e/": { mode: 0o1777, mtime: 1_400_000_000 },
  "d/e/f g": "a name with a blank\n",
  "d/h": { hard: "d/a" },
  "d/l": { link: "a" },
  "d/m": { link: "/etc/passwd" },
  "d/n": { link: "../outside" },
};
export const long = "long".repeat(30);
export const make = sh("tar cf x.tar --sort=name d");
export const gone = { run: ["tar", "xf", "x.tar", "-C", "to"] };
const both = (files: Case["files"], create: string, extract: string): Case => ({
  files: { ...files, "to/": {} },
  steps: [sh(create), sh(extract)],
});

export const tar: Readonly<Record<string, Case>> = {
  "create, list and extract": {
    files: { ...tree, "to/": {} },
    steps: [make, sh("tar tf x.tar"), sh("tar tvf x.tar"), gone],
  },
  verbose: {
    files: { ...tree, "to/": {} },
    steps: [
      sh("tar cvf x.tar --sort=name d"),
      sh("tar cvvf y.tar --sort=name d"),
      sh("tar xvf x.tar -C to"),
      sh("tar xvvf x.tar -C to"),
    ],
  },
  "old options": {
    files: { ...tree, "to/": {} },
    steps: [sh("tar cf x.tar --sort=name d"), sh("tar tvf x.tar"), sh("tar xpf x.tar -C to"), sh("tar fx x.tar -C to")],
  },
  "to standard output and from standard input": {
    files: { ...tree, "to/": {} },
    steps: [
      sh("tar c --sort=name d"),
      sh("tar cv --sort=name d"),
      make,
      sh("tar xv -C to", { from: "x.tar" }),
      sh("tar t", { from: "x.tar" }),
    ],
  },
  gzip: both(tree, "tar czf x.tgz --sort=name --mtime=@1 d", "tar xzf x.tgz -C to"),
  "gzip is recognised": both(tree, "tar -c -a -f x.tar.gz --sort=name d", "tar xvf x.tar.gz -C to"),
  "gzip from standard input": {
    files: { "d/a": "x", "to/": {} },
    steps: [sh("tar czf x.tgz d"), sh("tar x -C to", { from: "x.tgz" }), sh("tar xz -C to", { from: "x.tgz" })],
  },
  "gzip through -I": both({ "d/a": sample(9000) }, "tar -I gzip -cf x d", "tar -I gzip -xf x -C to"),
  "no gzip": {
    files: { "x.tgz": "hello\n", "y.tgz": "" },
    steps: [
      sh("tar xzf x.tgz"),
      sh("tar xf x.tgz"),
      sh("tar xzf y.tgz"),
      sh("tar xz", { stdin: "<html>not found</html>\n" }),
    ],
  },
  "no such compressor": {
    files: { "d/a": "x" },
    steps: [sh("tar czf x.tgz d"), sh("tar xzf x.tgz", { env: { PATH: "/nowhere" } }), sh("tar -I nonsense -xf x.tgz")],
  },
  "what is no archive": {
    files: { a: "hello\n", b: sample(2000), c: "" },
    steps: [sh("tar xf a"), sh("tar xf b"), sh("tar tf c"), sh("tar t", { stdin: "" })],
  },
  "no such archive": { files: {}, steps: [sh("tar xf nothing"), sh("tar xf nothing.tar.gz"), sh("tar xzf nothing")] },
  "members by name": {
    files: { ...tree, "to/": {} },
    steps: [
      make,
      sh("tar xvf x.tar -C to d/e d/a"),
      sh("tar tf x.tar d/e/"),
      sh("tar tf x.tar nothing d/b"),
      sh("tar tf x.tar d/*"),
      sh("tar tf x.tar --wildcards d/*"),
      sh("tar tf x.tar --wildcards --no-wildcards-match-slash *"),
      sh("tar tf x.tar --wildcards --no-anchored f*"),
    ],
  },
  "members in directories": {
    files: { "d/a": "1", "e/b": "2", "p/": {}, "q/": {} },
    steps: [sh("tar cf x.tar -C d a -C ../e b"), sh("tar tf x.tar"), sh("tar xf x.tar -C p a -C ../q b")],
  },
  "strip components": {
    files: { ...tree, "to/": {} },
    steps: [
      make,
      sh("tar xvf x.tar -C to --strip-components=1"),
      sh("tar xf x.tar -C to --strip-components 2"),
      sh("tar tvf x.tar --strip-components=1 --show-transformed-names"),
      sh("tar xf x.tar --strip-components=x"),
    ],
  },
  exclude: {
    files: { ...tree, "d/.git/x": "1", "d/x.pyc": "2", "d/e/y.pyc": "3" },
    steps: [
      sh("tar cvf x.tar --sort=name --exclude=*.pyc d"),
      sh("tar cvf x.tar --sort=name --exclude=e d"),
      sh("tar cvf x.tar --sort=name --exclude=d/e --exclude d/a d"),
      sh("tar cvf x.tar --sort=name --exclude-vcs d"),
      sh("tar cvf x.tar --sort=name --anchored --exclude=e d"),
      sh("tar cvf x.tar --sort=name --exclude=./d/e ./d"),
      sh("tar cvf x.tar --sort=name --no-wildcards --exclude=*.pyc d"),
      sh("tar cvf x.tar --sort=name --exclude=[!a-h] d"),
      sh("tar tf x.tar --exclude=*.pyc"),
    ],
  },
  "exclude from a file": {
    files: { ...tree, list: "*.x  \n\nd/e\n" },
    steps: [sh("tar cvf x.tar --sort=name -X list d")],
  },
  "names from a file": {
    files: { ...tree, list: "d/a\nd/b\n", nul: "d/a\0d/l\0" },
    steps: [sh("tar cvf x.tar -T list"), sh("tar cvf x.tar --null -T nul"), sh("tar tf x.tar -T list")],
  },
  "one top level": {
    files: { ...tree },
    steps: [
      sh("tar cf x.tar --sort=name -C d ."),
      sh("tar xvf x.tar --one-top-level"),
      sh("tar xf x.tar --one-top-level=here"),
      sh("tar xf x.tar --one-top-level=x/y"),
    ],
  },
  "owner, group, mode and time": {
    files: tree,
    steps: [
      sh("tar cf x.tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@1234567890 d"),
      sh("tar tvf x.tar"),
      sh("tar cf y.tar --sort=name --owner=nobody --group=nogroup --mode=0644 d"),
      sh("tar tvf y.tar"),
      sh("tar cf z.tar --sort=name --owner=me:77 --group=+88 d"),
      sh("tar tvf z.tar"),
      { run: ["tar", "cf", "u.tar", "--sort=name", "--mtime=2020-01-02 03:04:05", "d"] },
      sh("tar tvf u.tar --full-time"),
      { run: ["tar", "cf", "v.tar", "--sort=name", "--mtime=2015-01-02 UTC", "--clamp-mtime", "d"] },
      sh("tar tvf v.tar --utc"),
      sh("tar cf w.tar --sort=name --owner=nosuchuser d"),
    ],
  },
  "same owner and permissions": {
    files: { ...tree, "p/": {}, "q/": {}, "r/": {} },
    steps: [
      make,
      sh("tar xf x.tar -C p --no-same-owner"),
      sh("tar xf x.tar -C q --no-same-permissions"),
      sh("tar xof x.tar -C r", { umask: 0o077 }),
    ],
  },
  "owners by name": {
    files: { a: { content: "x", owner: [65_534, 65_534] } },
    steps: [
      sh("tar cf x.tar a"),
      sh("tar tvf x.tar"),
      sh("tar tvf x.tar --numeric-owner"),
      sh("tar xf x.tar"),
      sh("tar cf y.tar --owner=nobody:4242 --group=nogroup:4343 a"),
      sh("tar xf y.tar"),
      sh("tar xf y.tar --numeric-owner"),
    ],
  },
  times: { files: { ...tree, "to/": {} }, steps: [make, sh("tar xmf x.tar -C to")] },
  "long names": {
    files: {
      [`${long}/${long}`]: "x",
      [`${long}/l`]: { link: `${long}/${long}` },
      [`${long}/h`]: { hard: `${long}/${long}` },
      ["y".repeat(100)]: "100",
      ["z".repeat(101)]: "101",
      "to/": {},
    },
    steps: [
      { run: ["tar", "cf", "x.tar", "--sort=name", long, "y".repeat(100), "z".repeat(101)] },
      sh("tar tvf x.tar"),
      gone,
      { run: ["tar", "cf", "n.tar", "--numeric-owner", long] },
    ],
  },
  "names to be quoted": {
    files: { "a\nb": "x", "tab\there": "y", été: "z", "back\\slash": "v" },
    steps: [
      { run: ["tar", "cvf", "x.tar", "a\nb", "tab\there", "été", "back\\slash"] },
      sh("tar tf x.tar"),
      sh("tar tvf x.tar"),
      sh("tar tf x.tar", { env: { LC_ALL: "C" } }),
    ],
  },
};

interface Reason {
  /** What of a case's differences ("PATH: ours | theirs") it explains. */
  allows(name: string, line: string): boolean;
  readonly why: string;
}

const inCases =
  (...names: readonly string[]) =>
  (name: string, line: RegExp, seen: string): boolean =>
    names.includes(name) && line.test(seen);

const directives = inCases(
  "a directive twice",
  "a directive twice in another case",
  "a line of more than 65,535 bytes",
);
const mountPoints = inCases("RUN on an image without mount points");
const jsonHeredoc = inCases("a document in JSON is none");
const contextAsImage = inCases("a named context in place of an image");

const followed = inCases(
  "random",
  "COPY of a link to a name with brackets",
  "COPY with a star for a directory, of a link to a file elsewhere",
);

const copyOfRoot = inCases("random", "COPY --from of a root that a directory was copied onto");

const nothingInDirectory = inCases("random", "COPY with a star that matches nothing in a directory");

/** A directory that is the same but for its time: what was put into it gave it the time of the build. */
const onlyTheTimeOfTheBuild = /^\/[^:]*: (directory \d+ \d+:\d+)( ".*")? @-?\d+ \| \1(\2)? now$/;

/** Where djib differs from BuildKit on purpose. Everything else is a failure. */
export const allowed: readonly Reason[] = [
  {
    allows: (_, line) => onlyTheTimeOfTheBuild.test(line),
    why: "A directory that something was put into keeps its time: the time of the build says nothing of its content.",
  },
  {
    allows: (name, line) => mountPoints(name, /^\/(dev|proc|sys): absent \| directory 755 0:0 now$/, line),
    why: "Where an image lacks /dev, /proc or /sys, the empty directories that a RUN mounts over are not left in it.",
  },
  {
    allows: (name, line) => directives(name, /^line: \d+ \| 1$/, line),
    why: "BuildKit points at line 1 whatever line it means; djib points at the line that is wrong.",
  },
  {
    allows: (name, line) => jsonHeredoc(name, /^\/x: /, line),
    why: "BuildKit takes a file named <<EOF in JSON for a document without a body, and writes an empty file.",
  },
  {
    allows: (name, line) => contextAsImage(name, /^history \d: /, line),
    why: "The layer of a named context is told of first, where it lies; BuildKit's exporter appends its history at the end.",
  },
  {
    allows: (name, line) =>
      followed(name, /^built \| failed to .*: failed to calculate checksum "\/.*": not found$/, line),
    why: "A link is followed, but its file does not reach BuildKit where its name looks like a pattern, or a directory on the way to the link is one, unless another instruction brings it.",
  },
  {
    allows: (name, line) => copyOfRoot(name, /^\/[^:]*: directory (\d+ \d+:\d+) @0 \| directory \1 @\d+$/, line),
    why: "The root of an image is in no layer and has no time. BuildKit has that of its snapshot, as long as it has not to pull the image.",
  },
  {
    allows: (name, line) => nothingInDirectory(name, /^built \| lstat \/.*: no such file or directory$/, line),
    why: "A wildcard may match nothing. BuildKit misses the directory before it, unless another instruction brings a file of it: only files that are named reach the builder.",
  },
];

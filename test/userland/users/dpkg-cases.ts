import type { Case } from "./case.ts";

const versions = [
  "1",
  "1.0",
  "1.0-1",
  "1:0.9",
  "1.0~rc1",
  "1.0+b1",
  "1.0a",
  "01.0",
  "1.0-0",
  "a",
  "1_2",
  "1-",
  "1:",
  "x:1",
  "1.0-1_",
  "",
  "<unknown>",
  " 1 ",
  "1 2",
  "10",
  "1.0.0",
];
const relations = [
  "lt",
  "le",
  "eq",
  "ne",
  "ge",
  "gt",
  "lt-nl",
  "le-nl",
  "ge-nl",
  "gt-nl",
  "<",
  "<<",
  "<=",
  "=",
  ">=",
  ">>",
  ">",
];

/** Versions of packages, compared as maintainer scripts ask for it. */
export const dpkgCases: Readonly<Record<string, Case>> = {
  "dpkg --compare-versions": {
    commands: versions.flatMap((a, first) =>
      versions.map((b, second) => [
        "dpkg",
        "--compare-versions",
        a,
        relations[(first * 7 + second) % relations.length]!,
        b,
      ]),
    ),
  },
  "dpkg --print-architecture": { commands: [["dpkg", "--print-architecture"]] },
};

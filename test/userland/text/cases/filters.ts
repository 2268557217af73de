import { type Case, crossed } from "../case.ts";

/** Texts with all that a filter of lines may stumble over. */
export const texts = [
  "",
  "a",
  "a\n",
  "\n\n\n",
  "a\r\nb c\n\r\nc\r",
  "x\ty\n\n\n\nz\x01\x7f\x80\xff\xc3\xa9\xe2\x80\x87 b\xe2\x82\xac\n",
  "\n\na\n\n\nb",
  "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n",
  "a\0b\0c",
];

const parts = ["", "-n3", "-n -3", "-n +3", "-c4", "-c -4", "-c+4", "-3", "-n0", "-n-0", "-c0", "-c-0", "-n+0", "-n+1"]
  .concat(["-z -n1", "-3c", "-n1k", "-c1kB", "-v", "-n x", "-c 1x", "-n99999999999999999999999", "-n -100", "-2q"])
  .map((words) => words.split(" ").filter((word) => word !== ""));
const two = { a: "1\n2\n", b: "3\n4\n", "d/": "" };

const ends = (tool: string): readonly Case[] => [
  ...crossed(tool, parts, texts),
  ...parts.flatMap((words) => texts.slice(4, 8).map((f) => ({ args: [tool, ...words, "f"], files: { f } }))),
  { args: [tool, "-n1", "a", "b", "no", "d", "-"], files: two, stdin: "x\ny" },
  { args: [tool, "-q", "a", "b"], files: two },
  { args: [tool, "a", "-5"], files: two },
  { args: [tool, "+2", "a"], files: two },
  { args: [tool, "--lines"] },
  { args: [tool, "--bytes=3", "--verbose", "a"], files: two },
];

const cat: readonly Case[] = [
  ...crossed(
    "cat",
    [[], ["-n"], ["-b"], ["-s"], ["-E"], ["-T"], ["-v"], ["-A"], ["-bs"], ["-nE"], ["-et"], ["-ns"], ["-u"]],
    texts,
  ),
  ...[[], ["-n"], ["-sE"]].map((words) => ({
    args: ["cat", ...words, "a", "b c", "-", "no", "d/"],
    files: { a: "x\ny", "b c": "\nq\r", "d/": "" },
    stdin: "\nin\n",
  })),
  { args: ["cat", "-Q"] },
  { args: ["cat", "--number=3"] },
  { args: ["cat", "--sh"] },
  { args: ["cat", "no such", "q'x", "b\xff\n"] },
];

const wcOptions = [[], ["-c"], ["-l"], ["-w"], ["-m"], ["-lw"], ["-cm"], ["-clmw"], ["--lines"], ["-x"]];
const wc: readonly Case[] = ["C", "C.UTF-8"].flatMap((LC_ALL) => [
  ...crossed("wc", wcOptions, texts, { LC_ALL }),
  ...wcOptions.flatMap((words) =>
    texts.map((f) => ({
      args: ["wc", ...words, "f", "-", "g h", "no"],
      stdin: "q w\n",
      files: { f, "g h": f },
      env: { LC_ALL },
    })),
  ),
]);

const tee: readonly Case[] = [
  ...[[], ["a"], ["-a", "a"], ["d", "a"], ["no/x"], ["--output-error=exit", "d", "a"], ["--output-error=foo"]],
  ...[
    ["--output-error=w", "a"],
    ["-p", "-"],
    ["--output-error", "a", "b"],
  ],
].map((words) => ({ args: ["tee", ...words], stdin: "hello\n", files: { a: "old\n", "d/": "" } }));

export const filterCases: readonly Case[] = [...cat, ...ends("head"), ...ends("tail"), ...wc, ...tee];

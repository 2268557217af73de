import { createHash } from "node:crypto";
import type { Case } from "../case.ts";
import { texts } from "./filters.ts";
import { lines } from "./lines.ts";

const files = { a: "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n", b: "x y\tz\n\xc3\xa9 w\n", e: "", "d/": "" };
const hash = createHash("sha256").update(files.a).digest("hex");
const lists = [
  `${hash}  a\n`,
  `${hash}  b\n${hash} *a\n`,
  `${hash}  no\n`,
  "rubbish\n",
  "",
  `${hash.toUpperCase()}  a\n`,
  `${hash}  -\n`,
];

const parts = [
  "",
  "-n 3",
  "-n3",
  "-3",
  "-c 4",
  "-n 0",
  "-c 0",
  "-n 1k",
  "-c 1b",
  "-v",
  "-n x",
  "-q a b",
  "-v a",
  "a b",
  "no",
  "a no b",
  "-n 2 a -",
];

/** Applets of busybox, as Alpine has them for the same tools. */
export const busyboxCases: readonly Case[] = [
  ...lines("cat", ["", "a b", "no", "a no - d", "-u a", "-- a"], ["in\n"], { files }),
  ...lines("head", [...parts, "-c -4", "-c -0", "-c -100"], texts, { files }),
  ...lines("tail", [...parts, "-n +3", "-c +4", "+3", "-n +0", "-n +1", "-n -2"], texts, { files }),
  ...lines("wc", ["", "-l", "-w", "-c", "-L", "-lw", "-cl", "a", "-l a", "a b", "-l a b", "no", "a no"], texts, {
    files,
  }),
  ...lines("sha256sum", ["", "a", "a e b", "no", "a no", "-b a", "-t -"], ["in\n"], { files }),
  ...["md5sum", "sha1sum", "sha512sum"].flatMap((tool) => lines(tool, ["", "a b"], ["in\n"], { files })),
  ...lists.flatMap((list) =>
    ["-c list", "-cs list", "-cw list", "-c", "-c no"].map((line) => ({
      args: ["sha256sum", ...line.split(" ")],
      stdin: list,
      files: { ...files, list },
    })),
  ),
  ...lines(
    "env",
    ["", "-i A=1", "-u A", "-i", "A=2 printenv A", "no-such", "- B=1", "-i B=3 printenv B", "./d"],
    [""],
    {
      env: { A: "1" },
      files,
    },
  ),
  ...lines("tee", ["", "out", "-a a", "no/x", "no/x out"], ["text\n"], { files }),
  ...lines("uname", ["", "-m", "-s", "-sm"]),
  ...lines("true", ["", "x"]),
  ...lines("false", ["", "x"]),
];

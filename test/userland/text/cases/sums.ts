import { createHash } from "node:crypto";
import type { Case } from "../case.ts";
import { lines } from "./lines.ts";

const files = { a: "hello\n", "b c": "x".repeat(3000), "e\nf": "odd\n", "g\\h": "z", empty: "", "d/": "" };
const tools = ["md5sum", "sha1sum", "sha224sum", "sha256sum", "sha384sum", "sha512sum", "b2sum"];
const printing = ["", "a", "a empty no d", "-b a", "-t a", "--tag a", "-z a", "--tag -z a -", "b_c"];
const names: readonly Case[] = [
  ["e\nf", "g\\h"],
  ["--tag", "e\nf", "g\\h"],
  ["-z", "e\nf"],
].map((words) => ({
  args: ["sha256sum", ...words],
  files,
}));
const wrong = [
  "--tag -t a",
  "-cz a",
  "-c --tag a",
  "-cb a",
  "--strict a",
  "--quiet a",
  "--status a",
  "-w a",
  "--ignore-missing a",
  "-x",
];

const hash = (text: string) => createHash("sha256").update(text, "latin1").digest("hex");
const a = hash(files.a);
const lists: readonly string[] = [
  `${a}  a\n`,
  `${a} *a\n${hash("")}  empty\n`,
  `${a}  a\n${a}  empty\n`,
  `${a}  no\n`,
  `${a}  a\n${a}  no\nrubbish\n`,
  "",
  "rubbish\n",
  `# comment\n\n${a.toUpperCase()}  a\r\n`,
  `SHA256 (a) = ${a}\nSHA256(empty)= ${a}\n`,
  `\\${hash(files["e\nf"])}  e\\nf\n`,
  `${a} a\n`,
  `${a}  a\n${a} a\n`,
  `${a}a\n${a.slice(1)}  a\n${a}  a`,
  `  ${a}  a\n`,
  `${a}  d\n${a}  -\n`,
  `\\${a}  a\\q\n`,
];
const checks = ["-c", "-c --quiet", "-c --status", "-cw", "-c --strict", "-c --ignore-missing", "-c list no"];

const checked: readonly Case[] = lists.flatMap((list) =>
  checks.map((line) => ({ args: ["sha256sum", ...line.split(" "), "list"], files: { ...files, list } })),
);

const encodable = ["", "a", "ab", "abc", "hello world\n", "\x00\xff\xfe".repeat(60), "x".repeat(57), "x".repeat(58)];
const decodable = [
  ...[
    "",
    "YQ==",
    "YWI=\n",
    "YWJj\nZGVm\n",
    "YQ",
    "YWI",
    "Y",
    "YQ=",
    "YQ==YQ==",
    "YQ==\nx",
    "Y*Q==",
    "YWJj*",
    "====",
    "YWJjYQ=a",
    "_-_-",
  ],
  ...[
    "MFRGG===",
    "MFRGGZDF\nMZTQ====",
    "MFRGG",
    "MFRGG==",
    "MF======",
    "MFRA====MFRA====",
    "MFR=====",
    "61626364",
    "6a",
    "6A6",
    "C5H66===",
    "MFRGGZA=",
  ],
];

export const sumCases: readonly Case[] = [
  ...tools.flatMap((tool) => lines(tool, printing, ["stdin text\n"], { files })),
  ...lines("cksum", ["", "a b_c", "empty", "no d"], ["stdin text\n"], { files }),
  ...lines("sum", ["", "a b_c", "-s a empty", "-r a", "-sr b_c", "--sysv b_c", "no", "-x"], ["stdin text\n"], {
    files,
  }),
  ...lines("sha256sum", wrong, [""], { files }),
  ...lines("sha256sum", ["-c", "-c -"], lists.slice(0, 3).concat(`${a}  -\n`), { files }),
  ...names,
  ...checked,
  ...["base64", "base32", "basenc --base64url", "basenc --base16"].flatMap((line) => {
    const [tool, ...rest] = line.split(" ");
    return [
      ...lines(
        tool!,
        ["", "-w0", "-w 10", "--wrap=1"].map((more) => [...rest, more].join(" ").trim()),
        encodable,
      ),
      ...lines(
        tool!,
        ["-d", "-di"].map((more) => [...rest, more].join(" ")),
        decodable,
      ),
    ];
  }),
  ...lines("base64", ["a", "no", "d", "a b", "-w x", "-w -1", "-x", "-w 99999999999999999999 a", "-d a"], [""], {
    files,
  }),
  ...lines("basenc", ["", "--base6", "-d"], ["x"]),
];

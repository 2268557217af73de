import type { Case } from "../case.ts";
import { lines } from "./lines.ts";

const getopt = [
  ...[
    "",
    "-o ab: -- -a -b x y",
    "-o ab: -- -ab",
    "-o ab:: -- -b -bx y -a",
    "-o a -l long,with:,opt:: -- --long --with v --opt --opt=q z",
  ],
  ...[
    "-o a -l long -- --lo -x",
    "-o a -n name -- -x -a",
    "-o a -q -- -x",
    "-o a -Q -- -a",
    "-u -o a: -- -a it's",
    "-o +a -- x -a",
  ],
  ...[
    "-o -a -- x -a y",
    "-T",
    "ab: -a -b 1 z",
    "-o a -l one,only -- --on",
    "-o a -- -- -a",
    "-o a: -- -a",
    "-o a -l w: -- --w",
    "-l x",
  ],
  ...[
    "-o a -s bash -- it's",
    "-o a -s foo -- x",
    "-o a -l long -- --long=3",
    "a",
    "-x",
    "-o",
    "-o a -l : -- x",
    "-a x",
    "-- a: -a x",
  ],
  ...[
    "--options=vh --long verbose,help --name me -- -v --help f g",
    "-o '' -l x -- --x y",
    "-o a -o b -- -b",
    "-o a -l a -l b -- --a --b",
  ],
].filter((line) => line !== "-a x");

const date = [
  ...[
    "-d @0",
    "-u -d @1700000000",
    "-u -d @0 +%s",
    "-d @1700000000.5 +%s.%N",
    "-u -d 2024-02-29 +%F_%T_%j_%a_%A_%b_%B",
    "-R -d @0",
    "-I -d @0",
  ],
  ...[
    "-Iseconds -d @0",
    "-Ins -d @0",
    "-Ihours -d @0",
    "-Iminutes -d @0",
    "--iso-8601=s -d @0",
    "-Ix -d @0",
    "--rfc-3339=date -d @0",
  ],
  ...[
    "--rfc-3339=seconds -u -d @0",
    "--rfc-3339=ns -d @0",
    "--rfc-3339=x -d @0",
    "-d nonsense",
    "-d 2024-13-01",
    "-r no",
    "-d @0 -r a",
  ],
  ...[
    "-d @0 x",
    "-d @0 +%Y +%m",
    "-d @0 +a +b",
    "-d @0 -I -R",
    "-R +%s -d @0",
    "-d",
    "-x",
    "-u -d '2024-01-01_12:00_+2_days' +%FT%T%z",
  ],
  ...[
    "-u -d 2024-01-31_+1_month +%F",
    "-u -d 20240101T101112Z +%s",
    "-u -d 2024-01-01_00:00_-0500 +%s",
    "-u -d 2024-05-05T05:05:05.123456789+02:00 +%s.%N",
  ],
  ...[
    "-u -d @1e3",
    "-u -d @-1 +%s",
    "-u -d 2024-01-01_1_week_ago +%F",
    "-d @86399 +%-H:%_M:%0S_%10Y_%^a_%#Z_%:z_%::z_%:::z_%%_%n_%t_%D_%e_%k_%l_%p_%P",
  ],
  ...[
    "-d @1234567890 +%c|%x|%X|%r|%R|%h|%C|%g|%G|%u|%U|%V|%w|%W|%y|%q|%Q|%E|%Ey",
    "-d @0 +",
    "-d @0 --utc",
    "--universal -d @0 +%Z",
  ],
].map((line) => line.replaceAll("'", ""));

const zones: readonly Case[] = [
  "UTC0",
  "CET-1CEST,M3.5.0,M10.5.0/3",
  "EST5EDT,M3.2.0,M11.1.0",
  "<+0530>-5:30",
  "XYZ",
  "",
].flatMap((TZ) =>
  lines("date", ["-d @1700000000", "-d @1720000000 +%F_%T_%z_%Z", "-d 2024-07-01_12:00 +%s"], [""], { env: { TZ } }),
);

const templates = [
  "$A ${A} $B ${B} ${A $A} $$A $ {A} ${} ${1} $1 $A_B ${A_B}x\n",
  "no variables",
  "$A$A${NOPE}|\n$NOPE end",
  "\xff$A\x00\n",
  "",
];

export const systemCases: readonly Case[] = [
  ...lines("getopt", getopt),
  ...lines("getopt", ["-o a x -a", "ab -a -b c"], [""], { env: { POSIXLY_CORRECT: "1" } }),
  ...lines("date", date, [""], { files: { a: "" } }),
  ...zones,
  ...lines("uname", [
    "",
    "-s",
    "-o",
    "-m",
    "-p",
    "-i",
    "-smo",
    "--machine",
    "x",
    "-x",
    "--kernel-name --operating-system",
  ]),
  ...lines("arch", ["", "x", "-x"]),
  ...lines("nproc", ["x", "--ignore=x", "--ignore=999", "-x", "--ignore -1"]),
  ...lines("nproc", ["", "--ignore=1"], [""], { env: { OMP_NUM_THREADS: "3" } }),
  ...lines("nproc", [""], [""], { env: { OMP_NUM_THREADS: "7,2", OMP_THREAD_LIMIT: "4" } }),
  ...lines("tty", ["", "-s", "x", "-x"]),
  ...lines("logname", ["x", "-x"]),
  ...[
    "LONG_BIT",
    "PAGE_SIZE",
    "PAGESIZE",
    "ARG_MAX",
    "PATH",
    "INT_MAX",
    "CHAR_BIT",
    "UINT_MAX",
    "ULONG_MAX",
    "WORD_BIT",
  ].map((name) => ({ args: ["getconf", name] })),
  ...lines(
    "envsubst",
    ["", "$A", "${A}_and_$B", "-v $A_${B}_$A", "--variables $A", "a b", "-v", "-x", "nothing"],
    templates,
    {
      env: { A: "one two", B: "$A", A_B: "ab" },
    },
  ),
  ...lines("mountpoint", ["", "d", "no", "f", "/", "-q d", "-q no", "a b", "/proc"], [""], {
    files: { f: "", "d/": "" },
  }),
  ...lines(
    "flock",
    [
      "lock true",
      "lock false",
      "lock printenv A",
      "-n lock true",
      "99",
      "no/x true",
      "-x lock no-such",
      "-w 3 lock true",
      "d true",
    ],
    [""],
    {
      env: { A: "1" },
      files: { "d/": "" },
    },
  ),
];

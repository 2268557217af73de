import type { Case } from "../case.ts";

const of = (tool: string, lines: readonly string[], more: Omit<Case, "args"> = {}): readonly Case[] =>
  lines.map((line) => ({ args: [tool, ...words(line)], ...more }));

/** Words between spaces; '' is the empty one, _ a space within one. */
const words = (line: string): readonly string[] =>
  line === "" ? [] : line.split(" ").map((word) => (word === "''" ? "" : word.replaceAll("_", " ")));

const files = { f: "x", e: "", "d/": "" };

const test = [
  ...["", "''", "a", "!", "! a", "! ''", "-n a", "-n ''", "-z a", "-z ''", "-z", "a = a", "a = b", "a != b", "a == a"],
  ...["1 -eq 1", "1 -eq 2", "1 -ne 2", "-1 -lt 1", "2 -le 2", "3 -gt 2", "2 -ge 3", "a -eq 1", "1 -eq b", "_1_ -eq +1"],
  ...["1 -eq 1x", "99999999999999999999999 -gt 99999999999999999999998", "+-1 -eq 1", "'' -eq 0", "( a )", "( '' )"],
  ...[
    "a -a b",
    "a -a ''",
    "'' -o b",
    "'' -o ''",
    "a -a ( b -o c )",
    "! a -a b",
    "a b",
    "a b c",
    "a b c d",
    "a b c d e",
  ],
  ...["-e f", "-e no", "-f f", "-f d", "-d d", "-d f", "-s f", "-s e", "-r f", "-w f", "-x f", "-x d", "-L f", "-h no"],
  ...[
    "-b f",
    "-c f",
    "-p f",
    "-S f",
    "-u f",
    "-g f",
    "-k f",
    "-O f",
    "-G f",
    "-t 1",
    "-t x",
    "-N f",
    "-q f",
    "-ef",
    "-n",
  ],
  ...[
    "f -ef f",
    "f -ef e",
    "f -nt no",
    "no -nt f",
    "no -ot f",
    "f -ot no",
    "-l abc -eq 3",
    "3 -eq -l abc",
    "( a = a )",
  ],
  ...[
    "( a = a",
    "( ( a )",
    "( a",
    "a = a -a b = b",
    "a = a -o b = c",
    "! ( a = b )",
    "-f f -a -d d",
    "= = =",
    "( = (",
    "! = !",
  ],
  ...[
    "-f",
    "a -o",
    "-a -a -a",
    "a = b c",
    "( a = b c",
    "-n x -a -z y",
    "! ! a",
    "! ! ! ''",
    "--help",
    "--version",
    "-",
    "--",
  ],
];

const seq = [
  ...["", "0", "1", "5", "-3", "2 5", "5 2", "5 -1 1", "1 2 10", "1 0 5", "a", "1 b", "1 1 1 1", "-w 8 11", "-w 1 100"],
  ...[
    "-w -5 5",
    "-s , 1 4",
    "-s, 3",
    "-s ab 3",
    "-f %g 3",
    "-f %05.1f 1 3",
    "-f x%gy 2",
    "-f %d 3",
    "-f x 3",
    "-f %g%g 2",
  ],
  ...[
    "-f % 2",
    "-f %% 2",
    "-f %%%e%% 2",
    "0.1 0.1 1",
    "1 .5 3",
    "1.00 3",
    "-w 0.5 10",
    "-w 1e1 12",
    "1e2 101",
    "0x10 0x12",
  ],
  ...[
    "-w .5 .25 1.25",
    "1 0.1 1.3",
    "0 0.01 0.05",
    "10 -2.5 0",
    "-1.5 1.5",
    "1e-2 3e-2",
    "1 1e-1 1.2",
    "1. 3",
    "-w 1. 10",
  ],
  ...[
    "nan",
    "inf 3",
    "1 inf 3",
    "-- -2 2",
    "--separator=: 3",
    "--sep : 3",
    "-x",
    "--format=%3g 3",
    "-w -f %g 3",
    "1 200 1000",
  ],
  ...[
    "1 201 1000",
    "99999999999999999998 99999999999999999999",
    "9007199254740990 9007199254740995",
    "007 9",
    "+3",
    "_3",
  ],
  ...[
    "18446744073709551614 18446744073709551617",
    "-0 1",
    "0 -0",
    "1 1e3x",
    "1e5000",
    "0.000001 0.000001 0.000003",
    "1e19 1e19",
  ],
  ...["-w 9.5 10", "-w 1 -1 -1", "-5 -3", "-s '' 3", "-wf %g 2", "-f %a 2", "-f %'5.2f 2", "-f %.3Lf 2"],
];

const other: readonly Case[] = [
  ...of("true", ["", "a", "--foo"]),
  ...of("false", ["", "a", "--help x"]),
  ...of("sleep", ["", "0", "x", "0 y z", "-1", "0s 0m 0h 0d", "0x", "0.01", "-x", ".001s", "1e-3", "0ss"]),
  ...of("printenv", ["", "A", "A NO", "-0 A B", "NO", "-x", "--null"], { env: { A: "1", B: "two" } }),
];

const env: readonly Case[] = of(
  "env",
  [
    ...[
      "",
      "-i",
      "-i A=1 B=2",
      "- C=3",
      "-u A",
      "-u A=B",
      "-0",
      "-i X=y printenv",
      "-u B printenv B",
      "A=2 printenv A",
    ],
    ...["no-such-command", "./no", "./d", "-C d printenv A", "-C no true", "-C d", "-0 true", "-x", "-u", "--unset"],
    ...[
      "-S printenv_A",
      "-i -S A=b_printenv",
      "-iS A=b_printenv_A",
      "-S printenv A",
      "--split-string=printenv_A",
      "a_b",
    ],
    ...["-S a=1_b='x_y'_printenv", "-vi", "false", "sleep 0", "-i -u A", "-", "-- printenv A", "A= printenv A"],
  ],
  { env: { A: "1", B: "two" }, files },
).filter(({ args }) => !args.includes("-vi"));

const wrappers: readonly Case[] = [
  ...of(
    "nice",
    ["", "-n 5 printenv A", "-5 printenv A", "-n x true", "-n 1", "no-such", "--5 true", "-n 2 -n 3 false", "-x"],
    {
      env: { A: "1" },
    },
  ).filter(({ args }) => args[1] !== "--5"),
  ...of("nohup", ["", "printenv A", "no-such", "-x", "./d"], { env: { A: "1" }, files }),
  ...of(
    "timeout",
    [
      ...[
        "",
        "1",
        "5 false",
        "5 printenv A",
        "x true",
        "0.1 sleep 5",
        "-s KILL 0.1 sleep 5",
        "-s INT 0.1 sleep 5",
        "5 no-such",
      ],
      ...[
        "--preserve-status 0.1 sleep 5",
        "-v 0.1 sleep 5",
        "-s NO 1 true",
        "-k x 1 true",
        "-k 1 0.1 sleep 5",
        "0 true",
        "5 ./d",
      ],
      ...["-s 9 0.1 sleep 5", "-s sigterm 0.1 sleep 5", "--foreground 0.1 sleep 5", "-s 999 1 true", "-5 true"],
    ],
    { env: { A: "1" }, files },
  ),
];

export const commandCases: readonly Case[] = [
  ...of("test", test, { files }),
  ...of(
    "[",
    test.map((line) => `${line} ]`.trimStart()),
    { files },
  ),
  ...of("[", ["", "a", "( a ]"]),
  ...of("seq", seq),
  ...other,
  ...env,
  ...wrappers,
];

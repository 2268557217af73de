import type { Case } from "./case.ts";

/** Numbers that are the same on every machine (mulberry32). */
function random(seed: number) {
  let state = seed;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const names = ["app", "web", "db", "root", "mail", "games", "no-such"];
const groups = ["audio", "staff", "users", "sudo", "app", "web", "27", "1000", "nope"];
const ids = ["7", "33", "500", "999", "1000", "1001", "5000", "70000"];
const homes = ["/home/app", "/srv/app", "/home/new", "/", "/etc"];
const shells = ["/bin/sh", "/bin/bash", "/usr/sbin/nologin", "/nosuch"];

/** Options of each tool with what may follow them. */
const tools: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  useradd: {
    ...{ "-m": [], "-M": [], "-r": [], "-N": [], "-U": [], "-o": [], "-l": [], "-F": [] },
    ...{ "-u": ids, "-g": groups, "-G": groups, "-d": homes, "-s": shells, "-c": ["x"] },
  },
  usermod: {
    ...{ "-a": [], "-m": [], "-o": [], "-L": [], "-U": [], "-r": [] },
    ...{ "-u": ids, "-g": groups, "-G": groups, "-d": homes, "-s": shells, "-c": ["x", "y"], "-l": names },
    ...{ "-e": ["2030-01-01", "1"], "-f": ["3"], "-p": ["!", "x"], "-v": ["1-5"], "-V": ["3-4", "1-100000"] },
  },
  userdel: { "-r": [], "-f": [] },
  groupadd: { "-r": [], "-f": [], "-o": [], "-g": ids, "-p": ["x"], "-U": names },
  groupmod: { "-o": [], "-a": [], "-g": ids, "-n": names, "-U": names, "-p": ["y"] },
  groupdel: { "-f": [] },
};

function command(pick: (below: number) => number): readonly string[] {
  const of = <T>(list: readonly T[]): T => list[pick(list.length)]!;
  const tool = of([
    "useradd",
    "useradd",
    "useradd",
    "usermod",
    "usermod",
    "userdel",
    "groupadd",
    "groupmod",
    "groupdel",
  ]);
  const options = Object.entries(tools[tool]!);
  const words = [tool];
  for (let count = pick(4); count > 0; count--) {
    const [option, values] = of(options);
    words.push(option, ...(values.length > 0 ? [of(values)] : []));
  }
  return [...words, of(tool.startsWith("group") ? [...groups, ...names] : names)];
}

/** Sequences of commands as nobody would write them. */
export const randomCases: Readonly<Record<string, Case>> = Object.fromEntries(
  Array.from({ length: 40 }, (_, seed) => {
    const pick = random(seed + 1);
    const commands = Array.from({ length: 12 }, () => command(pick));
    // Who is root is root's process.
    const safe = commands.filter((words) => !(/^user(mod|del)$/.test(words[0]!) && words.at(-1) === "root"));
    return [`random ${seed}`, { commands: safe }];
  }),
);

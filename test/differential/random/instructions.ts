import type { Files } from "../case.ts";
import type { Dice } from "./dice.ts";
import { place, variables, word } from "./words.ts";

/** What the instructions of a stage may refer to. */
export interface Around {
  readonly files: Files;
  /** Names and numbers of stages before. */
  readonly stages: readonly string[];
  /** The stage has a shell. */
  readonly runs: boolean;
}

type Make = (d: Dice, around: Around) => string;

const json = (words: readonly string[]): string => JSON.stringify(words);

/** A name for COPY's shell form: blanks, quotes and brackets cannot stand in it. */
const isPlain = (name: string): boolean => /^[^\s'"[\]\\#$-][^\s'"[\]\\$]*$/.test(name);

const flags = (d: Dice): string =>
  [
    d.chance(15) ? `--chown=${d.pick(["1", "5:6", "1000:50", "0"])} ` : "",
    d.chance(15) ? `--chmod=${d.pick(["600", "755", "4711", "u=rwX,go=rX", "a+x"])} ` : "",
    d.chance(10) ? "--link " : "",
  ].join("");

const copy: Make = (d, { files }) => {
  const names = Object.keys(files).filter((name) => name !== ".dockerignore");
  const tops = names.map((name) => name.split("/")[0]!);
  const source = () =>
    d.weighted([
      [5, () => d.pick(names)],
      [4, () => d.pick(tops)],
      [3, () => "."],
      [3, () => d.pick(["*", "?", "*.md", "*/*", "[ab]*", "no*", "*.d/?"])],
      [1, () => `${d.pick(["../", "/", "./", "x/../"])}${d.pick(tops)}`],
      [d.chance(10) ? 1 : 0, () => "nothing"],
    ])();
  const sources = d.several(1, 2, source);
  const to = sources.length > 1 && d.chance(80) ? `${place(d)}/`.replace("//", "/") : place(d);
  const verb = d.pick(["COPY", "COPY", "ADD"]);
  const exclude = d.chance(10) ? `--exclude=${d.pick(["*.md", "**/a", "b", "!b"])} ` : "";
  const parents = verb === "COPY" && d.chance(10) ? "--parents " : "";
  const all = [...sources, to];
  const rest =
    all.every(isPlain) && d.chance(60) ? all.join(" ") : json(all.map((one) => one.replace(/[\\"']/g, "\\$&")));
  return `${verb} ${flags(d)}${exclude}${parents}${rest}`;
};

const copyFrom: Make = (d, around) => {
  if (around.stages.length === 0) return copy(d, around);
  const source = d.pick([".", "/", "/app*", "/app/*", "app*/y*", "/x*", "/nothing*", "/*/*"]);
  return `COPY --from=${d.pick(around.stages)} ${flags(d)}${source} ${place(d)}`;
};

const heredoc: Make = (d) => {
  const quoted = d.chance(30);
  const name = d.pick(["EOF", "one.txt", "X"]);
  const body = d.several(0, 3, () => (quoted ? "$A ${no \\ '" : word(d, 1)));
  const dash = d.chance(20) ? "-" : "";
  return [
    `COPY ${flags(d)}<<${dash}${quoted ? `"${name}"` : name} ${place(d)}`,
    ...body.map((text) => (dash ? `\t${text}` : text)),
    name,
  ].join("\n");
};

const command = (d: Dice): string =>
  d.chance(50) ? json(d.several(0, 3, () => d.pick(["a", "b c", "$A", "é"]))) : `echo ${word(d)} && b`;

const paths = ["/app", "/x", "/x/y", "/data/old", "/data/gone", "/data/reborn", "/tmp/t", "/f"];

const run: Make = (d, around) => {
  if (!around.runs) return copy(d, around);
  const [one, other] = [d.pick(paths), d.pick(paths)];
  const step = () =>
    d.pick([
      `mkdir -p ${one}`,
      `echo ${d.int(100)} > ${one}`,
      `echo $A-$B >> ${other}`,
      `rm -rf ${one}`,
      `mv ${one} ${other}`,
      `ln -s ${one} ${other}`,
      `ln ${one} ${other}`,
      `chmod ${d.pick(["700", "4755", "644"])} ${one}`,
      `chown ${d.pick(["5:6", "1000"])} ${one}`,
      `touch -d @${d.int(1_000_000)} ${one}`,
      `busybox cp -a ${one} ${other}`,
    ]);
  const script = d.several(1, 4, step);
  if (d.chance(20)) return ["RUN <<EOF", ...script, "true", "EOF"].join("\n");
  return `RUN ${script.map((each) => `${each} 2>/dev/null`).join("; ")}; true`;
};

const instructions: readonly (readonly [number, Make])[] = [
  [12, copy],
  [6, copyFrom],
  [4, heredoc],
  [5, run],
  [6, (d) => `ENV ${d.several(1, 3, () => `${d.pick(variables.slice(0, 4))}=${word(d)}`).join(" ")}`],
  [1, (d) => `ENV ${d.pick(variables)} ${word(d)} ${word(d)}`],
  [3, (d) => `ARG ${d.several(1, 2, () => d.pick(variables) + (d.chance(70) ? `=${word(d)}` : "")).join(" ")}`],
  [3, (d) => `LABEL ${d.several(1, 2, () => `${d.pick(["k", "l.m", '"n o"'])}=${word(d)}`).join(" ")}`],
  [5, (d) => `WORKDIR ${place(d)}`],
  [2, (d) => `USER ${d.pick(["root", "1000", "5:6", "$c", "app"])}`],
  [1, (d) => `EXPOSE ${d.several(1, 3, () => d.pick(["80", "443/TCP", "8000-8002/udp", "${unset:-9}"])).join(" ")}`],
  [1, (d) => `VOLUME ${d.chance(50) ? json(["/v", "/w x"]) : `/v ${place(d)}`}`],
  [2, (d) => `CMD ${command(d)}`],
  [2, (d) => `ENTRYPOINT ${command(d)}`],
  [1, (d) => `STOPSIGNAL ${d.pick(["SIGTERM", "9", "QUIT"])}`],
  [1, (d) => `HEALTHCHECK ${d.pick(["NONE", "CMD true", '--interval=1m --retries=2 CMD ["a"]'])}`],
  [1, (d) => `SHELL ${json(["/bin/sh", d.pick(["-c", "-ec"])])}`],
  [1, () => "MAINTAINER Some Body <a@b>"],
  [1, (d, around) => `ONBUILD ${d.chance(50) ? copy(d, around) : `ENV A=${word(d)}`}`],
  [1, (d) => `# ${d.pick(["comment", "escape=`", "\\"])}`],
  [1, (d) => `ENV A=${word(d)} \\\n${d.pick(["", "  # why\n", "\n"])}  B=${word(d)}`],
];

export const randomInstruction: Make = (d, around) => d.weighted(instructions)(d, around);

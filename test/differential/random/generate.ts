import type { DifferentialCase } from "../case.ts";
import { randomContext } from "./context.ts";
import { type Dice, dice } from "./dice.ts";
import { randomInstruction } from "./instructions.ts";
import { word } from "./words.ts";

/** How many of a hundred stages have a shell, and so RUN. */
interface Options {
  readonly runs: number;
}

/** A Dockerfile over a context, both by chance: the same seed gives the same. Most of them build. */
export function randomCase(seed: number, { runs }: Options): DifferentialCase {
  const d = dice(seed);
  const files = randomContext(d);
  const globals = d.several(0, 2, () => `ARG ${d.pick(["A", "B"])}=${word(d)}`);
  const stages: Stage[] = [];
  for (
    let left = d.weighted([
      [4, 1],
      [4, 2],
      [2, 3],
      [1, 4],
    ]);
    left > 0;
    left--
  )
    stages.push(stage(d, stages, files, runs));
  const flags = d.chance(20) ? [`--build-arg=${d.pick(["A", "B", "c"])}=${d.pick(["given", "", "a b"])}`] : [];
  return { dockerfile: [...globals, ...stages.flatMap(({ lines }) => lines)].join("\n") + "\n", files, flags };
}

interface Stage {
  readonly name: string | undefined;
  readonly runs: boolean;
  readonly lines: readonly string[];
}

function stage(d: Dice, before: readonly Stage[], files: DifferentialCase["files"] & {}, runs: number): Stage {
  const known = before.flatMap(({ name }, at) => (name === undefined ? [] : [{ name, at }]));
  const parent = known.length > 0 && d.chance(40) ? d.pick(known) : undefined;
  const shell = parent === undefined ? d.chance(runs) : before[parent.at]!.runs;
  const base = parent?.name ?? (shell ? "base" : d.pick(["scratch", "scratch", "scratch", "parent"]));
  const name = d.chance(80) ? `s${before.length}` : undefined;
  const around = { files, runs: shell, stages: [...known.map((one) => one.name), ...before.map((_, at) => `${at}`)] };
  const lines = d.several(1, 6, () => randomInstruction(d, around));
  return { name, runs: shell, lines: [`FROM ${base}${name === undefined ? "" : ` AS ${name}`}`, ...lines] };
}

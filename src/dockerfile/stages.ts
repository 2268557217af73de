import { problem } from "./errors.ts";
import type { Arg, Dockerfile, From, Instruction } from "./syntax.ts";

/** FROM and what follows it, up to the next FROM. */
export interface Stage {
  /** Its number, which COPY --from may use; from 0, all FROMs of the file count. */
  readonly index: number;
  /** After AS, in lower case. Of several with one name the last is meant, by those below it. */
  readonly name: string | undefined;
  readonly from: From;
  readonly instructions: readonly Exclude<Instruction, From>[];
}

export interface Stages {
  /** The ARGs before the first FROM: they fill in FROM lines, and bare ARGs of the same name in stages. */
  readonly globals: readonly Arg[];
  /** At least one. */
  readonly stages: readonly Stage[];
}

/** Divides a Dockerfile into its stages. Throws where there is none, or something else than ARG before the first. */
export function stages(dockerfile: Dockerfile): Stages {
  const globals: Arg[] = [];
  const found: (Stage & { readonly instructions: Exclude<Instruction, From>[] })[] = [];
  for (const instruction of dockerfile.instructions) {
    const current = found.at(-1);
    if (instruction.name === "FROM") {
      const name = instruction.alias?.text.toLowerCase();
      found.push({ index: found.length, name, from: instruction, instructions: [] });
    } else if (current) current.instructions.push(instruction);
    else if (instruction.name === "ARG") globals.push(instruction);
    else throw beforeFrom(instruction);
  }
  if (found.length > 0) return { globals, stages: found };
  throw problem("dockerfile/no-stages", `${dockerfile.source.name} has no FROM, so there is nothing to build`, {
    where: dockerfile.instructions[0]?.where,
    help: "add FROM and the image to start with, for example FROM python:3.12-slim",
  });
}

const beforeFrom = ({ name, keyword }: Instruction) =>
  problem("dockerfile/before-from", `${name} stands before the first FROM`, {
    where: keyword.where,
    help: "only ARG may stand there; move this line below FROM",
  });

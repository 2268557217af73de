import type { Visit } from "../../build/plan/visit.ts";
import type { SimpleCommand } from "../shell-words.ts";
import { inside } from "../docker/rule.ts";
import { byStage, program, type ReadRun, runsByInstruction } from "./image.ts";
import { djibRule } from "./rule.ts";

export const copyBeforeInstall = djibRule({
  name: "CopyBeforeInstall",
  about: "The whole project is copied before its dependencies are installed",
  why: "A layer is reused as long as what it is made from is unchanged. With COPY . . above pip install, every edit of any file installs all packages anew: minutes instead of a second.",
  fix: "Copy the list of dependencies alone, install, then copy the rest: COPY requirements.txt . / RUN pip install -r requirements.txt / COPY . .",
  *check(subject) {
    const read = runsByInstruction(subject);
    for (const visits of byStage(subject).values()) {
      const copied = visits.findIndex(copiesEverything);
      const first = copied < 0 ? undefined : firstInstall(visits, read);
      if (first === undefined || visits.findIndex(({ written }) => written === first.written) < copied) continue;
      const { written } = visits[copied]!;
      if (written.name !== "COPY") continue;
      const source = written.sources[0]!;
      const where = source.type === "path" ? source.path.where : written.where;
      const line = first.written.where.line;
      yield {
        ...inside(written, `every change of a file installs all dependencies anew, in line ${line}`, where),
        also: [{ where: first.written.where, note: "this is done again each time" }],
      };
    }
  },
});

const copiesEverything = ({ instruction }: Visit): boolean =>
  instruction.name === "COPY" &&
  instruction.from === undefined &&
  instruction.exclude.length === 0 &&
  instruction.sources.some((source) => source.type === "path" && /^\.?\/?$/.test(source.path.text));

/** The first RUN that installs from a list; undefined where a RUN before it cannot be read. */
function firstInstall(visits: readonly Visit[], read: ReadonlyMap<unknown, ReadRun>): ReadRun | undefined {
  for (const { written } of visits) {
    const run = read.get(written);
    if (run === undefined) continue;
    if (run.commands?.some(installsFromList)) return run;
    if (run.commands === undefined && /\b(pip|uv|poetry|pipenv|pdm)\b/.test(run.text)) return undefined;
  }
  return undefined;
}

/** Installs what a file lists. An install of the project itself needs its files, and is none. */
function installsFromList(command: SimpleCommand): boolean {
  const [name = "", action, ...rest] = program(command);
  const isPip = /^pip[\d.]*$/.test(name) && action === "install";
  const isUvPip = name === "uv" && action === "pip" && rest[0] === "install";
  if (!isPip && !isUvPip) return false;
  const itself = rest.some((word) => word === "." || word.startsWith("./") || /^(-e|--editable)/.test(word));
  return !itself && rest.some((word) => /^(-r|--requirement)/.test(word));
}

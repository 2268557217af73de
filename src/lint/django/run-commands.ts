import path from "node:path/posix";
import { limits } from "../../limits.ts";
import { inside } from "../docker/rule.ts";
import { managed, program, runs, visitsOfImage } from "./image.ts";
import { djibRule } from "./rule.ts";

export const migrateInRun = djibRule({
  name: "MigrateInRun",
  about: "Migrations run while the image is built",
  why: "A build has no production database: migrate fails, or migrates a SQLite file that is then baked into the image, and every container starts with an old copy of it.",
  fix: "Migrate when it is deployed, once: a release command, a Kubernetes Job, or `docker run --rm IMAGE python manage.py migrate`.",
  *check(subject) {
    for (const { written, commands = [] } of runs(subject.visits, subject))
      if (commands.some((command) => managed(command)?.[0] === "migrate"))
        yield inside(written, "manage.py migrate runs in the build, where the database is not");
  },
});

export const chownInOwnLayer = djibRule({
  name: "ChownInOwnLayer",
  about: "chown -R copies every file into a second layer",
  why: "A layer holds whole files. To change the owner of what COPY brought, RUN chown -R writes all of it again, so the image has it twice.",
  fix: "Let COPY set the owner: COPY --chown=10001:10001 . .",
  *check(subject) {
    const above = new Set<string>();
    let workdir = "/";
    const visits = visitsOfImage(subject);
    const read = new Map(runs(visits, subject).map((run) => [run.written, run]));
    for (const { written, instruction } of visits) {
      if (instruction.name === "WORKDIR") workdir = path.resolve(workdir, instruction.path.text);
      if (instruction.name === "COPY")
        for (const one of upwards(path.resolve(workdir, instruction.destination.text))) above.add(one);
      const run = written.name === "RUN" ? read.get(written) : undefined;
      for (const command of run?.commands ?? []) {
        const [name, ...words] = program(command);
        if (name !== "chown" || !words.some((word) => /^-[a-z]*R|^--recursive$/.test(word))) continue;
        const at = words.filter((word) => !word.startsWith("-")).slice(1);
        const own = at.find((one) => above.has(path.resolve(workdir, one)));
        if (own !== undefined) yield inside(written, `chown -R ${own} writes what COPY put there a second time`);
      }
    }
  },
});

/** A path and the directories above it. */
function upwards(place: string): readonly string[] {
  if (place.length > limits.path) return [];
  const found = [place];
  while (found.at(-1) !== "/") found.push(path.dirname(found.at(-1)!));
  return found;
}

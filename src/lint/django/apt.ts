import { inside } from "../docker/rule.ts";
import type { SimpleCommand } from "../shell-words.ts";
import { byStage, program, type ReadRun, runs, runsByInstruction, visitsOfImage } from "./image.ts";
import { djibRule } from "./rule.ts";

const isApt = (action: string) => (command: SimpleCommand) => {
  const [name, ...words] = program(command);
  return (name === "apt-get" || name === "apt") && words.find((word) => !word.startsWith("-")) === action;
};

export const aptListsLeftBehind = djibRule({
  name: "AptListsLeftBehind",
  about: "apt's package lists stay in the image",
  why: "apt-get update writes 20 MB and more to /var/lib/apt/lists. Nothing reads them again; a later RUN cannot take them out of the layer that they are in.",
  fix: "End the same RUN with rm -rf /var/lib/apt/lists/*, or mount a cache there: RUN --mount=type=cache,target=/var/lib/apt/lists.",
  *check(subject) {
    for (const { written, instruction, commands } of runs(visitsOfImage(subject), subject)) {
      if (commands === undefined || !commands.some(isApt("update"))) continue;
      const removed = commands.some(([name, ...rest]) => name === "rm" && rest.some(isLists));
      if (!removed && !mountsBelow(instruction, "/var/lib/apt"))
        yield inside(
          written,
          "the package lists of apt-get update stay in this layer: rm -rf /var/lib/apt/lists/* is missing",
        );
    }
  },
});

export const aptUpdateAlone = djibRule({
  name: "AptUpdateAlone",
  about: "apt-get update and apt-get install stand in two RUN lines",
  why: "The RUN with the update is reused from the cache for months, so the install below it asks for versions that the mirror no longer has, and fails with 404.",
  fix: "Write one RUN: apt-get update && apt-get install -y --no-install-recommends … && rm -rf /var/lib/apt/lists/*",
  *check(subject) {
    const read = runsByInstruction(subject);
    for (const visits of byStage(subject).values()) {
      const all = visits.flatMap(({ written }) => read.get(written) ?? []);
      let alone: ReadRun | undefined;
      for (const run of all) {
        const updates = run.commands?.some(isApt("update"));
        const installs = run.commands?.some((one) => isApt("install")(one) || isApt("upgrade")(one));
        if (installs && !updates && alone !== undefined) {
          const line = run.written.where.line;
          yield inside(alone.written, `apt-get update stands alone; the install in line ${line} may use old lists`);
        }
        alone = updates && !installs ? run : installs ? undefined : alone;
      }
    }
  },
});

const isLists = (word: string): boolean => word.startsWith("/var/lib/apt");

/** A mount that keeps what is written there out of the layer. */
export const mountsBelow = ({ mounts }: ReadRun["instruction"], path: string): boolean =>
  mounts.some(({ options }) =>
    options.some(
      ({ key, value = "" }) => (key === "target" || key === "dst" || key === "destination") && value.startsWith(path),
    ),
  );

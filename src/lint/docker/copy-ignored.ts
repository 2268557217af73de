import type { Visit } from "../../build/plan/visit.ts";
import type { Ignore } from "../../dockerfile/ignore/ignore.ts";
import { cleanPath } from "../../dockerfile/path-text.ts";
import type { Word } from "../../dockerfile/syntax.ts";
import { dockerRule, inside } from "./rule.ts";

/** BuildKit: validateCopySourcePath. Where there is a `!` rule, nothing is said: it may take back what is below. */
export const copyIgnoredFile = dockerRule({
  name: "CopyIgnoredFile",
  about: "Attempting to Copy file that is excluded by .dockerignore",
  why: "What .dockerignore leaves out is not there for COPY and ADD: the build fails with `not found` though the file is in the project.",
  fix: "Take the line out of .dockerignore, or add one that begins with ! for this file.",
  *check({ visits, ignore }) {
    if (ignore === undefined || ignore.rules.some(({ exception }) => exception)) return;
    for (const visit of visits) {
      const verb = visit.written.name === "ADD" ? "Add" : "Copy";
      for (const { text, where } of sources(visit)) {
        const path = cleanPath(text);
        if (!isIgnored(path, ignore)) continue;
        const message = `Attempting to ${verb} file "${path}" that is excluded by .dockerignore`;
        yield inside(visit.written, message, where);
      }
    }
  },
});

/** Paths of the context that an instruction names; an address is none. */
function sources({ instruction }: Visit): readonly Word[] {
  if (instruction.name !== "COPY" && instruction.name !== "ADD") return [];
  if (instruction.name === "COPY" && instruction.from !== undefined) return [];
  return instruction.sources.flatMap((source) =>
    source.type === "path" && !/^(https?|git|ssh):\/\/|^git@/.test(source.path.text) ? [source.path] : [],
  );
}

/** The root is only said to be left out where a rule leaves out everything. */
const isIgnored = (path: string, ignore: Ignore): boolean =>
  path === "." || path === "/"
    ? ignore.rules.some(({ pattern }) => ["*", "**", "**/*"].includes(pattern))
    : ignore.ignores(path);

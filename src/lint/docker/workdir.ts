import { quote } from "../../build/plan/goformat.ts";
import { dockerRule, inside } from "./rule.ts";

/** The first WORKDIR of a stage, and of those it is built FROM, counts; that of a base image may change with it. */
export const workdirRelativePath = dockerRule({
  name: "WorkdirRelativePath",
  about:
    "Relative workdir without an absolute workdir declared within the build can have unexpected results if the base image changes",
  why: "`WORKDIR app` means /app on one base image and /usr/src/app on the next.",
  fix: "Write the whole path: WORKDIR /app.",
  *check({ visits }) {
    const set = new Set<number>();
    for (const { draft, written, instruction } of visits) {
      if (draft.base.kind === "stage" && set.has(draft.base.index)) set.add(draft.index);
      if (instruction.name !== "WORKDIR") continue;
      const { text, where } = instruction.path;
      const message = `Relative workdir ${quote(text)} can have unexpected results if the base image changes`;
      if (!set.has(draft.index) && !text.startsWith("/")) yield inside(written, message, where);
      set.add(draft.index);
    }
  },
});

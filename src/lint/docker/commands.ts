import type { Instruction } from "../../dockerfile/syntax.ts";
import { dockerRule, inside } from "./rule.ts";

export const jsonArgsRecommended = dockerRule({
  name: "JSONArgsRecommended",
  about: "JSON arguments recommended for ENTRYPOINT/CMD to prevent unintended behavior related to OS signals",
  why: "The shell form starts /bin/sh as process 1, which does not pass SIGTERM on: gunicorn never hears that it is to stop, requests are cut off, and `docker stop` waits its ten seconds and kills.",
  fix: 'Write a JSON list: CMD ["gunicorn", "mysite.wsgi", "--bind", "0.0.0.0:8000"]. Where a variable is needed: CMD ["sh", "-c", "exec gunicorn mysite.wsgi --bind 0.0.0.0:$PORT"].',
  *check({ visits }) {
    for (const { written: instruction, hasShell } of visits) {
      if (instruction.name !== "CMD" && instruction.name !== "ENTRYPOINT") continue;
      if (instruction.command.form === "exec" || hasShell) continue;
      const message = `JSON arguments recommended for ${instruction.keyword.text} to prevent unintended behavior related to OS signals`;
      yield inside(instruction, message);
    }
  },
});

const once = new Set<Instruction["name"]>(["CMD", "ENTRYPOINT", "HEALTHCHECK"]);

/** Tells of the earlier one, which is the one that means nothing; the comments of the later one silence it. */
export const multipleInstructionsDisallowed = dockerRule({
  name: "MultipleInstructionsDisallowed",
  about: "Multiple instructions of the same type should not be used in the same stage",
  why: "Only the last CMD, ENTRYPOINT and HEALTHCHECK of a stage count; the others are silently without effect.",
  fix: "Delete the earlier one.",
  *check({ visits }) {
    const seen = new Map<string, Instruction>();
    for (const { draft, written: instruction } of visits) {
      if (!once.has(instruction.name)) continue;
      const key = `${draft.index} ${instruction.name}`;
      const earlier = seen.get(key);
      seen.set(key, instruction);
      if (earlier === undefined) continue;
      const message = `Multiple ${instruction.keyword.text} instructions should not be used in the same stage because only the last one will be used`;
      yield { ...inside(earlier, message), comments: instruction.comments };
    }
  },
});

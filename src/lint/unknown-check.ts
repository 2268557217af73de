import { nearest } from "../nearest.ts";
import type { Word } from "../dockerfile/syntax.ts";
import { djibRule } from "./django/rule.ts";

/** `names`: of all rules there are, this one included. */
export const unknownCheck = (names: () => readonly string[]) =>
  djibRule({
    name: "UnknownCheck",
    about: "`# check=skip=` names a rule that does not exist",
    why: "docker build says nothing of a misspelt name, and goes on to tell what was to be silenced.",
    fix: "Mend the name. `djib help` knows all of them.",
    *check({ file }) {
      const directive = file.directives.filter(({ name }) => name === "check");
      const values = [
        ...directive.map(({ value, where }) => ({ text: value, where })),
        ...file.instructions.flatMap(({ comments }) => comments.flatMap(checkIn)),
      ];
      for (const { text, where } of values)
        for (const [, list = ""] of text.split(" ")[0]!.matchAll(/(?:^|;)(?:skip|experimental)=([^;]*)/g))
          for (const name of list.split(",").map((one) => one.trim())) {
            if (name === "all" || name === "" || names().includes(name)) continue;
            const near = nearest(name, names());
            yield { message: `there is no rule ${name}${near === undefined ? "" : `; did you mean ${near}?`}`, where };
          }
    },
  });

const checkIn = ({ text, where }: Word): readonly Word[] => {
  const [, value] = /^check\s*=\s*(.+)$/is.exec(text) ?? [];
  return value === undefined ? [] : [{ text: value, where }];
};

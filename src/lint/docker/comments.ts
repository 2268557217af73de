import { dockerRule, inside } from "./rule.ts";
import type { Found } from "../rule.ts";
import type { Instruction } from "../../dockerfile/syntax.ts";

export const noEmptyContinuation = dockerRule({
  name: "NoEmptyContinuation",
  about: "Empty continuation lines will become errors in a future release",
  why: "An empty line inside an instruction looks like its end and is not: what follows still belongs to it. docker build will refuse it one day.",
  fix: "Delete the empty line, or write a # on it.",
  *check({ file }) {
    for (const { code, where } of file.warnings) {
      if (code !== "NoEmptyContinuation") continue;
      const last = where.endLine ?? where.line;
      yield { message: "Empty continuation line", where, lines: { ...where, line: last, endLine: last } };
    }
  },
});

export const maintainerDeprecated = dockerRule({
  name: "MaintainerDeprecated",
  about: "The MAINTAINER instruction is deprecated, use a label instead to define an image author",
  why: "Labels are read by registries and scanners; the author field that MAINTAINER sets is shown by hardly any tool.",
  fix: 'Write LABEL org.opencontainers.image.authors="name@example.com".',
  *check({ file }) {
    for (const instruction of file.instructions)
      if (instruction.name === "MAINTAINER")
        yield inside(instruction, "Maintainer instruction is deprecated in favor of using label");
  },
});

/** BuildKit: validateDefinitionDescription. */
export const invalidDefinitionDescription = dockerRule({
  name: "InvalidDefinitionDescription",
  about:
    "Comment for build stage or argument should follow the format: `# <arg/stage name> <description>`. If this is not intended to be a description comment, add an empty line or comment between the instruction and the comment.",
  why: "`docker build --call=outline` and `--call=targets` show the comment above an ARG or a FROM as its description, if it begins with the name.",
  fix: "Begin the comment with the name of the ARG or stage, or put a line with # alone below it.",
  experimental: true,
  *check({ file }) {
    for (const instruction of file.instructions) {
      if (instruction.name === "FROM" && instruction.alias !== undefined)
        yield* described(instruction, [instruction.alias.text.toLowerCase()]);
      if (instruction.name === "ARG")
        yield* described(
          instruction,
          instruction.args.map(({ key }) => key.text),
        );
    }
  },
});

function* described(instruction: Instruction, names: readonly string[]): Iterable<Found> {
  const comment = instruction.comments.at(-1);
  if (comment === undefined || names.includes(comment.text.split(" ")[0]!)) return;
  const shown = names.length > 1 ? "<arg_key>" : names[0];
  const message = `Comment for ${instruction.name} should follow the format: \`# ${shown} <description>\``;
  yield inside(instruction, message, comment.where);
}

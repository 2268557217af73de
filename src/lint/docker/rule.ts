import type { Instruction } from "../../dockerfile/syntax.ts";
import type { Location } from "../../errors.ts";
import type { Found, Rule } from "../rule.ts";

type Parts = Pick<Rule, "name" | "about" | "why" | "fix" | "check"> & {
  readonly experimental?: boolean;
  /** False where docker has no page for it. */
  readonly page?: false;
};

/** One of BuildKit's rules: a warning that a build tells too, with docker's page of that name. */
export const dockerRule = ({ page, ...parts }: Parts): Rule => ({
  source: "docker",
  severity: "warning",
  told: "build",
  ...(page === false ? {} : { url: `https://docs.docker.com/go/dockerfile/rule/${kebab(parts.name)}/` }),
  ...parts,
});

/** BuildKit: linter/generate.go, camelToKebab. "JSONArgs" is "json-args". */
const kebab = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])|(?<!^)(?=[A-Z][a-z])/g, "-").toLowerCase();

/** A finding in an instruction, which the comments above it may silence. */
export const inside = (instruction: Instruction, message: string, where: Location = instruction.where): Found => ({
  message,
  where,
  lines: instruction.where,
  comments: instruction.comments,
});

/** One that BuildKit finds with the whole file in view: comments at the instruction do not silence it. */
export const everywhere = (
  instruction: Pick<Instruction, "where">,
  message: string,
  where: Location = instruction.where,
): Found => ({ message, where, lines: instruction.where });

import { dockerRule, everywhere } from "./rule.ts";

const isLower = (word: string): boolean => word === word.toLowerCase();
const isUpper = (word: string): boolean => word === word.toUpperCase();

/** BuildKit: validateCommandCasing. ARGs before the first FROM do not count. */
export const consistentInstructionCasing = dockerRule({
  name: "ConsistentInstructionCasing",
  about: "All commands within the Dockerfile should use the same casing (either upper or lower)",
  why: "Mixed casing is harder to read, and a word like `Run` is easily taken for something else.",
  fix: "Write every instruction in upper case, or every one in lower case.",
  *check({ stages }) {
    const all = stages.flatMap(({ from, instructions }) => [from, ...instructions]);
    const lower = all.filter(({ keyword }) => isLower(keyword.text)).length;
    const upper = all.filter(({ keyword }) => isUpper(keyword.text) && !isLower(keyword.text)).length;
    const [fits, casing] = lower > upper ? ([isLower, "lowercase"] as const) : ([isUpper, "uppercase"] as const);
    for (const instruction of all) {
      const { text, where } = instruction.keyword;
      if (!fits(text))
        yield everywhere(
          instruction,
          `Command '${text}' should match the case of the command majority (${casing})`,
          where,
        );
    }
  },
});

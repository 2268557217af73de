import type { Instruction } from "../../../dockerfile/syntax.ts";
import { redactUrls } from "../../../redact.ts";
import type { Scope } from "../scope.ts";
import type { StageState } from "../state.ts";

/** Where a step stands: its id, number and place in the Dockerfile, and its text on one line, without passwords of addresses. */
export function common(state: StageState, instruction: Instruction, scope: Scope) {
  const number = state.steps.length + 1;
  const title = redactUrls(instruction.text.replaceAll(/\s+/g, " ").trim());
  return { id: `${scope.stage}/${number}`, number, title, where: instruction.where };
}

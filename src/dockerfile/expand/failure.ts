import { limits } from "../../limits.ts";

/** Why a word cannot be read; `required` where ${v:?…} asked for a variable. Never leaves the room. */
export class LexFailure extends Error {
  readonly required: boolean;
  constructor(message: string, required = false) {
    super(message);
    this.required = required;
  }
}

/** Throws where a word has expanded to more than a Dockerfile may hold. */
export function checkSize(text: string): void {
  if (text.length > limits.dockerfile) throw new LexFailure("it expands to more than 16 MiB");
}

/** Why `${name` cannot be read where `operator` follows. */
export const unknownForm = (name: string, operator: string): LexFailure =>
  /^:?$/.test(operator)
    ? new LexFailure(`the } of \${${name} is missing`)
    : new LexFailure(`\${${name}${operator}…} is not known; known are :- - :+ + :? ? # ## % %% / and //`);

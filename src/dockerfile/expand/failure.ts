/** Why a word cannot be read; `required` where ${v:?…} asked for a variable. Never leaves the room. */
export class LexFailure extends Error {
  readonly required: boolean;
  constructor(message: string, required = false) {
    super(message);
    this.required = required;
  }
}

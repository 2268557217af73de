/** Why compressed data cannot be used, in gzip's words; ends it. */
export class Broken extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Broken";
  }
}

export const endOfFile = "unexpected end of file";

/**
 * What the portable user land cannot do as Linux does it. It ends the whole RUN: no program handles
 * it, no `|| true` swallows it, and no file system call throws it for something that a program
 * could have provoked on Linux too. Whoever knows the line of the script adds it on the way up.
 */
export class Refusal extends Error {
  /** The word that cannot be done: a flag, a program, a path; for people, UTF-8. */
  readonly word: string;
  /** Why not, as the end of a sentence: "is not emulated". */
  readonly reason: string;
  /** What to write instead. */
  readonly help: string | undefined;
  /** Line of the script, from 1. */
  line: number | undefined;

  constructor(word: string, reason: string, help?: string) {
    super(`${word}: ${reason}`);
    this.name = "Refusal";
    this.word = word;
    this.reason = reason;
    this.help = help;
  }
}

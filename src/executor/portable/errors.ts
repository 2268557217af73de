import { problems } from "../../errors.ts";

export const problem = problems({
  "portable/cannot":
    "A RUN needs something that djib's own user land does not do as Linux does it: a program that is not emulated, an option of one, or something that only a running Linux kernel has. The message names the word, and the help says what to write instead. Nothing was guessed and nothing of the step is kept. `djib plan --executors` shows what each executor can do; --executor linux runs the real programs, on a Linux host.",
});

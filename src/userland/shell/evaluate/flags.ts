/** How a command is evaluated, as bits (dash: EV_TESTED, EV_EXIT). */
export type Flags = number;

/** Its status is tested: no failure in it ends the shell. */
export const tested: Flags = 1;
/** The shell ends with it: a program takes the shell's place. */
export const last: Flags = 2;

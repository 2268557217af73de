import type { Program } from "../../kernel/program.ts";

/** nologin(8) of shadow 4.13 (src/nologin.c): a shell that says no, whatever it is given. */
export const nologin: Program = {
  refuses: () => undefined,
  async run(proc) {
    await proc.out("This account is currently not available.\n");
    return 1;
  },
};

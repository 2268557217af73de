import type { Executor } from "./executor.ts";

const reason = "not in this version";

/** Debian's kernel in QEMU: named, so that nobody has to guess, and not in this version. */
export const vmExecutor: Executor = {
  name: "vm",
  probe: async () => ({
    works: false,
    tried: [{ what: "vm", said: reason }],
    help: "--executor linux and portable are there; `djib plan --executors` says what each can do",
  }),
  verdict: async ({ where }) => ({ answer: "no", reason, where }),
  run: () => Promise.reject(new Error(`the vm executor is ${reason}`)),
};

import type { Machine } from "../kernel/machine.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A template whose last run of X has become letters and digits by chance. */
export function temporaryName(machine: Machine, template: string): string {
  const end = template.lastIndexOf("X") + 1;
  const start = end - /X*$/.exec(template.slice(0, end))![0].length;
  // 248 is the last multiple of 62 in a byte: all letters are as likely.
  const pick = (): string => {
    for (;;) {
      const [byte] = machine.randomBytes(1);
      if (byte! < 248) return letters[byte! % letters.length]!;
    }
  };
  const chance = Array.from({ length: end - start }, pick).join("");
  return template.slice(0, start) + chance + template.slice(end);
}

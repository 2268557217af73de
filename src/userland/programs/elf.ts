/** e_machine of the ELF header in the words of uname -m. */
const machines: Readonly<Record<number, string>> = {
  3: "i386",
  8: "mips",
  20: "powerpc",
  21: "ppc64",
  22: "s390x",
  40: "arm",
  62: "x86-64",
  183: "aarch64",
  243: "riscv64",
  258: "loongarch64",
};

/** The processor that a program is for; undefined for what is no ELF file (elf(5)). */
export function elfMachine(head: Uint8Array): string | undefined {
  if (head.length < 20 || Buffer.from(head.subarray(0, 4)).toString("latin1") !== "\x7fELF") return undefined;
  const [low, high] = head[5] === 2 ? [head[19]!, head[18]!] : [head[18]!, head[19]!];
  const machine = low + 256 * high;
  return machines[machine] ?? `processor ${machine}`;
}

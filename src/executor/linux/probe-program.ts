/**
 * A static program of a few instructions that needs nothing of the host: it unlinks /gone, makes
 * the directory /made, renames /from to /to and exits with 0; with 1 where one of them fails.
 */
export function probeProgram(architecture: string): Buffer | undefined {
  const own = programs[architecture];
  if (own === undefined) return undefined;
  const code = Buffer.from(own.code, "hex");
  const size = 120 + code.length;
  const elf = Buffer.alloc(120);
  elf.write("\x7fELF\x02\x01\x01", "latin1");
  elf.writeUInt16LE(2, 16); // ET_EXEC
  elf.writeUInt16LE(own.machine, 18);
  elf.writeUInt32LE(1, 20);
  elf.writeBigUInt64LE(BigInt(address + 120), 24); // entry
  elf.writeBigUInt64LE(64n, 32); // program headers
  elf.writeUInt16LE(64, 52);
  elf.writeUInt16LE(56, 54);
  elf.writeUInt16LE(1, 56);
  elf.writeUInt32LE(1, 64); // PT_LOAD
  elf.writeUInt32LE(5, 68); // read, execute
  elf.writeBigUInt64LE(BigInt(address), 80);
  elf.writeBigUInt64LE(BigInt(address), 88);
  elf.writeBigUInt64LE(BigInt(size), 96);
  elf.writeBigUInt64LE(BigInt(size), 104);
  elf.writeBigUInt64LE(0x10000n, 112);
  return Buffer.concat([elf, code]);
}

const address = 0x400000;

/** Assembled from unlink, mkdir, rename and exit (amd64); unlinkat, mkdirat, renameat2 and exit (arm64). */
const programs: Readonly<Record<string, { readonly machine: number; readonly code: string }>> = {
  amd64: {
    machine: 62,
    code:
      "b857000000488d3d460000000f0585c07534b853000000488d3d3a000000beed0100000f0585c0751db852000000488d3d29000000" +
      "488d35280000000f0585c0750431ffeb05bf01000000b83c0000000f052f676f6e65002f6d616465002f66726f6d002f746f00",
  },
  arm64: {
    machine: 183,
    code:
      "600c809201030010020080d2680480d2010000d4200200b5600c809261020050a23d80d2480480d2010000d4600100b5600c8092" +
      "e1010010620c8092c3010050040080d2882280d2010000d4600000b5000080d202000014200080d2a80b80d2010000d42f676f6e" +
      "65002f6d616465002f66726f6d002f746f00",
  },
};

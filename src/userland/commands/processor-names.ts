import type { Platform } from "../../oci/platform.ts";
import { Refusal } from "../kernel/refusal.ts";

const names: Readonly<Record<string, string>> = {
  amd64: "x86_64",
  arm64: "aarch64",
  ppc64le: "ppc64le",
  riscv64: "riscv64",
  s390x: "s390x",
};

/** What uname(2) calls the processor of a platform. */
export function processorName({ architecture }: Platform): string {
  const name = names[architecture];
  if (name === undefined) throw new Refusal("uname -m", `depends on the machine, where images are for ${architecture}`);
  return name;
}

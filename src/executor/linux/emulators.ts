import { readdirSync } from "node:fs";
import { join } from "node:path";
import { formatPlatform, type Platform } from "../../oci/platform.ts";
import { fact } from "./host-facts.ts";

/** Whether programs of a processor run here: yes, no with what would help, or nobody can tell without trying. */
export type Runs = "yes" | "unknown" | { readonly reason: string; readonly help: string };

/** What the header of an ELF file says of a processor: class, byte order and machine, as hexadecimal. */
const headers: Readonly<Record<string, readonly [kind: string, machine: string]>> = {
  "386": ["0101", "0300"],
  amd64: ["0201", "3e00"],
  arm: ["0101", "2800"],
  arm64: ["0201", "b700"],
  loong64: ["0201", "0201"],
  mips64le: ["0201", "0800"],
  ppc64le: ["0201", "1500"],
  riscv64: ["0201", "f300"],
  s390x: ["0202", "0016"],
};

/** Processors that run the programs of an older one themselves; of arm64 not all do. */
const older: Readonly<Record<string, readonly [architecture: string, runs: "yes" | "unknown"]>> = {
  amd64: ["386", "yes"],
  arm64: ["arm", "unknown"],
};

/**
 * Whether a machine of architecture `own` runs programs for `platform`: by itself, or by an emulator
 * that is registered in binfmt_misc with the flag F, so that it works where it cannot be seen.
 */
export function runsHere(platform: Platform, own: string, registered = "/proc/sys/fs/binfmt_misc"): Runs {
  const { os, architecture } = platform;
  if (os === "linux" && architecture === own) return "yes";
  const [compatible, answer] = older[own] ?? [];
  const emulated = os === "linux" && hasEmulator(architecture, registered);
  if (emulated) return "yes";
  if (os === "linux" && compatible === architecture && answer !== undefined) return answer;
  const reason = `it is for ${formatPlatform(platform)}, and this machine runs linux/${own}`;
  if (os !== "linux") return { reason, help: "leave RUN out; COPY and everything that changes metadata work" };
  const stage = "or run it in a stage FROM --platform=$BUILDPLATFORM and COPY --from that";
  return { reason, help: `register an emulator (Debian: apt install qemu-user-static), ${stage}` };
}

function hasEmulator(architecture: string, directory: string): boolean {
  const header = headers[architecture];
  if (header === undefined) return false;
  const [kind, machine] = header;
  // \x7fELF, class and byte order; the machine is behind ten more bytes and the type of file.
  const magic = new RegExp(`^magic 7f454c46${kind}[0-9a-f]{24}${machine}`, "m");
  return namesIn(directory).some((name) => {
    const entry = fact(join(directory, name));
    return entry.startsWith("enabled") && /^flags:.*F/m.test(entry) && magic.test(entry);
  });
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

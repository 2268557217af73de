import { problem } from "./errors.ts";

/** OCI image-spec, config.md and image-index.md: GOOS, GOARCH and the variant. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly "os.version"?: string;
}

const aliases: Readonly<Record<string, string>> = {
  x86_64: "amd64",
  "x86-64": "amd64",
  x64: "amd64",
  aarch64: "arm64",
  i386: "386",
  i686: "386",
  ia32: "386",
  armhf: "arm",
  armel: "arm",
  mips64el: "mips64le",
};

/** What containerd knows by one word alone; an operating system and an architecture together may be any. */
const architectures =
  "386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc riscv riscv64 s390 s390x sparc sparc64 wasm".split(
    " ",
  );

/** containerd/platforms: `[os/]architecture[/variant]`, aliases and default variants normalised. */
export function parsePlatform(text: string): Platform {
  const parts = text.toLowerCase().split("/");
  const unknown = parts.length === 1 && !architectures.includes(aliases[parts[0]!] ?? parts[0]!);
  if (unknown || parts.length > 3 || parts.some((part) => !/^[a-z0-9_.-]+$/.test(part)))
    throw problem("oci/bad-platform", `${JSON.stringify(text)} is not a platform`, {
      help: "write it as os/architecture[/variant], for example linux/arm64",
    });
  const [os, arch, variant] = parts.length === 1 ? ["linux", parts[0]!] : (parts as [string, string, string?]);
  return normalise({ os: os!, architecture: arch!, ...(variant === undefined ? {} : { variant }) });
}

export function normalise({ os, architecture, variant }: Platform): Platform {
  const arch = aliases[architecture] ?? architecture;
  let kept = architecture === "armel" ? "v6" : variant;
  if (arch === "arm64" && (kept === "8" || kept === "v8")) kept = undefined;
  if (arch === "amd64" && kept === "v1") kept = undefined;
  if (arch === "arm") kept = kept === undefined || kept === "7" ? "v7" : kept.startsWith("v") ? kept : `v${kept}`;
  return { os: os === "macos" ? "darwin" : os, architecture: arch, ...(kept === undefined ? {} : { variant: kept }) };
}

export const formatPlatform = ({ os, architecture, variant }: Platform): string =>
  [os, architecture, variant].filter((part) => part !== undefined && part !== "").join("/");

/** The same operating system and architecture, whatever the variants. */
export function isSameMachine(one: Platform, other: Platform): boolean {
  const [a, b] = [normalise(one), normalise(other)];
  return a.os === b.os && a.architecture === b.architecture;
}

/** Node's `process.arch` in OCI's words. */
export const architectureOf = (nodeArch: string): string => aliases[nodeArch] ?? nodeArch;

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { cacheFolder } from "../../scripts/lib/cache-folder.ts";

export interface BuildKit {
  readonly version: string;
  readonly buildkitd: string;
  readonly buildctl: string;
}

/** The version that go.mod pins. */
export function buildKitVersion(): string {
  const file = readFileSync(path.join(import.meta.dirname, "go.mod"), "utf8");
  return /^\tgithub\.com\/moby\/buildkit v(\S+)/m.exec(file)?.[1] ?? "unknown";
}

/**
 * BuildKit's programs, built from source once (about two minutes). undefined where no Go of at
 * least 1.21 is installed, which is what fetches the toolchain that go.mod asks for.
 */
export function buildKit(): BuildKit | undefined {
  const version = buildKitVersion();
  const folder = path.join(cacheFolder(), `buildkit-${version}`);
  if (!existsSync(folder) && !compile(folder)) return undefined;
  return { version, buildkitd: path.join(folder, "buildkitd"), buildctl: path.join(folder, "buildctl") };
}

function compile(folder: string): boolean {
  if (!hasGo()) return false;
  mkdirSync(path.dirname(folder), { recursive: true });
  const scratch = mkdtempSync(`${folder}-`);
  console.error("Building BuildKit from source (about two minutes, once) …");
  try {
    const commands = ["buildkitd", "buildctl"].map((name) => `github.com/moby/buildkit/cmd/${name}`);
    const env = { ...process.env, CGO_ENABLED: "0" };
    execFileSync("go", ["build", "-o", `${scratch}/`, ...commands], {
      cwd: import.meta.dirname,
      env,
      stdio: "inherit",
    });
    renameSync(scratch, folder);
    return true;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function hasGo(): boolean {
  try {
    const [, major, minor] = /go(\d+)\.(\d+)/.exec(execFileSync("go", ["version"], { encoding: "utf8" })) ?? [];
    return Number(major) > 1 || Number(minor) >= 21;
  } catch {
    return false;
  }
}

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildKitVersion } from "../../bench/peers/buildkit.ts";
import { root } from "./root.mjs";

/** What a result depends on, as far as one line can say it. */
export function versions(): Record<string, string> {
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };
  return {
    djib: manifest.version,
    node: process.version.slice(1),
    kernel: os.release(),
    buildkit: buildKitVersion(),
    docker: debian("docker.io"),
    runc: debian("runc"),
    buildah: debian("buildah"),
  };
}

function debian(name: string): string {
  return execFileSync("dpkg-query", ["--show", "--showformat=${Version}", name], { encoding: "utf8" });
}

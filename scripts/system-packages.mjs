import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";

/** What Debian gives to tests, demo and benchmarks, and why. djib itself needs none of it. */
export const packages = {
  runc: "an engine for RUN; also under dockerd, podman and BuildKit",
  crun: "an engine for RUN",
  bubblewrap: "an engine for RUN",
  uidmap: "newuidmap: RUN without root",
  attr: "getfattr: file capabilities that a RUN sets",
  "busybox-static": "the image that the tests of RUN run in",
  "libcap2-bin": "setcap: file capabilities in tests",
  "docker.io": "a real engine that runs the images",
  podman: "a second engine, from the OCI archive",
  buildah: "a peer in bench/",
  skopeo: "an independent reader and copier of images",
  "docker-registry": "a real registry",
  mmdebstrap: "makes the stand-in for python:3.11-slim",
  "debian-archive-keyring": "checks what mmdebstrap downloads",
  "ca-certificates": "TLS",
  iproute2: "a bridge for the test engine",
  "python3-venv": "installs uv, which runs the wheel",
  "openssh-server": "git over ssh",
  "openssh-client": "git over ssh",
  time: "peak memory in bench/",
};

/** Installs what is missing, as root on Debian, and says so; elsewhere it says what to install. Starts no service. */
export function installSystemPackages() {
  const missing = Object.keys(packages).filter((name) => !installed(name));
  if (missing.length === 0) return;
  const line = `apt-get install --no-install-recommends ${missing.join(" ")}`;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    console.error(`Needed and not here. On Debian, as root:\n  ${line}`);
    process.exit(1);
  }
  console.error("Installing from Debian:");
  for (const name of missing) console.error(`  ${name.padEnd(24)}${packages[name]}`);
  withoutServices(() => {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    apt(["update", "--quiet=2"], env);
    apt(["install", "--yes", "--quiet=2", "--no-install-recommends", ...missing], env);
  });
}

function installed(name) {
  const { stdout } = spawnSync("dpkg-query", ["--show", "--showformat=${db:Status-Status}", name], {
    encoding: "utf8",
  });
  return stdout === "installed";
}

function apt(args, env) {
  execFileSync("apt-get", args, { env, stdio: ["ignore", "ignore", "inherit"] });
}

/** Packages ask policy-rc.d before they start a daemon; 101 means no. */
function withoutServices(install) {
  const policy = "/usr/sbin/policy-rc.d";
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    install();
  } finally {
    if (ours) rmSync(policy);
  }
}

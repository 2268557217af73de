// The tests of the user land where nothing helps it: npm run verify -- alone. As an unprivileged user, without a
// program on PATH, without user namespaces, on this Node and on the newest LTS.
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { root } from "../../scripts/lib/root.mjs";

export const recordedBy = [];

const newestLts = "26.10.0";
const nobody = "65534";

/** Asks this machine's kernel as several users, which only root can. */
const needsRoot = new Set(["userland/kernel/against-linux.test.ts"]);

const tests = readdirSync(path.join(root, "test"), { recursive: true, encoding: "utf8" })
  .filter((name) => /^userland\/.*\.test\.ts$/.test(name) && !needsRoot.has(name))
  .map((name) => path.join("test", name))
  .sort();

/** Resolves to how many tests pass on each Node. */
export async function verify(): Promise<object> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "djib-alone-"));
  chmodSync(folder, 0o1777);
  try {
    const nodes = { [process.version.slice(1)]: process.execPath, [newestLts]: install(newestLts, folder) };
    return Object.fromEntries(Object.entries(nodes).map(([version, node]) => [version, passed(node, folder)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Node's own program, from npm, where everybody may read it. */
function install(version: string, folder: string): string {
  const name = `node-linux-${process.arch}`;
  const prefix = path.join(folder, "npm");
  execFileSync("npm", ["install", "--silent", "--no-save", "--prefix", prefix, `${name}@${version}`], {
    stdio: "inherit",
  });
  const node = path.join(folder, `node-${version}`);
  cpSync(path.join(prefix, "node_modules", name, "bin/node"), node);
  chmodSync(node, 0o755);
  return node;
}

/** No user namespace can be made below, and no right is left to change that. */
const alone = `echo 0 > /proc/sys/user/max_user_namespaces
exec setpriv --ambient-caps=-all --inh-caps=-all --bounding-set=-all --no-new-privs "$@"
`;

function passed(node: string, folder: string): number {
  const script = path.join(folder, "alone.sh");
  writeFileSync(script, alone);
  const args = [
    ...["--reuid", nobody, "--regid", nobody, "--clear-groups"],
    ...["unshare", "--user", "--map-current-user", "--keep-caps", "sh", script],
    ...["env", "-i", "PATH=", "HOME=/nonexistent", `TMPDIR=${folder}`],
    ...[node, "--import", "tsx", "--test", "--test-concurrency=2", "--test-reporter=tap", ...tests],
  ];
  const said = execFileSync("setpriv", args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
  return Number(/^# pass (\d+)$/m.exec(said)![1]);
}

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { baseRegistry } from "../../test/support/base.ts";
import { freePort } from "../../test/support/daemon.ts";
import { startDockerd } from "../../test/support/dockerd.ts";
import { untilHealthy, visit } from "../../test/support/visit.ts";
import { root } from "../lib/root.mjs";

const say = (text: string) => console.log(`\n── ${text}`);
const show = (line: string) => console.log(`$ ${line}`);

const folder = mkdtempSync(path.join(os.tmpdir(), "djib-demo-"));
const base = await baseRegistry();
const engine = await startDockerd({ mirror: base.mirror });
try {
  await story();
} finally {
  await engine.stop();
  await base.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function story() {
  say("A Django project with a Dockerfile of two stages, built by djib. No Docker takes part in it.");
  build("build", "-t", "my-django-app", "examples/multistage");

  say("The same again: nothing changed, nothing is done.");
  build("build", "-t", "my-django-app", "examples/multistage");

  say("A Docker engine that was running was given the image. It runs it.");
  const port = await freePort();
  const address = `http://127.0.0.1:${port}/`;
  const options = `--detach --name app --publish 127.0.0.1:${port}:8000 --env SECRET_KEY=change-me`;
  await docker(`run ${options} my-django-app`);
  await untilHealthy(address);
  await docker("exec app python manage.py migrate --verbosity 0");
  const { page, style, adminStyle, adminStylePath } = await visit(address);
  console.log(`  ${page}  ${address}\n  ${style}  its style sheet\n  ${adminStyle}  ${adminStylePath}`);
  if (page !== 200 || style !== 200 || adminStyle !== 200) throw new Error("the image does not serve");

  say("gunicorn is process 1 and leaves when it is asked to.");
  console.log(`  ${(await docker("exec app cat /proc/1/cmdline")).replaceAll("\0", " ")}`);
  const started = performance.now();
  await docker("stop --time 10 app");
  const status = await docker("inspect --format {{.State.ExitCode}} app");
  console.log(`  gone ${((performance.now() - started) / 1000).toFixed(1)} s after SIGTERM, exit status ${status}`);

  say("A well-known mistake is told before anything is built.");
  build("build", "-t", "mistaken", "examples/mistaken");
}

async function docker(line: string): Promise<string> {
  show(`docker ${line}`);
  return engine.docker(...line.split(" "));
}

/** The demo goes on where djib fails: the last build must. */
function build(...args: string[]) {
  show(`djib ${args.join(" ")}`);
  const env = {
    ...process.env,
    DJIB_STORE: path.join(folder, "store"),
    DJIB_REGISTRY_MIRROR: `docker.io=${base.mirror}`,
    DOCKER_HOST: engine.host,
  };
  const { status } = spawnSync(process.execPath, ["dist/djib.js", ...args], { cwd: root, env, stdio: "inherit" });
  const expected = args.includes("mistaken") ? 1 : 0;
  if (status !== expected) throw new Error(`djib ended with status ${status}`);
}

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { root } from "../../scripts/lib/root.mjs";
import { freePort } from "../support/daemon.ts";
import { workshop } from "../support/djib.ts";
import type { Workshop } from "../support/djib.ts";
import { serveRegistry } from "../support/docker-registry.ts";
import type { RegistryServer } from "../support/docker-registry.ts";
import { startDockerd } from "../support/dockerd.ts";
import type { Engine } from "../support/dockerd.ts";
import { podmanRun } from "../support/podman-run.ts";
import { untilHealthy, visit } from "../support/visit.ts";

const migrate = ["python", "manage.py", "migrate", "--verbosity=0"];
const context = (name: string) => path.join(root, "examples", name);

describe("the examples, built by djib", () => {
  let shop: Workshop;
  let engine: Engine;
  let registry: RegistryServer;
  before(async () => {
    shop = await workshop();
    engine = await startDockerd({ mirror: shop.mirror });
    registry = await serveRegistry(path.join(shop.folder, "registry"));
  });
  after(async () => {
    await engine?.stop();
    await registry?.stop();
    await shop?.stop();
  });

  const build = (name: string, ...more: string[]) => shop.ok(["build", "-q", "-t", name, ...more, context(name)]);

  for (const name of ["basic", "static", "multistage"]) {
    it(`${name} is loaded into Docker, serves page and admin, and leaves on SIGTERM`, async () => {
      await shop.ok(["build", "-t", name, "--load", context(name)], { DOCKER_HOST: engine.host });
      await serves(engine, name, name);
    });

    it(`${name} has the same digest from the cache and without it`, async () => {
      const first = await build(name);
      const again = await shop.ok(["build", "--progress", "json", "-t", name, context(name)]);
      const steps = again.stdout
        .split("\n")
        .concat(again.stderr.split("\n"))
        .filter((line) => line.includes('"step-done"'));
      assert.ok(steps.length > 0);
      for (const line of steps) assert.equal((JSON.parse(line) as { cached: boolean }).cached, true, line);
      const cold = await build(name, "--no-cache");
      assert.equal((await build(name)).stdout, first.stdout);
      assert.equal(cold.stdout, first.stdout);
    });
  }

  it("multistage goes to a registry and comes back to Docker", async () => {
    const name = `${registry.host}/shop/multistage:1`;
    await shop.ok(["build", "-t", name, "--push", context("multistage")]);
    await engine.docker("pull", name);
    await serves(engine, name, "from-registry");
  });

  it("static runs under podman from the OCI archive", async () => {
    const archive = path.join(shop.folder, "static.tar");
    await shop.ok(["build", "-t", "static", "-o", `type=oci,dest=${archive}`, context("static")]);
    const container = await podmanRun(archive, { SECRET_KEY: "test" });
    try {
      await untilHealthy(container.address);
      await container.exec(...migrate);
      const { page, style, adminStyle } = await visit(container.address);
      assert.deepEqual({ page, style, adminStyle }, { page: 200, style: 200, adminStyle: 200 });
    } finally {
      await container.stop();
    }
  });

  it("mistaken is refused before anything is built, naming both lines", async () => {
    const { status, stderr } = await shop.djib(["build", "-t", "mistaken", context("mistaken")]);
    assert.equal(status, 1);
    assert.match(stderr, /\/app\/venv/);
    assert.match(stderr, /Dockerfile:14/);
    assert.match(stderr, /\b6\b.*pip install/);
    assert.doesNotMatch(stderr, /Collecting|Successfully installed/);
  });

  for (const name of ["venv-made-by-script", "venv-behind-variable"]) {
    it(`${name} looks like the mistake and builds`, async () => {
      await shop.ok(["build", "-t", name, path.join(root, "test/fixtures", name)]);
    });
  }
});

async function serves(engine: Engine, image: string, container: string) {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}/`;
  const publish = `127.0.0.1:${port}:8000`;
  await engine.docker("run", "-d", "--name", container, "-p", publish, "-e", "SECRET_KEY=test", image);
  await untilHealthy(address);
  await engine.docker("exec", container, ...migrate);
  const { page, style, adminStyle } = await visit(address);
  assert.deepEqual({ page, style, adminStyle }, { page: 200, style: 200, adminStyle: 200 });
  assert.match(await engine.docker("exec", container, "cat", "/proc/1/cmdline"), /gunicorn/);
  const started = performance.now();
  await engine.docker("kill", "--signal", "TERM", container);
  assert.equal(await engine.docker("wait", container), "0");
  assert.ok(performance.now() - started < 2000, `gone after ${Math.round(performance.now() - started)} ms`);
}

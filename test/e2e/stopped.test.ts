import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type Running, type Workshop, workshop } from "../support/djib.ts";
import { mountsBelow } from "../support/mounts.ts";

/** What the test's own mark in a command line finds: processes of a RUN, wherever they went. */
const processesWith = (mark: string): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(mark);
      } catch {
        return false;
      }
    })
    .map(Number);

async function until(what: () => boolean, seconds: number, told: () => string): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!what()) {
    assert.ok(performance.now() < deadline, told());
    await sleep(20);
  }
}

const python = "FROM python:3.11-slim\n";

describe("a build that is stopped during a RUN leaves nothing behind:", () => {
  let shop: Workshop;
  before(async () => {
    shop = await workshop();
    await shop.ok(["pull", "-q", "python:3.11-slim"]);
  });
  after(() => shop.stop());

  async function duringRun(mark: string): Promise<Running & { readonly project: string }> {
    const slow = `${python}RUN sh -c 'sleep ${mark} & sleep ${mark}'\n`;
    const project = shop.project({ Dockerfile: slow });
    const running = shop.start(["build", "--no-load", "-o", `type=tar,dest=${project}/out.tar`, project]);
    await until(
      () => processesWith(mark).length >= 2,
      60,
      () => "the RUN did not start",
    );
    return { ...running, project };
  }

  async function nothingLeft(mark: string, project: string): Promise<void> {
    await until(
      () => processesWith(mark).length === 0,
      5,
      () => `still running: ${processesWith(mark).join(" ")}`,
    );
    await until(
      () => mountsBelow(shop.folder).length === 0,
      5,
      () => mountsBelow(shop.folder).join("\n"),
    );
    assert.deepEqual(readdirSync(project), ["Dockerfile"]);
    const next = shop.project({ Dockerfile: `${python}RUN echo ${mark} > /made\n` });
    await shop.ok(["build", "--no-load", "-t", "next", next]);
    assert.equal((await shop.ok(["cat", "next", "/made"])).stdout, `${mark}\n`);
    const scratch = path.join(shop.folder, "store/v1/tmp");
    assert.deepEqual(existsSync(scratch) ? readdirSync(scratch) : [], []);
  }

  for (const signal of ["SIGINT", "SIGTERM"] as const)
    it(`by ${signal}, with status 130 within 5 seconds`, async () => {
      const mark = signal === "SIGINT" ? "98765431" : "98765432";
      const { child, ended, project } = await duringRun(mark);
      const at = performance.now();
      child.kill(signal);
      const { status, stdout, stderr } = await ended;
      assert.ok(performance.now() - at < 5000);
      assert.deepEqual([status, stdout], [130, ""]);
      assert.match(stderr, /\ncancelled; everything that was started has ended\n$/);
      assert.doesNotMatch(stderr, /error\[/);
      await nothingLeft(mark, project);
    });

  it("by SIGKILL", async () => {
    const mark = "98765433";
    const { child, ended, project } = await duringRun(mark);
    child.kill("SIGKILL");
    await ended;
    await nothingLeft(mark, project);
  });
});

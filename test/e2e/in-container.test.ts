import assert from "node:assert/strict";
import { chmodSync, mkdirSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { distCopy } from "../support/dist-copy.ts";
import { type Workshop, workshop } from "../support/djib.ts";
import { type Engine, startDockerd } from "../support/dockerd.ts";

const image = "python:3.11-slim";
const dockerfile = `FROM ${image}
RUN SOURCE_DATE_EPOCH=1 useradd --create-home app && mkdir /srv/app && chown app: /srv/app && rm -r /var/log/apt
RUN pip --version
WORKDIR /srv/app
COPY note .
USER app
RUN id -un > who && python3 -c 'print(open("note").read())' > copy
`;

/** The commonest place of a build: a step of a CI job, or a pod, that nobody gave any rights. */
describe("inside a plain container", () => {
  let shop: Workshop;
  let engine: Engine;
  let djib: string;
  let context: string;
  before(async () => {
    shop = await workshop();
    engine = await startDockerd({ mirror: shop.mirror });
    chmodSync(shop.folder, 0o755);
    djib = distCopy(shop.folder);
    context = shop.project({ Dockerfile: dockerfile, note: "noted\n" });
    chmodSync(context, 0o755);
  });
  after(async () => {
    await engine?.stop();
    await shop?.stop();
  });

  /** Runs djib in a new container with this host's Node, and nothing else of it. */
  function inside(flags: readonly string[], ...args: string[]): Promise<string> {
    const shown = [process.execPath, path.dirname(djib), context].flatMap((place) => ["-v", `${place}:${place}:ro`]);
    const env = [`DJIB_REGISTRY_MIRROR=docker.io=${shop.mirror}`, "DJIB_STORE=/tmp/store", "HOME=/tmp"];
    return engine.docker(
      ...["run", "--rm", "--network", "host", ...shown, ...env.flatMap((pair) => ["-e", pair]), ...flags],
      ...[image, "sh", "-c", '"$@" 2>&1; echo "status $?"', "sh", process.execPath, djib, ...args],
    );
  }

  it("as root: the same image as outside, and the want of isolation said once", async () => {
    const told = await inside([], "build", "--no-load", "--progress", "plain", "-t", "made", context);
    assert.match(told, /^status 0$/m, told);
    assert.equal(told.match(/no isolation/g)?.length, 1, told);
    const outside = (await shop.ok(["build", "-q", "--no-load", context])).stdout.trim();
    assert.ok(told.includes(outside.slice(0, 19)), `${outside} is not in\n${told}`);
  });

  it("as an ordinary user without rights: told what is missing before anything is run", async () => {
    mkdirSync(path.join(shop.folder, "nothing"));
    const told = await inside(
      ["--user", "1000", "--cap-drop", "ALL"],
      "build",
      "--executor",
      "linux",
      "--no-load",
      context,
    );
    assert.match(told, /build\/no-executor/);
    assert.match(told, /this is a container without the right to mount/);
    assert.match(told, /^status [1-9]/m);
  });
});

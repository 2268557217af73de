import { after, before, describe, it } from "node:test";
import { type Workshop, workshop } from "../support/djib.ts";
import { type Said, tellsMistake } from "../support/mistakes.ts";

describe("a RUN that cannot succeed is told with what it said last:", () => {
  let shop: Workshop;
  before(async () => {
    shop = await workshop();
  });
  after(() => shop.stop());

  const tells = (lines: string, said: Said) =>
    tellsMistake(shop, { Dockerfile: `FROM python:3.11-slim\n${lines}` }, said);

  it("a command that fails", () =>
    tells(`RUN for i in $(seq 99); do echo line $i; done; exit 3\n`, {
      code: "run/failed",
      at: "2:1",
      message: "RUN for i in",
      detail: ["exited with status 3", "\n  line 99\n"],
    }));

  it("a command that is killed", () =>
    tells(`RUN sh -c 'echo dying; kill -9 $$'; exit $?\n`, {
      code: "run/failed",
      at: "2:1",
      message: "RUN sh -c",
      detail: ["was killed (137)", "\n  dying\n"],
    }));

  it("a command that is not there", () =>
    tells(`RUN gunicron --version\n`, {
      code: "run/failed",
      at: "2:1",
      message: "RUN gunicron --version",
      detail: ["127", "gunicron: not found"],
    }));

  it("a user who is not in the image", () =>
    tells(`USER django\nRUN true\n`, { code: "run/unknown-user", at: "3:1", message: "", detail: ["django"] }));
});

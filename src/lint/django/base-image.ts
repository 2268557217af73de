import { inside } from "../docker/rule.ts";
import { stagesOfImage, visitsOfImage, runs } from "./image.ts";
import { djibRule } from "./rule.ts";

export const unpinnedBaseImage = djibRule({
  name: "UnpinnedBaseImage",
  about: "The base image has no version",
  why: "`python:latest` becomes another Python in October: the build that worked yesterday has packages without wheels today, and two machines build different images.",
  fix: "Name the version that the project is tested with: FROM python:3.12-slim.",
  *check({ plan, stages }) {
    for (const { index, base } of plan?.stages ?? []) {
      if (base.kind !== "image" || base.reference.digest !== undefined) continue;
      const { from } = stages[index]!;
      const { tag = "latest", repository } = base.reference;
      const name = repository.slice(repository.lastIndexOf("/") + 1);
      if (tag === "latest") yield inside(from, `${name}:latest is another image every few weeks`, from.image.where);
    }
  },
});

export const healthcheckWithoutCurl = djibRule({
  name: "HealthcheckWithoutCurl",
  severity: "error",
  about: "HEALTHCHECK calls a program that the image does not have",
  why: "The slim images of Python have neither curl nor wget, those with alpine no curl: the check fails each time, and the container is killed or never gets traffic.",
  fix: `Ask with Python, which is there: HEALTHCHECK CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/', timeout=2)"]`,
  *check(subject) {
    const visits = visitsOfImage(subject);
    const base = stagesOfImage(subject)[0]?.base;
    if (base?.kind !== "image" || base.reference.repository !== "library/python") return;
    const tag = base.reference.tag ?? "";
    const missing = tag.includes("slim") ? ["curl", "wget"] : tag.includes("alpine") ? ["curl"] : [];
    const texts = runs(visits, subject).map(({ text }) => text);
    const written = visits.findLast((visit) => visit.written.name === "HEALTHCHECK")?.written;
    if (written?.name !== "HEALTHCHECK" || written.check === undefined) return;
    const { command } = written.check;
    const first = command.form === "exec" ? command.args[0]?.text : /^\S+/.exec(command.text)?.[0];
    const copied = visits.some(({ written: one }) => one.name === "COPY" && one.text.includes(first ?? ""));
    if (first === undefined || !missing.includes(first) || copied || texts.some((text) => text.includes(first))) return;
    yield inside(written, `${first} is not in python:${tag}, and no RUN installs it`, command.where);
  },
});

import { quote } from "../../build/plan/goformat.ts";
import { dockerRule, everywhere, inside } from "./rule.ts";

export const stageNameCasing = dockerRule({
  name: "StageNameCasing",
  about: "Stage names should be lowercase",
  why: "docker build compares stage names in lower case, but a reader and other tools may not: `COPY --from=Builder` and `FROM … AS builder` look like two stages.",
  fix: "Write the name after AS in lower case.",
  *check({ file }) {
    for (const from of file.instructions) {
      if (from.name !== "FROM" || from.alias === undefined) continue;
      const { text, where } = from.alias;
      if (text !== text.toLowerCase()) yield inside(from, `Stage name '${text}' should be lowercase`, where);
    }
  },
});

export const fromAsCasing = dockerRule({
  name: "FromAsCasing",
  about: "The 'as' keyword should match the case of the 'from' keyword",
  why: "`FROM python:3.12-slim as builder` works, and mixes two ways of writing keywords in one line.",
  fix: "Write FROM … AS, or from … as.",
  *check({ file }) {
    for (const from of file.instructions) {
      if (from.name !== "FROM" || from.as === undefined) continue;
      const keyword = from.keyword.text;
      const { text, where } = from.as;
      const lower = keyword === keyword.toLowerCase();
      if (!lower && keyword !== keyword.toUpperCase()) continue;
      if (text !== (lower ? text.toLowerCase() : text.toUpperCase()))
        yield inside(from, `'${text}' and '${keyword}' keywords' casing do not match`, where);
    }
  },
});

export const duplicateStageName = dockerRule({
  name: "DuplicateStageName",
  about: "Stage names should be unique",
  why: "Of several stages with one name the last one above is meant, so a stage that is moved or added silently changes what COPY --from copies.",
  fix: "Give each stage a name of its own.",
  *check({ stages }) {
    const seen = new Set<string>();
    for (const { name, from } of stages) {
      if (name === undefined) continue;
      if (seen.has(name))
        yield everywhere(from, `Duplicate stage name ${quote(name)}, stage names should be unique`, from.alias?.where);
      seen.add(name);
    }
  },
});

const reserved = new Set(["context", "scratch"]);

export const reservedStageName = dockerRule({
  name: "ReservedStageName",
  about: "Reserved words should not be used as stage names",
  why: "`scratch` is the empty image and `context` the files of the build: a stage of that name cannot be used, or hides what is meant.",
  fix: "Choose another name for the stage.",
  *check({ stages }) {
    for (const { name, from } of stages)
      if (name !== undefined && reserved.has(name))
        yield everywhere(
          from,
          `Stage name should not use the same name as reserved stage ${quote(name)}`,
          from.alias?.where,
        );
  },
});

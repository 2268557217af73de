import { docComment } from "../../dockerfile/doc-comment.ts";
import type { Location } from "../../errors.ts";
import type { WrittenStage } from "../../lint/subject.ts";
import { rangesOf } from "./docker-check.ts";
import { harmless } from "./style.ts";

/** What `docker build --call=targets` prints (BuildKit: subrequests/targets). */
export function targetsText(stages: readonly WrittenStage[]): string {
  const rows = stages.map((stage, index) => {
    const isDefault = index === stages.length - 1;
    const name = stage.name ?? "";
    return [isDefault ? `${name} (default)`.trim() : name, docComment(stage.from.comments, stage.name)] as const;
  });
  const width = Math.max("TARGET".length, ...rows.map(([name]) => name.length)) + 1;
  const all: readonly (readonly [string, string])[] = [["TARGET", "DESCRIPTION"], ...rows];
  return all.map(([name, about]) => `${name.padEnd(width)}${harmless(about)}\n`).join("");
}

export function targetsData(stages: readonly WrittenStage[], source: Location["source"]): object {
  const targets = stages.map((stage, index) => {
    const { from, name } = stage;
    const description = docComment(from.comments, name);
    return {
      ...(name === undefined ? {} : { name }),
      ...(index === stages.length - 1 ? { default: true } : {}),
      ...(description === "" ? {} : { description }),
      base: from.image.text,
      ...(from.platform === undefined ? {} : { platform: from.platform.text }),
      location: { ranges: rangesOf(from.where) },
    };
  });
  return { targets, sources: [Buffer.from(source.text).toString("base64")] };
}

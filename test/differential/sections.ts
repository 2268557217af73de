import type { Cases } from "./case.ts";
import { adding } from "./cases/adding.ts";
import { config } from "./cases/config.ts";
import { copying } from "./cases/copying.ts";
import { expansion } from "./cases/expansion.ts";
import { features } from "./cases/features.ts";
import { heredocs } from "./cases/heredocs.ts";
import { ignoring } from "./cases/ignoring.ts";
import { language } from "./cases/language.ts";
import { running } from "./cases/running.ts";
import { stages } from "./cases/stages.ts";
import { unreachable } from "./cases/unreachable.ts";

/** All cases, by the file that holds them. */
export const sections: Readonly<Record<string, Cases>> = {
  config,
  language,
  expansion,
  stages,
  unreachable,
  copying,
  adding,
  ignoring,
  heredocs,
  running,
  features,
};

/** Beside the cases, what decides what a recording says. */
export const recordedBy = ["case", "answer", "base-images", "buildctl-arguments", "rows", "theirs", "write-context"]
  .map((name) => `test/differential/${name}.ts`)
  .concat("scripts/record/differential.ts");

import { type Survey, surveyBuild, type SurveyRequest } from "../../src/build/plan/survey.ts";
import type { Lookup } from "../../src/build/plan/bases.ts";
import { emptyImage } from "../../src/oci/image/empty.ts";
import type { Image, ImageConfig } from "../../src/oci/image/image.ts";
import { parsePlatform } from "../../src/oci/platform.ts";
import { layerOf } from "./images.ts";

const platform = parsePlatform("linux/amd64");

/** An image of a config, with a layer that has no files. */
export function imageOf(config: Pick<ImageConfig, "os" | "architecture" | "config">): Image {
  const empty = emptyImage(config);
  return { ...empty, layers: [layerOf(new Uint8Array(1024))], config: { ...empty.config, ...config } };
}

/** Reads and plans a Dockerfile for linux/amd64; every base image is `base`. */
export function surveyText(text: string, base: Lookup, request: Partial<SurveyRequest> = {}): Promise<Survey> {
  const whole: SurveyRequest = {
    dockerfile: { name: "Dockerfile", text },
    platform,
    buildPlatform: platform,
    buildArgs: new Map(),
    labels: new Map(),
    target: undefined,
    network: "default",
    warn: () => {},
    everyStage: request.target === undefined,
    ...request,
  };
  return surveyBuild(whole, base);
}

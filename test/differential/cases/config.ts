import { configCases } from "../../build/config-cases.ts";
import type { Cases } from "../case.ts";

const flagsOf = (name: string, values: Readonly<Record<string, string>> = {}): readonly string[] =>
  Object.entries(values).map(([key, value]) => `--${name}=${key}=${value}`);

export const config: Cases = Object.fromEntries(
  Object.entries(configCases).map(([name, { dockerfile, target, buildArgs, labels }]) => {
    const flags = [
      ...flagsOf("build-arg", buildArgs),
      ...flagsOf("label", labels),
      ...(target === undefined ? [] : [`--target=${target}`]),
    ];
    return [name, { dockerfile, flags }];
  }),
);

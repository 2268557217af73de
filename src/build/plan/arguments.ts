import type { Arg, Word } from "../../dockerfile/syntax.ts";
import { formatPlatform, type Platform } from "../../oci/platform.ts";

/** --build-arg values by name. */
export type BuildArgs = ReadonlyMap<string, string>;

const proxies = ["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY"];

/**
 * Proxies that were given by --build-arg reach every RUN in both cases, without an ARG, and are
 * neither in the history nor in a cache key (BuildKit: proxyEnvFromBuildArgs).
 */
export function proxyEnv(args: BuildArgs): readonly string[] {
  const given = [...args].sort(([a], [b]) => (a < b ? -1 : 1));
  return proxies.flatMap((name) => {
    const value = given.findLast(([key]) => key.toUpperCase() === name)?.[1];
    return value === undefined || value === "" ? [] : [`${name}=${value}`, `${name.toLowerCase()}=${value}`];
  });
}

const isPredefined = (name: string): boolean =>
  proxies.includes(name.toUpperCase()) || name === "SOURCE_DATE_EPOCH" || name.startsWith("BUILDKIT_");

/** The platform arguments of the global scope; an `ARG` line brings one into a stage. */
function platformArguments(build: Platform, target: Platform, stage: string): ReadonlyMap<string, string> {
  const of = (prefix: string, platform: Platform): [string, string][] => [
    [`${prefix}PLATFORM`, formatPlatform(platform)],
    [`${prefix}OS`, platform.os],
    [`${prefix}OSVERSION`, platform["os.version"] ?? ""],
    [`${prefix}ARCH`, platform.architecture],
    [`${prefix}VARIANT`, platform.variant ?? ""],
  ];
  return new Map([...of("BUILD", build), ...of("TARGET", target), ["TARGETSTAGE", stage || "default"]]);
}

export interface GlobalScope {
  readonly build: Platform;
  readonly target: Platform;
  /** Name of the target stage, "" where it has none. */
  readonly targetStage: string;
  readonly buildArgs: BuildArgs;
}

/**
 * What stands before the first FROM, with the platform arguments under it. Each ARG sees those
 * before it; a --build-arg wins over a default (BuildKit: defaultArgs, buildMetaArgs).
 */
export function globalArguments(
  lines: readonly Arg[],
  scope: GlobalScope,
  expand: (word: Word, env: ReadonlyMap<string, string>) => string,
): ReadonlyMap<string, string> {
  const values = new Map(platformArguments(scope.build, scope.target, scope.targetStage));
  for (const name of values.keys()) {
    const given = scope.buildArgs.get(name);
    if (given !== undefined) values.set(name, given);
  }
  for (const { args } of lines)
    for (const { key, value } of args) {
      const given = scope.buildArgs.get(key.text);
      if (given !== undefined) values.set(key.text, given);
      else if (value !== undefined) values.set(key.text, expand(value, values));
    }
  return values;
}

export const declaredBy = (lines: readonly Arg[]): readonly string[] =>
  lines.flatMap(({ args }) => args.map(({ key }) => key.text));

/** Names of --build-arg that mean nothing: neither declared nor known without an ARG. */
export const unusedArguments = (given: BuildArgs, declared: readonly string[]): readonly string[] =>
  [...given.keys()].filter((name) => !isPredefined(name) && !declared.includes(name));

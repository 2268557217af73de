import type { planFlags } from "./build-flags.ts";
import { problem } from "./errors.ts";
import type { Invocation } from "./command.ts";
import type { Subject } from "../lint/subject.ts";
import { nearest } from "../nearest.ts";
import type { Terminal } from "./render/terminal.ts";
import { userStore } from "./stores.ts";

/** docker's `--call`, read: which question is asked of the Dockerfile, and how the answer looks. */
export interface Call {
  readonly method: Method;
  readonly format: "text" | "json";
  /** Exit with 0 whatever is found. */
  readonly ignoreStatus: boolean;
}

type Method = "check" | "outline" | "targets";

const methods: Readonly<Record<string, Method | undefined>> = {
  build: undefined,
  check: "check",
  lint: "check",
  outline: "outline",
  targets: "targets",
};

/** `--check` and `--call=METHOD[,format=json][,ignorestatus=true]`; undefined where a build is meant. */
export function parseCall(call: string | undefined, check: boolean | undefined): Call | undefined {
  if (call === undefined) return check === true ? { method: "check", format: "text", ignoreStatus: false } : undefined;
  if (check) throw problem("usage/conflict", "--check and --call exclude each other", { exitCode: 2 });
  const [name = "", ...options] = call.split(",");
  if (!Object.hasOwn(methods, name)) throw unknownMethod(name);
  const values = new Map(options.map((option) => [option.split("=")[0]!, option.slice(option.indexOf("=") + 1)]));
  const wrong = [...values].find(
    ([key, value]) =>
      !(key === "format" && /^(text|json)$/.test(value)) && !(key === "ignorestatus" && /^(true|false)$/.test(value)),
  );
  if (wrong !== undefined)
    throw problem("usage/bad-value", `--call ${call}: ${wrong[0]} is not known, or has another value`, {
      exitCode: 2,
      help: "for example --call=check,format=json",
    });
  const method = methods[name];
  if (method === undefined) return undefined;
  return {
    method,
    format: values.get("format") === "json" ? "json" : "text",
    ignoreStatus: values.get("ignorestatus") === "true",
  };
}

function unknownMethod(name: string) {
  const near = nearest(name, Object.keys(methods));
  return problem("usage/bad-value", `--call takes build, check, outline or targets, not ${JSON.stringify(name)}`, {
    exitCode: 2,
    ...(near === undefined ? {} : { help: `did you mean ${near}?` }),
  });
}

/** Answers as docker build does, in its words and with its exit status; nothing is built. */
export async function answer(call: Call, { flags, args, host, terminal, signal }: Invocation<typeof planFlags>) {
  await using store = await userStore(host);
  const { surveyProject } = await import("./survey.ts");
  const lastStage = call.method === "outline";
  await using surveyed = await surveyProject(flags, args[0]!, store, { host, signal, lastStage });
  return answers[call.method](call, surveyed.subject, terminal);
}

type Answer = (call: Call, subject: Subject, terminal: Terminal) => Promise<number>;

const answers: Readonly<Record<Method, Answer>> = {
  async check(call, subject, terminal) {
    const { fileOptions } = await import("../lint/check-options.ts");
    const { lint } = await import("../lint/lint.ts");
    const { dockerRules } = await import("../lint/docker/rules.ts");
    const { dockerCheckData, dockerCheckText } = await import("./render/docker-check.ts");
    const options = fileOptions(subject.file, subject.request.buildArgs.get("BUILDKIT_DOCKERFILE_CHECK"));
    const findings = await lint(subject, dockerRules, options);
    const isClean = findings.length === 0 && subject.error === undefined;
    if (call.format === "json") terminal.out(json(dockerCheckData(findings, subject.file.source, subject.error)));
    else if (findings.length > 0 || isClean) terminal.out(dockerCheckText(findings));
    if (subject.error !== undefined && call.format === "text") throw subject.error;
    return isClean || call.ignoreStatus ? 0 : 1;
  },
  async outline({ format }, subject, terminal) {
    if (subject.plan === undefined) throw subject.error;
    const { outlineOf } = await import("../build/plan/outline/outline.ts");
    const { outlineData, outlineText } = await import("./render/docker-outline.ts");
    const outline = outlineOf(subject.plan, subject);
    terminal.out(format === "json" ? json(outlineData(outline, subject.file.source)) : outlineText(outline));
    return 0;
  },
  async targets({ format }, { error, file, stages }, terminal) {
    if (error !== undefined && stages.length === 0) throw error;
    const { targetsData, targetsText } = await import("./render/docker-targets.ts");
    terminal.out(format === "json" ? json(targetsData(stages, file.source)) : targetsText(stages));
    return 0;
  },
};

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

import { planFlags } from "../build-flags.ts";
import { nearest } from "../../nearest.ts";
import { command, type Invocation } from "../command.ts";
import { problem } from "../errors.ts";
import { userStore } from "../stores.ts";

const which = "Which rules";
const shown = "What is shown";

const checkFlags = {
  ...planFlags,
  only: { kind: "list", value: "RULE,…", group: which, about: "these rules alone" },
  skip: { kind: "list", value: "RULE,…", group: which, about: "all but these" },
  "fail-on": {
    kind: "text",
    value: "LEVEL",
    choices: ["error", "warning", "never"],
    group: which,
    about: "1 on error (default), warning or never",
  },
  format: {
    kind: "text",
    value: "FORMAT",
    choices: ["text", "json", "sarif"],
    group: shown,
    about: "text, json or sarif",
  },
} as const;

export default command({
  name: "check",
  summary: "Find mistakes in a Dockerfile, without building",
  usage: "[OPTIONS] [PATH]",
  arity: [0, 1],
  flags: checkFlags,
  examples: [
    "djib check .",
    "djib check --format sarif . > djib.sarif",
    "djib check --skip RunsAsRoot --fail-on warning .",
  ],
  run: check,
});

async function check({ flags, args, host, terminal, signal }: Invocation<typeof checkFlags>): Promise<number> {
  const { rules } = await import("../../lint/rules.ts");
  const names = rules.map(({ name }) => name);
  const [only, skip] = [listed(flags.only, names), listed(flags.skip, names)];
  const chosen = rules.filter(({ name }) => (only.length === 0 || only.includes(name)) && !skip.includes(name));
  await using store = await userStore(host);
  const { surveyProject } = await import("../survey.ts");
  await using surveyed = await surveyProject(flags, args[0] ?? ".", store, { host, signal });
  const { subject, unknown } = surveyed;
  const { fileOptions } = await import("../../lint/check-options.ts");
  const { lint } = await import("../../lint/lint.ts");
  const options = fileOptions(subject.file, subject.request.buildArgs.get("BUILDKIT_DOCKERFILE_CHECK"));
  const findings = await lint(subject, chosen, options);
  const executors = flags.format === "sarif" ? undefined : await surveyed.executors();
  const outcome = { subject, unknown, findings, rules: chosen, executors };
  const { renderFindings } = await import("../render/findings.ts");
  if (flags.format === "json") terminal.out(json((await import("../render/check-json.ts")).checkData(outcome)));
  else if (flags.format === "sarif") terminal.out(json((await import("../render/sarif.ts")).sarif(outcome)));
  else renderFindings(outcome, terminal);
  if (subject.error !== undefined && flags.format === undefined) throw subject.error;
  const counts = flags["fail-on"] === "warning" || options.error ? findings : findings.filter(isError);
  return subject.error !== undefined || (counts.length > 0 && flags["fail-on"] !== "never") ? 1 : 0;
}

const isError = ({ severity }: { readonly severity: string }): boolean => severity === "error";

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Names of rules as given, with commas or repeated; refuses one that there is not. */
function listed(given: readonly string[], names: readonly string[]): readonly string[] {
  const asked = given.flatMap((text) => text.split(",")).map((name) => name.trim());
  const wrong = asked.find((name) => !names.includes(name));
  if (wrong === undefined) return asked;
  const near = nearest(wrong, names);
  throw problem("usage/bad-value", `there is no rule ${JSON.stringify(wrong)}`, {
    exitCode: 2,
    help: near === undefined ? "docs/rules/ lists all of them" : `did you mean ${near}?`,
  });
}

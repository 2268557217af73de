import { quote } from "../../build/plan/goformat.ts";
import { isSecretName } from "../../dockerfile/secret-name.ts";
import { dockerRule, inside } from "./rule.ts";

export const legacyKeyValueFormat = dockerRule({
  name: "LegacyKeyValueFormat",
  about: "Legacy key/value format with whitespace separator should not be used",
  why: "`ENV A b C=d` sets A to `b C=d`: without the = the rest of the line is one value.",
  fix: "Write NAME=VALUE, with quotes around a value that holds blanks.",
  *check({ visits }) {
    for (const { written: instruction } of visits) {
      if ((instruction.name !== "ENV" && instruction.name !== "LABEL") || !instruction.legacy) continue;
      const name = instruction.keyword.text;
      yield inside(instruction, `"${name} key=value" should be used instead of legacy "${name} key value" format`);
    }
  },
});

/** BuildKit: validateNoSecretKey. It looks at names alone, of ENV and of ARGs in stages. */
export const secretsUsedInArgOrEnv = dockerRule({
  name: "SecretsUsedInArgOrEnv",
  about: "Sensitive data should not be used in the ARG or ENV commands",
  why: "Whatever ENV sets is in the image's configuration, and an ARG is in its history: `docker history` shows both to everyone who can pull the image.",
  fix: "Give secrets at run time (docker run --env-file, a Kubernetes Secret). One that a RUN needs: RUN --mount=type=secret,id=NAME and --secret id=NAME,env=NAME.",
  *check({ visits }) {
    for (const { instruction, written } of visits) {
      if (instruction.name !== "ENV" && instruction.name !== "ARG") continue;
      const pairs = instruction.name === "ENV" ? instruction.pairs : instruction.args;
      for (const { key } of pairs) {
        if (!isSecretName(key.text)) continue;
        const message = `Do not use ARG or ENV instructions for sensitive data (${instruction.name} ${quote(key.text)})`;
        yield inside(written, message, key.where);
      }
    }
  },
});

import type { Location } from "../../errors.ts";
import { inside } from "../docker/rule.ts";
import { runs } from "./image.ts";
import { djibRule } from "./rule.ts";

/** `scheme://user:password@`, where the password is neither a variable nor a word that stands for one. */
const address = /^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:([^\s/@]+)@/i;
const placeholder =
  /^(|x+|\*+|\.+|-|_|<.*>|.*(password|passwd|secret|changeme|change-me|dummy|example|placeholder|not-?used|unused|insecure|fake|test|build|collectstatic|temp|todo|only|postgres|django|user|pass|foo|bar).*)$/i;

/** Tokens that say themselves what they are. */
const tokens: readonly (readonly [RegExp, string])[] = [
  [/^AKIA[0-9A-Z]{16}$/, "an AWS access key"],
  [/^(ghp|gho|ghs|ghr)_[A-Za-z0-9]{36}$|^github_pat_\w{22,}$/, "a GitHub token"],
  [/^glpat-[\w-]{20,}$/, "a GitLab token"],
  [/^(sk|rk)_live_[A-Za-z0-9]{16,}$/, "a Stripe key"],
  [/^xox[abprs]-[\w-]{10,}$/, "a Slack token"],
  [/^-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"],
  [/^pypi-[\w-]{16,}$/, "a PyPI token"],
];

/** What is given away; undefined for what may be shown. The value itself is never told. */
function secretIn(name: string, value: string): string | undefined {
  const password = address.exec(value)?.[1];
  if (password !== undefined && !placeholder.test(password) && !password.includes("$")) return "a password";
  const token = tokens.find(([shape]) => shape.test(value));
  if (token !== undefined) return token[1];
  const looksReal = value.length >= 32 && /\d/.test(value) && /[a-z]/i.test(value) && !/[\s/$]/.test(value);
  return /SECRET_KEY$/i.test(name) && looksReal && !placeholder.test(value) ? "what looks like a real key" : undefined;
}

export const secretInImage = djibRule({
  name: "SecretInImage",
  severity: "error",
  about: "A password, token or key is written into the Dockerfile, and so into the image",
  why: "ENV is in the image's configuration; the defaults of ARG and the text of every RUN are in its history. Everyone who can pull the image, or read the repository, has the secret.",
  fix: "Change the secret, for it is known now. Give it at run time (docker run --env-file, a Kubernetes Secret); what a RUN needs comes by RUN --mount=type=secret,id=NAME,env=NAME and --secret id=NAME,env=NAME.",
  *check(subject) {
    for (const { written, instruction } of subject.visits) {
      const pairs =
        instruction.name === "ENV" || instruction.name === "LABEL"
          ? instruction.pairs
          : instruction.name === "ARG"
            ? instruction.args
            : [];
      for (const { key, value } of pairs) yield* told(key.text, value?.text ?? "", key.where);
      function* told(name: string, value: string, where: Location) {
        const secret = secretIn(name, unquoted(value));
        if (secret !== undefined)
          yield inside(written, `${name} holds ${secret}, which is now part of the image`, where);
      }
    }
    for (const { written, commands = [] } of runs(subject.visits, subject))
      for (const word of commands.flat()) {
        const [, name, value = ""] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
        const secret = name === undefined ? undefined : secretIn(name, value);
        if (secret !== undefined)
          yield inside(written, `${name} holds ${secret}, which is now part of the image's history`);
      }
  },
});

const unquoted = (text: string): string => text.replace(/^(["'])(.*)\1$/s, "$2");

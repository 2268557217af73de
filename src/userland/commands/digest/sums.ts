import { eachInput } from "../input.ts";
import { type Arguments, Misuse } from "../options.ts";
import { standardOptions } from "../standard-options.ts";
import { buffered, type Stdio } from "../stdio.ts";
import { tool } from "../tool.ts";
import { checkList, type CheckStyle } from "./check.ts";
import { type Algorithm, algorithms, digestLine, digestOf } from "./digest.ts";

const common = {
  check: { short: "c", long: "check" },
  ignoreMissing: { long: "ignore-missing" },
  quiet: { long: "quiet" },
  status: { long: "status" },
  warn: { short: "w", long: "warn" },
  strict: { long: "strict" },
  tag: { long: "tag" },
  zero: { short: "z", long: "zero" },
  binary: { short: "b", long: "binary" },
  text: { short: "t", long: "text" },
  ...standardOptions,
} as const;

type Name = keyof typeof common;

const length = { long: "length", short: "l", value: "required", refused: "only the full length is emulated" } as const;

const sum = (algorithm: Algorithm) => tool({ options: common, run: buffered((io, args) => run(io, args, algorithm)) });

/** md5sum(1), sha1sum(1) and the others of this family, GNU coreutils 9.1: src/digest.c. */
export const md5sum = sum(algorithms.md5);
export const sha1sum = sum(algorithms.sha1);
export const sha224sum = sum(algorithms.sha224);
export const sha256sum = sum(algorithms.sha256);
export const sha384sum = sum(algorithms.sha384);
export const sha512sum = sum(algorithms.sha512);
/** b2sum(1): the same, of a length that may be chosen. */
export const b2sum = tool({
  options: { length, ...common },
  run: buffered((io, args) => run(io, args as unknown as Arguments<Name>, algorithms.blake2b)),
});

async function run(io: Stdio, { given, has, operands }: Arguments<Name>, algorithm: Algorithm): Promise<number> {
  const check = has("check");
  const style = checkStyle(given.map(({ name }) => name));
  // --tag means binary too, and the last one wins.
  const mode = given.findLast(({ name }) => name === "binary" || name === "text" || name === "tag")?.name;
  verify(style, { check, mode, tag: has("tag"), zero: has("zero") });
  if (check) {
    let good = true;
    for (const list of operands.length === 0 ? ["-"] : operands)
      good = (await checkList(io, list, algorithm, style)) && good;
    return good ? 0 : 1;
  }
  const line = { tagged: has("tag"), binary: mode === "binary", delimiter: has("zero") ? "\0" : "\n" };
  await eachInput(io, operands, async (file, name) => {
    await io.put(digestLine(name, await digestOf(io, file, algorithm), algorithm, line));
  });
  return io.failed ? 1 : 0;
}

/** Each of --status, --warn and --quiet undoes the others. */
function checkStyle(names: readonly Name[]): CheckStyle {
  const loudness = names.findLast((name) => name === "status" || name === "warn" || name === "quiet");
  return {
    status: loudness === "status",
    warn: loudness === "warn",
    quiet: loudness === "quiet",
    strict: names.includes("strict"),
    ignoreMissing: names.includes("ignoreMissing"),
  };
}

interface Mode {
  readonly check: boolean;
  readonly mode: string | undefined;
  readonly tag: boolean;
  readonly zero: boolean;
}

function verify(style: CheckStyle, { check, mode, tag, zero }: Mode): void {
  const wrong = (when: boolean, message: string) => {
    if (when) throw new Misuse(message);
  };
  const only = (option: string) => `the --${option} option is meaningful only when verifying checksums`;
  wrong(tag && mode === "text", "--tag does not support --text mode");
  wrong(zero && check, "the --zero option is not supported when verifying checksums");
  wrong(tag && check, "the --tag option is meaningless when verifying checksums");
  wrong(mode !== undefined && check, "the --binary and --text options are meaningless when verifying checksums");
  wrong(style.ignoreMissing && !check, only("ignore-missing"));
  wrong(style.status && !check, only("status"));
  wrong(style.warn && !check, only("warn"));
  wrong(style.quiet && !check, only("quiet"));
  wrong(style.strict && !check, only("strict"));
}

import type { Case } from "../../text/case.ts";
import { randomPattern } from "../random-pattern.ts";

/**
 * Where glibc's groups, or whether it matches at all, depend on the copies that it makes of nodes behind \\b and \\` within
 * repetitions, or where its back-references within repetitions read memory that is not theirs.
 */
const glibcAlone = new Set([336, 608, 962]);
const latin1 = (text: string): string => Buffer.from(text).toString("latin1");

function regexCase(seed: number): Case {
  const { extended, utf8, flags, pattern, texts, groups } = randomPattern(seed);
  const replacement = `<&>${Array.from({ length: Math.min(9, groups) }, (_, at) => `{\\${at + 1}}`).join("")}`;
  const script = latin1(`s@${pattern}@${replacement}@${flags}`);
  const env = { LC_ALL: utf8 ? "C.UTF-8" : "C" };
  return { args: ["sed", ...(extended ? ["-E"] : []), script], stdin: latin1(`${texts.join("\n")}\n`), env };
}

/** Back-references and repeated groups: see checkReferences. */
const isRefused = ({ args }: Case): boolean => {
  const script = args.at(-1)!.split("@")[1]!;
  return /\\[1-9]/.test(script) && /\)(\\?[+?{]|\*)/.test(script);
};

/** Random patterns, whose matches and groups sed shows. */
export const regexCases: readonly Case[] = Array.from({ length: 1_200 }, (_, index) => index + 1)
  .filter((seed) => !glibcAlone.has(seed))
  .map(regexCase)
  .filter((one) => !isRefused(one));

import { type CheckOptions, withComments } from "./check-options.ts";
import type { Finding, Found, Rule } from "./rule.ts";
import type { Subject } from "./subject.ts";

/**
 * What the rules find, in the order of the file, rules in the order given at one line. Options and the
 * comments above an instruction silence rules; experimental ones speak only where they are named, and
 * then whatever `skip` says (BuildKit: Linter.Run).
 */
export async function lint(
  subject: Subject,
  rules: readonly Rule[],
  options: CheckOptions,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const rule of rules)
    for await (const found of rule.check(subject))
      if (speaks(rule, withComments(options, found.comments))) findings.push(finding(rule, found));
  return findings.toSorted((a, b) => a.lines.line - b.lines.line);
}

const speaks = ({ name, experimental }: Rule, options: CheckOptions): boolean =>
  experimental ? has(options.experimental, name) : !has(options.skip, name);

const has = (names: CheckOptions["skip"], name: string): boolean => names === "all" || names.has(name);

const finding = (rule: Rule, found: Found): Finding => ({
  ...found,
  rule,
  severity: found.severity ?? rule.severity,
  lines: found.lines ?? found.where,
});

import type { Location } from "../../errors.ts";
import type { Finding, Rule } from "../../lint/rule.ts";
import { version } from "../version.ts";
import type { Outcome } from "./findings.ts";

/** The findings as SARIF 2.1.0 (OASIS), which code hosts show beside the lines. */
export function sarif({ subject, findings, rules, unknown }: Outcome): object {
  const { error } = subject;
  const notes = unknown.map(({ image, reason }) => note("note", `${image} could not be looked at: ${reason}`));
  const failed = error === undefined ? [] : [note("error", `${error.code}: ${error.message}`, error.details.where)];
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "djib", version, rules: rules.map(descriptor) } },
        columnKind: "utf16CodeUnits",
        invocations: [{ executionSuccessful: error === undefined, toolExecutionNotifications: [...failed, ...notes] }],
        results: findings.map((finding) => result(finding, rules)),
      },
    ],
  };
}

const descriptor = ({ name, about, why, fix, url, severity, source, experimental }: Rule): object => ({
  id: name,
  name,
  shortDescription: { text: about },
  fullDescription: { text: why },
  help: { text: fix },
  ...(url === undefined ? {} : { helpUri: url }),
  defaultConfiguration: { level: severity, enabled: experimental !== true },
  properties: { tags: [source] },
});

const result = ({ rule, severity, message, where, also = [] }: Finding, rules: readonly Rule[]): object => ({
  ruleId: rule.name,
  ruleIndex: rules.indexOf(rule),
  level: severity,
  message: { text: message },
  locations: [location(where)],
  ...(also.length === 0
    ? {}
    : { relatedLocations: also.map((other) => ({ ...location(other.where), message: { text: other.note } })) }),
});

const note = (level: "note" | "error", text: string, where?: Location): object => ({
  level,
  message: { text },
  ...(where === undefined ? {} : { locations: [location(where)] }),
});

/** One line: where a construct goes on, `endColumn` belongs to its first. */
const location = ({ source, line, column, endColumn }: Location) => ({
  physicalLocation: {
    artifactLocation: { uri: encodeURI(source.name.replaceAll("\\", "/")) },
    region: {
      startLine: line,
      startColumn: column,
      ...(endColumn !== undefined && endColumn > column ? { endColumn } : {}),
    },
  },
});

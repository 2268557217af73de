import path from "node:path";
import { inspect } from "node:util";

/** Prints each failure in full as it comes, then the slowest files, and last the counts on one line. */
export default async function* reporter(events) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const seconds = new Map();
  for await (const { type, data } of events) {
    if (type === "test:stderr" || type === "test:stdout") yield data.message;
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.nesting === 0) add(seconds, data.file, data.details.duration_ms / 1000);
    if (type === "test:fail" && isOwnFailure(data)) {
      counts.failed += 1;
      yield failure(data);
    } else if (type === "test:pass" && data.name === data.file) {
      counts.failed += 1;
      yield failure({ ...data, details: { error: "The file has no tests." } });
    } else if (type === "test:pass" && data.details.type !== "suite") {
      counts[data.skip === undefined && data.todo === undefined ? "passed" : "skipped"] += 1;
    }
  }
  yield slowest(seconds);
  if (counts.failed > 0 || counts.passed === 0) process.exitCode = 1;
  yield `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ""}\n`;
}

/** A test or suite whose parts failed has only that to say; the parts have said it. */
function isOwnFailure({ details }) {
  return details.error?.failureType !== "subtestsFailed";
}

function failure({ name, file, line, details }) {
  const place =
    file === undefined ? "" : `${path.relative(process.cwd(), file)}${line === undefined ? "" : `:${line}`}`;
  const cause = details.error?.cause ?? details.error;
  const text = cause instanceof Error || typeof cause !== "object" ? (cause?.stack ?? String(cause)) : inspect(cause);
  return `\nFAILED  ${name}\n        ${place}\n${text.replace(/^/gm, "        ")}\n\n`;
}

function slowest(seconds) {
  const rows = [...seconds].sort((a, b) => b[1] - a[1]).slice(0, 5);
  const lines = rows.map(
    ([file, time]) => `${time.toFixed(1).padStart(7)} s  ${path.relative(process.cwd(), file ?? "")}`,
  );
  return `\nslowest files\n${lines.join("\n")}\n\n`;
}

function add(map, key, value) {
  map.set(key, (map.get(key) ?? 0) + value);
}

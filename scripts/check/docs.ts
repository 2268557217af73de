// Every `djib COMMAND --flag` that a page shows exists: asked of the built command itself.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../lib/root.mjs";
import { report } from "./report.ts";
import { trackedFiles } from "./tracked.ts";

const helps = new Map<string, string | undefined>();

function help(command: string): string | undefined {
  if (!helps.has(command)) {
    const args = ["dist/djib.js", ...(command === "" ? [] : [command]), "--help"];
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    helps.set(command, status === 0 ? stdout : undefined);
  }
  return helps.get(command);
}

/** Command lines in code: after a prompt, indented by four, or between back quotes. */
function commandLines(text: string): string[] {
  const lines = [...text.matchAll(/(?:^\s*\$ |^ {4}|`)(djib(?: [^`\n#]*)?)/gm)].map((match) => match[1] ?? "");
  return lines.map((line) => line.split(/\s[|>&;]|\s {2,}/)[0] ?? "");
}

function problemsOf(name: string, line: string): string[] {
  const words = line.trim().split(/\s+/).slice(1);
  const command = words[0] !== undefined && /^[a-z]+$/.test(words[0]) ? words[0] : "";
  if (command === "help") return [];
  const page = help(command);
  if (page === undefined) return [`${name}: djib has no command ${command} (${line})`];
  const ours = words.includes("--") ? words.slice(0, words.indexOf("--")) : words;
  const flags = ours.filter((word) => /^--?[a-z]/.test(word)).map((word) => word.split("=")[0] ?? "");
  const unknown = flags.filter((flag) => !new RegExp(`(^|[\\s,])${flag}\\b`, "m").test(page));
  return unknown.map((flag) => `${name}: djib ${command} has no ${flag} (${line})`);
}

const pages = trackedFiles().filter((name) =>
  /^(README|ARCHITECTURE|CONTRIBUTING|examples\/README|docs\/(?!decisions)[^/]*|docs\/rules\/[^/]*)\.md$/.test(name),
);
report(
  pages.flatMap((name) =>
    commandLines(readFileSync(path.join(root, name), "utf8")).flatMap((line) => problemsOf(name, line)),
  ),
);

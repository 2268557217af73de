// docs/errors.md is the catalogue of all error codes, made from the rooms' own explanations.
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../lib/root.mjs";
import { compareGenerated } from "./generated.ts";
import { trackedFiles } from "./tracked.ts";

interface Room {
  readonly problem: { readonly explanations: Readonly<Record<string, string>> };
}

const files = trackedFiles().filter((name) => /^src\/.+\/errors\.ts$/.test(name));
const rooms = await Promise.all(
  files.map(async (name) => (await import(pathToFileURL(path.join(root, name)).href)) as Room),
);
const codes = rooms.flatMap(({ problem }) => Object.entries(problem.explanations)).sort(([a], [b]) => (a < b ? -1 : 1));
const twice = codes.filter(([code], index) => codes[index + 1]?.[0] === code).map(([code]) => code);
if (twice.length > 0) throw new Error(`declared twice: ${twice.join(", ")}`);

// One manner for all help lines: they begin small, where no name stands first, and end without a full stop.
const large = /help: *(["'`])[A-Z][a-z]|help: *(["'`])(?:(?!\2).)*[^.]\.\2,? *}?\)?;?$|(["'`])Did you mean/;
const names = /help: *(["'`])(Linux|Docker|BuildKit|Python|Django|Node|Windows|Debian)\b/;
const spoken = trackedFiles().filter((name) => /^src\/.+\.ts$/.test(name));
const others = spoken.flatMap((name) =>
  readFileSync(path.join(root, name), "utf8")
    .split("\n")
    .flatMap((line, index) => (large.test(line) && !names.test(line) ? [`${name}:${index + 1}: ${line.trim()}`] : [])),
);
if (others.length > 0) throw new Error(`help begins small and ends without a full stop:\n${others.join("\n")}`);

const sections = codes.map(([code, text]) => `## \`${code}\`\n\n${text}\n`);
const head = "# Errors\n\nEvery error has a code; `djib help CODE` prints the same text. This page is generated.\n";
compareGenerated("docs/errors.md", [head, ...sections].join("\n"));

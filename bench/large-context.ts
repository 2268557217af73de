import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Makes a context of many small files, 500 in a directory, and gives it back. */
export function fill(context: string, files: number): string {
  mkdirSync(path.join(context, "files"), { recursive: true });
  writeFileSync(path.join(context, "Dockerfile"), "FROM python:3.11-slim\nWORKDIR /app\nCOPY files files\n");
  for (let at = 0; at < files; at++) {
    const folder = path.join(context, "files", `part-${Math.floor(at / 500)}`);
    if (at % 500 === 0) mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `file-number-${at}.txt`), `${at}\n`);
  }
  return context;
}

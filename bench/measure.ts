import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

export interface Measured {
  readonly seconds: number;
  /** Peak resident memory of the largest process that the command started, in bytes (GNU time's %M). */
  readonly peak: number;
}

/** Runs a command to its end and measures it; resolves to what it printed too, both streams together. Rejects with that where it fails. */
export async function measure(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Measured & { readonly output: string }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "djib-time-"));
  const file = path.join(folder, "time");
  const args = ["--format", "%M", "--output", file, ...command];
  const started = performance.now();
  // Node reads the certificates that it names at every start.
  const { NODE_EXTRA_CA_CERTS: _, ...around } = process.env;
  const child = spawn("/usr/bin/time", args, { env: { ...around, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const seconds = (performance.now() - started) / 1000;
  try {
    if (status !== 0)
      throw new Error(`${command.join(" ")}: ${status}\n${Buffer.concat(chunks).toString().slice(-2000)}`);
    const output = Buffer.concat(chunks).toString();
    return { seconds, output, peak: Number(readFileSync(file, "utf8").trim().split("\n").at(-1)) * 1024 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Peak resident memory of a daemon since it started, in bytes. */
export function peakOf(pid: number): number {
  const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(line) * 1024;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

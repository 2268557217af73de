import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { imageLookup } from "../../../src/build/base-images.ts";
import { build, makePlans } from "../../../src/build/build.ts";
import { contextOpener } from "../../../src/build/contexts.ts";
import { forecast } from "../../../src/build/preflight/verdicts.ts";
import type { BuildRequest } from "../../../src/build/request.ts";
import { registryConfig } from "../../../src/cli/registries.ts";
import { hostPlatform } from "../../../src/cli/platforms.ts";
import type { DjibError } from "../../../src/errors.ts";
import type { Executor, Verdict } from "../../../src/executor/executor.ts";
import type { Entry } from "../../../src/oci/layer/changeset.ts";
import type { Store } from "../../../src/oci/store/store.ts";
import { openRemotes } from "../../../src/sources/remotes.ts";
import { registrySource } from "../../../src/sources/registry.ts";
import { baseRegistry } from "../../support/base.ts";
import { testCtx } from "../../support/ctx.ts";
import { temporaryStore } from "../../support/store.ts";
import type { DockerfileCase } from "./case.ts";

/** What a build came to: every entry of the layers that it made, in order, and what its RUNs printed. */
export interface Answer {
  readonly layers: readonly (readonly string[])[];
  readonly stdout: string;
  readonly stderr: string;
  /** Of a build that failed. */
  readonly error?: string;
}

export interface Builder extends AsyncDisposable {
  readonly store: Store;
  answer(one: DockerfileCase, executor: Executor): Promise<Answer>;
  /** What an executor says of each RUN before anything runs, on the same base: "line answer: word reason". */
  verdicts(one: DockerfileCase, executor: Executor): Promise<readonly string[]>;
}

/** Builds cases on the stand-in for python:3.11-slim, in this process. */
export async function openBuilder(): Promise<Builder> {
  const scratch = await temporaryStore();
  const { store } = scratch;
  const base = await baseRegistry();
  const ctx = testCtx({ DJIB_REGISTRY_MIRROR: `docker.io=${base.mirror}` }, { node: [process.execPath] });
  const source = registrySource({ store, config: registryConfig(ctx.host), pull: false });
  const answer: Builder["answer"] = async (one, executor) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "djib-case-"));
    const told = testCtx({}, { node: [process.execPath] });
    try {
      writeContext(folder, one);
      const remotes = openRemotes({ store, userAgent: "djib-test" });
      const tools = {
        store,
        source,
        remotes,
        executors: [executor] as const,
        lint: async () => {},
        review: async () => {},
      };
      const request = requestOf(one, folder, hostPlatform(told.host));
      await using built = await build(request, tools, { ...told, host: { ...told.host, now: () => new Date() } });
      const own = built.images[0].image.layers.slice(1);
      const layers = await Promise.all(own.map(({ diffId }) => rowsOf(store, diffId)));
      return { layers, ...printed(told.events) };
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "DjibError") throw error;
      const { code, message, details } = error as DjibError;
      return {
        layers: [],
        ...printed(told.events),
        error: [`[${code}] ${message}`, ...(details.detail ?? [])].join("\n"),
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  const verdicts: Builder["verdicts"] = async (one, executor) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "djib-case-"));
    const opened: AsyncDisposable[] = [];
    try {
      writeContext(folder, one);
      const request = requestOf(one, folder, hostPlatform(ctx.host));
      const plans = await makePlans(request, { source, store }, ctx);
      const remotes = openRemotes({ store, userAgent: "djib-test" });
      const context = contextOpener(request, { store, remotes }, (each) => opened.push(each), ctx);
      const sight = { store, context, fetches: true, image: imageLookup({ source, store }, ctx) };
      const [assessment] = await forecast([executor], plans, sight, ctx);
      return assessment!.verdicts.map(({ run, verdict }) => shown(run.where.line, verdict));
    } finally {
      for (const each of opened) await each[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    }
  };
  const dispose = async () => {
    await base.stop();
    await scratch[Symbol.asyncDispose]();
  };
  return { store, answer, verdicts, [Symbol.asyncDispose]: dispose };
}

function shown(line: number, verdict: Verdict): string {
  if (verdict.answer === "yes") return `${line} yes`;
  const { answer, word, reason, where } = verdict;
  return `${line} ${answer} ${where?.line}:${where?.column}: ${word === undefined ? "" : `${word} `}${reason}`;
}

function writeContext(folder: string, { files = {} }: DockerfileCase): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

function requestOf(
  { dockerfile }: DockerfileCase,
  folder: string,
  platform: BuildRequest["buildPlatform"],
): BuildRequest {
  return {
    dockerfile: { name: "Dockerfile", text: `FROM python:3.11-slim\n${dockerfile}` },
    context: { kind: "directory", path: folder },
    name: undefined,
    platforms: [platform],
    buildPlatform: platform,
    buildArgs: new Map(),
    labels: new Map(),
    target: undefined,
    network: "default",
    noCache: true,
    timestamps: "content",
    modes: "git",
    sourceDateEpoch: undefined,
  };
}

function printed(events: ReturnType<typeof testCtx>["events"]): Pick<Answer, "stdout" | "stderr"> {
  const of = (stream: "stdout" | "stderr") =>
    events.map((event) => (event.type === "step-output" && event.stream === stream ? event.text : "")).join("");
  return { stdout: of("stdout"), stderr: of("stderr") };
}

async function rowsOf(store: Store, diffId: Parameters<Store["layers"]["changes"]>[0]): Promise<readonly string[]> {
  const rows: string[] = [];
  for await (const entry of (await store.layers.changes(diffId)).entries()) rows.push(await rowOf(entry));
  return rows;
}

/** shadow(5) holds the day of the build. */
const isDated = (name: string): boolean => /^etc\/shadow-?$/.test(name);

async function undated(entry: Extract<Entry, { readonly type: "file" }>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of entry.content.open()) parts.push(Uint8Array.from(part));
  const today = Math.floor(Date.now() / 86_400_000);
  return JSON.stringify(
    Buffer.concat(parts)
      .toString("utf8")
      .replaceAll(new RegExp(`:(${today}|${today - 1}):`, "g"), ":TODAY:"),
  );
}

async function rowOf(entry: Entry): Promise<string> {
  const name = JSON.stringify(Buffer.from(entry.path, "latin1").toString("utf8"));
  if (entry.type === "whiteout" || entry.type === "opaque") return `${entry.type} ${name}`;
  const { type, mode, uid, gid, mtime, xattrs = new Map<string, Uint8Array>() } = entry;
  if (type === "file" && isDated(entry.path))
    return `${type} ${name} ${mode.toString(8)} ${uid}:${gid} ${await undated(entry)}`;
  return [
    `${type} ${name} ${mode.toString(8)} ${uid}:${gid} @${mtime}`,
    ...(type === "file" ? [`${entry.content.size} ${entry.content.digest.slice(7, 19)}`] : []),
    ...(type === "symlink" || type === "hardlink" ? [`-> ${entry.target}`] : []),
    ...[...xattrs].map(([key, value]) => `${key}=${Buffer.from(value).toString("hex")}`),
  ].join(" ");
}

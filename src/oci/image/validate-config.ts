import type { ImageConfig, RuntimeConfig } from "./image.ts";

/** What is wrong with a config whose types are right already: the grammars that engines rely on. */
export function* validateConfig(config: ImageConfig): Iterable<string> {
  if (!/^[a-z0-9]+$/.test(config.os)) yield `os is ${JSON.stringify(config.os)}`;
  if (!/^[a-z0-9]+$/.test(config.architecture)) yield `architecture is ${JSON.stringify(config.architecture)}`;
  if (config.created !== undefined && !isTime(config.created)) yield `created is ${JSON.stringify(config.created)}`;
  for (const { created } of config.history ?? [])
    if (created !== undefined && !isTime(created)) yield `a line of history was created at ${JSON.stringify(created)}`;
  if (config.config !== undefined) yield* runtime(config.config);
}

function* runtime(config: RuntimeConfig): Iterable<string> {
  yield* environment(config.Env ?? []);
  for (const port of Object.keys(config.ExposedPorts ?? {}))
    if (!/^\d{1,5}(?:-\d{1,5})?(?:\/(?:tcp|udp|sctp))?$/.test(port)) yield `${JSON.stringify(port)} is not a port`;
  for (const path of Object.keys(config.Volumes ?? {})) if (path === "") yield "a volume has no path";
  for (const [name, list] of Object.entries({ Entrypoint: config.Entrypoint, Cmd: config.Cmd, Shell: config.Shell }))
    if (list?.some((word) => word.includes("\0"))) yield `${name} holds a NUL`;
  if (config.WorkingDir?.includes("\0")) yield "WorkingDir holds a NUL";
  const [kind] = config.Healthcheck?.Test ?? [];
  if (kind !== undefined && kind !== "" && !["NONE", "CMD", "CMD-SHELL"].includes(kind))
    yield `the health check is of kind ${JSON.stringify(kind)}`;
}

/** KEY=VALUE, each key once: execve and runtimes disagree on the rest. */
function* environment(entries: readonly string[]): Iterable<string> {
  const seen = new Set<string>();
  for (const entry of entries) {
    const key = entry.slice(0, Math.max(0, entry.indexOf("=")));
    // Values may be secrets that someone baked in: only names are shown.
    if (key === "") yield `an Env entry has no name`;
    else if (entry.includes("\0")) yield `Env ${key} holds a NUL`;
    else if (seen.has(key)) yield `Env has ${key} twice`;
    seen.add(key);
  }
}

/** RFC 3339, as Go's time.Time reads it. */
const isTime = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text));

import { setTimeout as pause } from "node:timers/promises";
import { SystemError } from "../../kernel/errno.ts";
import type { Process } from "../../kernel/process.ts";
import type { Program } from "../../kernel/program.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { tried, triedLater } from "../tried.ts";
import { type Config, configOf, WrongSetting } from "./config.ts";
import { Failure } from "./failure.ts";
import { Meter } from "./meter.ts";
import { Output } from "./output.ts";
import { nothingTold, type Told, Transfer } from "./transfer.ts";
import { type Given, parseWords, refusedWords, WrongOption } from "./words.ts";
import { written } from "./write-out.ts";

const moreOfCertificates = `More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above.
`;

/** curl 7.88.1 for HTTP(S) and files. */
export const curl: Program = {
  refuses: refusedWords,
  async run(proc) {
    const words = proc.args.slice(1);
    const refused = refusedWords(words);
    if (refused !== undefined) throw new Refusal(`${proc.args[0]} ${refused.word}`, refused.reason, refused.help);
    const tryHelp = "curl: try 'curl --help' or 'curl --manual' for more information\n";
    let given: readonly Given[];
    let config: Config;
    try {
      given = parseWords(words);
      if (words[0] !== "-q" && words[0] !== "--disable") refuseSettingsFile(proc);
      if (given.length === 0) throw new WrongOption("");
      config = await configOf(given, proc);
      if (config.urls.length === 0) throw new WrongOption("no URL specified!");
    } catch (error) {
      if (!(error instanceof WrongOption || error instanceof WrongSetting)) throw error;
      await proc.err((error.message === "" ? "" : `curl: ${error.message}\n`) + tryHelp);
      return 2;
    }
    return all(proc, config);
  },
};

function refuseSettingsFile({ files, env }: Process): void {
  for (const place of [env.get("CURL_HOME"), env.get("XDG_CONFIG_HOME"), env.get("HOME")]) {
    if (place === undefined || place === "") continue;
    const path = `${place}/.curlrc`;
    if (!(tried(() => files.stat(path)) instanceof SystemError))
      throw new Refusal(path, "holds options for curl", "say curl -q");
  }
}

async function all(proc: Process, config: Config): Promise<number> {
  let status = 0;
  const quiet = config.has("silent");
  for (const [index, url] of config.urls.entries()) {
    const failure = await one(proc, config, { url, index });
    status = failure?.status ?? 0;
    if (failure === undefined) continue;
    if (!quiet || config.has("show-error"))
      await proc.err(
        `curl: (${failure.status}) ${failure.message}\n${failure.status === 60 ? moreOfCertificates : ""}`,
      );
    if (config.has("fail-early")) break;
  }
  return status;
}

function targetOf(config: Config, url: string, index: number): string | undefined {
  const given = index < config.outputs.length;
  const remote = given ? config.outputs[index] === undefined : config.has("remote-name-all");
  if (!given && !remote) return undefined;
  const directory = config.outputDirectory === undefined ? "" : `${config.outputDirectory}/`;
  if (!remote) return config.outputs[index] === "-" ? undefined : directory + config.outputs[index]!;
  const path = url.replace(/^[a-z]+:\/\/[^/?#]*/i, "").replace(/[?#].*$/s, "");
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name === "") throw new Failure(23, "Failed writing received data to disk/application");
  return directory + name;
}

async function one(
  proc: Process,
  config: Config,
  { url, index }: { readonly url: string; readonly index: number },
): Promise<Failure | undefined> {
  const began = proc.machine.now();
  const told = nothingTold();
  let output: Output | undefined;
  let failure: Failure | undefined;
  const meter = config.has("silent") || config.value("progress-meter") !== undefined ? undefined : new Meter(proc);
  const dump = await dumper(proc, config.value("dump-header"));
  try {
    output = new Output(proc, config, targetOf(config, url, index));
    await meter?.begin(index > 0);
    await retried(proc, config, { url, output, meter, dump: dump?.write, told, began });
    keepTime(proc, config, output, told);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    failure = error;
  } finally {
    output?.close();
    dump?.close();
  }
  await meter?.end(told.received, told.received);
  if (config.writeOut !== undefined)
    await proc.out(written(config.writeOut, told, { url, path: output?.path, failure, began, proc }));
  return failure;
}

/** -R. */
function keepTime(proc: Process, config: Config, { path }: Output, { headers }: Told): void {
  const modified = headers.find(([name]) => name.toLowerCase() === "last-modified")?.[1];
  const time = modified === undefined ? Number.NaN : Date.parse(modified);
  if (!config.has("remote-time") || path === undefined || Number.isNaN(time)) return;
  proc.files.setTimes(path, BigInt(time) * 1_000_000n, BigInt(time) * 1_000_000n);
}

async function dumper(proc: Process, path: string | undefined) {
  if (path === undefined) return undefined;
  const file =
    path === "-"
      ? proc.descriptor(1).retain()
      : await triedLater(() => proc.files.open(path, { write: true, create: true, truncate: true }));
  if (file instanceof SystemError) throw new Refusal(`-D ${path}`, file.message);
  return { write: (text: string) => file.write(Buffer.from(text, "latin1")), close: () => file.close() };
}

const passing = new Set([408, 429, 500, 502, 503, 504]);

async function retried(
  proc: Process,
  config: Config,
  to: {
    readonly url: string;
    readonly output: Output;
    readonly meter: Meter | undefined;
    readonly dump: ((text: string) => Promise<void>) | undefined;
    readonly told: Told;
    readonly began: bigint;
  },
): Promise<void> {
  const { url, told, output } = to;
  let delay = config.retryDelay > 0 ? config.retryDelay : 1;
  for (let left = config.retries; ; left--) {
    Object.assign(told, nothingTold());
    const failure = await timed(proc, config, (signal) => new Transfer(proc, config, { ...to, signal }).run(url), told);
    const why = reasonToRetry(config, told.code, failure);
    const spent = Number(proc.machine.now() - to.began) / 1e9;
    if (left <= 0 || why === undefined || (config.retryMaxTime > 0 && spent >= config.retryMaxTime)) {
      if (failure !== undefined) throw failure;
      return;
    }
    const asked = Number(told.headers.find(([name]) => name.toLowerCase() === "retry-after")?.[1] ?? Number.NaN);
    const wait = why === ": HTTP error" && Number.isInteger(asked) && asked > 0 ? asked : delay;
    if (!config.has("silent"))
      await proc.err(`Warning: Problem ${why}. Will retry in ${wait} seconds. ${left} retries left.\n`);
    await pause(wait * 1000, undefined, { signal: proc.signal });
    if (config.retryDelay === 0) delay = Math.min(600, delay * 2);
    await output.rewind();
  }
}

function reasonToRetry(config: Config, code: number, failure: Failure | undefined): string | undefined {
  if (failure?.passing === "timeout") return ": timeout";
  if (failure?.passing === "refused" && config.has("retry-connrefused")) return ": connection refused";
  if ((failure === undefined || failure.status === 22) && passing.has(code)) return ": HTTP error";
  return failure !== undefined && config.has("retry-all-errors") ? "(retrying all errors)" : undefined;
}

/** -m: what takes longer fails. */
async function timed(
  proc: Process,
  config: Config,
  work: (signal: AbortSignal) => Promise<void>,
  told: Told,
): Promise<Failure | undefined> {
  const end = new AbortController();
  const limit =
    config.maxTime === undefined
      ? undefined
      : pause(config.maxTime, undefined, { signal: end.signal }).then(() => {
          throw new Failure(
            28,
            `Operation timed out after ${Math.round(config.maxTime!)} milliseconds with ${told.received} bytes received`,
            "timeout",
          );
        });
  limit?.catch(() => undefined);
  try {
    await Promise.race([work(AbortSignal.any([proc.signal, end.signal])), ...(limit === undefined ? [] : [limit])]);
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  } finally {
    end.abort();
    proc.signal.throwIfAborted();
  }
}

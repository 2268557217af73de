import { SystemError } from "../../kernel/errno.ts";
import type { Process } from "../../kernel/process.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { readAll } from "../read-all.ts";
import { triedLater } from "../tried.ts";
import type { Given } from "./words.ts";

/** What curl is to do, understood. */
export interface Config {
  readonly urls: readonly string[];
  /** For each address in turn: a file, or "remote" for its own name. */
  readonly outputs: readonly (string | undefined)[];
  readonly outputDirectory: string | undefined;
  readonly headers: readonly string[];
  readonly body: string | undefined;
  readonly method: string | undefined;
  readonly schemes: ReadonlySet<string>;
  readonly redirectSchemes: ReadonlySet<string>;
  readonly maxRedirects: number;
  /** Milliseconds; undefined: without end. */
  readonly maxTime: number | undefined;
  readonly connectTimeout: number | undefined;
  readonly retries: number;
  readonly retryDelay: number;
  readonly retryMaxTime: number;
  readonly writeOut: string | undefined;
  readonly tls: "TLSv1.2" | "TLSv1.3" | undefined;
  readonly has: (name: string) => boolean;
  readonly value: (name: string) => string | undefined;
}

/** A setting that curl itself does not take; status 2. */
export class WrongSetting extends Error {}

const known = ["http", "https", "file"];

export async function configOf(given: readonly Given[], proc: Process): Promise<Config> {
  const of = (name: string) => given.filter((one) => one.name === name);
  const has = (name: string) => of(name).at(-1)?.off === false;
  const value = (name: string) => of(name).at(-1)?.value;
  const number = (name: string, otherwise: number) => {
    const text = value(name);
    if (text === undefined) return otherwise;
    if (!/^[0-9]+(?:\.[0-9]+)?$/.test(text))
      throw new WrongSetting(`option --${name}: expected a proper numerical parameter`);
    return Number(text);
  };
  const milliseconds = (name: string) => (value(name) === undefined ? undefined : number(name, 0) * 1000 || undefined);
  const data = await dataOf(given, proc);
  const tls = given.findLast(({ name }) => name.startsWith("tlsv1"))?.name;
  return {
    urls: of("url").map((one) => one.value ?? ""),
    outputs: given
      .filter(({ name }) => name === "output" || name === "remote-name")
      .map(({ name, value: file }) => (name === "output" ? file : undefined)),
    outputDirectory: value("output-dir"),
    headers: of("header").map((one) => one.value ?? ""),
    body: data,
    method: value("request"),
    schemes: schemesOf(value("proto"), ["http", "https", "file"]),
    redirectSchemes: schemesOf(value("proto-redir"), ["http", "https"]),
    maxRedirects: value("max-redirs") === "-1" ? Infinity : number("max-redirs", 50),
    maxTime: milliseconds("max-time"),
    connectTimeout: milliseconds("connect-timeout"),
    retries: number("retry", 0),
    retryDelay: number("retry-delay", 0),
    retryMaxTime: number("retry-max-time", 0),
    writeOut: value("write-out"),
    tls: tls === "tlsv1.3" ? "TLSv1.3" : tls === "tlsv1.2" ? "TLSv1.2" : undefined,
    has,
    value,
  };
}

/** --proto '=https', '-all,https', '+http'. */
function schemesOf(text: string | undefined, usual: readonly string[]): ReadonlySet<string> {
  let allowed = new Set(usual);
  for (const [index, item] of (text ?? "").split(",").entries()) {
    const [, sign = "", name = ""] = /^([-+=]*)(.*)$/.exec(item.toLowerCase())!;
    if (name === "") continue;
    const names = name === "all" ? known : [name];
    if (sign.includes("=") && index === 0) allowed = new Set(names);
    else
      for (const one of names)
        if (sign.includes("-")) allowed.delete(one);
        else allowed.add(one);
  }
  return allowed;
}

async function dataOf(given: readonly Given[], proc: Process): Promise<string | undefined> {
  const parts: string[] = [];
  for (const { name, value = "" } of given) {
    if (name !== "data" && name !== "data-ascii" && name !== "data-binary" && name !== "data-raw") continue;
    if (name === "data-raw" || !value.startsWith("@")) {
      parts.push(value);
      continue;
    }
    const file = value.slice(1);
    const bytes = await triedLater(() => readAll(proc, file === "-" ? "/dev/stdin" : file, 64 * 1024 * 1024));
    if (bytes === undefined) throw new Refusal(value, "is too large to be sent");
    if (bytes instanceof SystemError) throw new WrongSetting(`Failed to open ${file}`);
    const text = bytes.toString("latin1");
    parts.push(name === "data-binary" ? text : text.replace(/[\r\n\0]/g, ""));
  }
  return parts.length === 0 ? undefined : parts.join("&");
}

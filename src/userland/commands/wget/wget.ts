import { setTimeout as pause } from "node:timers/promises";
import { SystemError } from "../../kernel/errno.ts";
import { type HttpResponse, NetworkError } from "../../kernel/machine.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import type { Process } from "../../kernel/process.ts";
import { Exit } from "../../kernel/program.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { type Address, parseAddress, resolved, urlOf } from "../http/address.ts";
import { environmentProxy } from "../http/proxy.ts";
import { isUtf8 } from "../locale.ts";
import type { Arguments } from "../options.ts";
import { readAll } from "../read-all.ts";
import { localTime, zoneOf } from "../time/zone.ts";
import { tool } from "../tool.ts";
import { tried, triedLater } from "../tried.ts";
import { type WgetOption, wgetOptions } from "./options.ts";
import { Dots, rate } from "./progress.ts";

const usage = `Usage: wget [OPTION]... [URL]...\n\nTry \`wget --help' for more options.`;
const unusual = /^(?:v|d)$/;

/** GNU wget 1.21 for HTTP(S): single files. */
export const wget = tool({
  options: wgetOptions,
  misuse: 2,
  hint: () => usage,
  impossible(given, operands) {
    const odd = given.values("n").find((value) => !unusual.test(value));
    if (odd !== undefined) return { word: `-n${odd}`, reason: "is not done here" };
    const other = operands.find(
      (url) => url !== undefined && /^[a-z][a-z0-9+.-]*:\/\//i.test(url) && !/^https?:/i.test(url),
    );
    return other === undefined ? undefined : { word: other, reason: "is neither http nor https" };
  },
  async run(proc, args) {
    const settings = [".wgetrc"].map((name) => `${proc.env.get("HOME") ?? ""}/${name}`);
    for (const path of settings)
      if (!(tried(() => proc.files.stat(path)) instanceof SystemError))
        throw new Refusal(path, "holds options for wget");
    const urls = [...args.operands, ...(await listed(proc, args.value("inputFile")))];
    if (urls.length === 0) {
      await proc.err(`wget: missing URL\n${usage}\n`);
      return 1;
    }
    const job = await Job.of(proc, args);
    let status = 0;
    try {
      for (const url of urls) status = worse(status, await job.get(url));
    } finally {
      job.close();
    }
    return status;
  },
});

/** wget reports the most basic of several failures. */
const worse = (a: number, b: number): number => (a === 0 ? b : b === 0 ? a : Math.min(a, b));

async function listed(proc: Process, file: string | undefined): Promise<readonly string[]> {
  if (file === undefined) return [];
  const bytes = await triedLater(() => readAll(proc, file === "-" ? "/dev/stdin" : file, 1024 * 1024));
  if (bytes === undefined || bytes instanceof SystemError) throw new Refusal(`-i ${file}`, "cannot be read");
  return bytes
    .toString("latin1")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

class Job {
  readonly #proc: Process;
  readonly #args: Arguments<WgetOption>;
  readonly #level: "quiet" | "brief" | "full";
  readonly #quote: (text: string) => string;
  readonly #clock: () => string;
  /** -O, once open. */
  #document: OpenFile | undefined;
  #connected = "";

  private constructor(
    proc: Process,
    args: Arguments<WgetOption>,
    quote: (text: string) => string,
    clock: () => string,
  ) {
    this.#proc = proc;
    this.#args = args;
    this.#quote = quote;
    this.#clock = clock;
    const brief = args.has("noVerbose") || args.values("n").includes("v");
    this.#level = args.has("quiet") ? "quiet" : brief ? "brief" : "full";
  }

  static async of(proc: Process, args: Arguments<WgetOption>): Promise<Job> {
    const utf8 = await isUtf8(proc);
    const zone = await zoneOf(proc);
    const two = (value: number) => String(value).padStart(2, "0");
    const clock = () => {
      const { year, month, day, hour, minute, second } = localTime(zone, proc.machine.now());
      return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
    };
    const quote = (text: string) => (utf8 ? `\xe2\x80\x98${text}\xe2\x80\x99` : `'${text}'`);
    const job = new Job(proc, args, quote, clock);
    await job.#openDocument();
    return job;
  }

  close(): void {
    this.#document?.close();
  }

  async get(url: string): Promise<number> {
    const address = parseAddress(url);
    if (address === undefined) {
      await this.#say("brief", `${url}: Invalid host name.\n`);
      return 1;
    }
    const tries = Number(this.#args.value("tries") ?? 20) || Infinity;
    for (let count = 1; ; count++) {
      const status = await this.#fetch(address, url);
      if (typeof status === "number") return status;
      if (count >= tries) {
        await this.#say("brief", "Giving up.\n\n");
        return 4;
      }
      await this.#say("brief", "Retrying.\n\n");
      await pause(Math.min(count, 10) * 1000, undefined, { signal: this.#proc.signal });
    }
  }

  async #say(level: "brief" | "full", text: string): Promise<void> {
    if (this.#level === "full" || (this.#level === "brief" && level === "brief")) await this.#proc.err(text);
  }

  async #openDocument(): Promise<void> {
    const path = this.#args.value("outputDocument");
    if (path === undefined) return;
    if (path === "-") {
      this.#document = this.#proc.descriptor(1).retain();
      return;
    }
    const file = await triedLater(() => this.#proc.files.open(path, { write: true, create: true, truncate: true }));
    if (file instanceof SystemError) {
      await this.#proc.err(`${path}: ${file.message}\n`);
      throw new Exit(1);
    }
    this.#document = file;
  }

  /** The status; "again" where another try may help. */
  async #fetch(first: Address, url: string): Promise<number | "again"> {
    const limit = Number(this.#args.value("maxRedirect") ?? 20);
    let address = first;
    let login = false;
    for (let redirects = 0; ;) {
      await this.#say("full", `--${this.#clock()}--  ${urlOf(address)}\n`);
      const answer = await this.#request(address, redirects === 0, login);
      if (typeof answer !== "object") return answer;
      await this.#say("full", `HTTP request sent, awaiting response... ${answer.status} ${answer.statusText}\n`);
      if (
        answer.status === 401 &&
        !login &&
        this.#args.has("user") &&
        /basic/i.test(headerOf(answer, "www-authenticate") ?? "")
      ) {
        await this.#say("brief", `Authentication selected: ${headerOf(answer, "www-authenticate")}\n`);
        await discard(answer);
        login = true;
        continue;
      }
      const location = headerOf(answer, "location");
      if (location !== undefined && [301, 302, 303, 307, 308].includes(answer.status)) {
        await this.#say("full", `Location: ${location} [following]\n`);
        await discard(answer);
        const next = resolved(location, address);
        if (next === undefined || !/^https?$/.test(next.scheme)) return 1;
        if (++redirects > limit) {
          await this.#say("brief", `${limit} redirections exceeded.\n`);
          return 8;
        }
        address = next;
        continue;
      }
      if (answer.status < 200 || answer.status >= 300) return this.#refused(answer, url);
      return this.#save(answer, first, address);
    }
  }

  async #refused(answer: HttpResponse, url: string): Promise<number> {
    await discard(answer);
    if (answer.status === 401) {
      await this.#say("full", "\n");
      await this.#say("brief", "Username/Password Authentication Failed.\n");
      return 6;
    }
    if (this.#level === "brief") await this.#say("brief", `${url}:\n`);
    await this.#say("brief", `${this.#clock()} ERROR ${answer.status}: ${answer.statusText}.\n`);
    await this.#say("full", "\n");
    return 8;
  }

  async #request(address: Address, first: boolean, login: boolean): Promise<HttpResponse | number | "again"> {
    const { network } = this.#proc.machine;
    const insecure = this.#args.has("noCheckCertificate");
    const proxy = this.#args.has("noProxy") ? undefined : environmentProxy(this.#proc.env, address);
    const place = `${address.host}:${address.port}`;
    const again = this.#connected === place;
    const named = /^[0-9.]+$/.test(address.host) ? address.host : `${address.host} (${address.host})`;
    await this.#say(
      "full",
      again ? `Reusing existing connection to ${place}.\n` : `Connecting to ${named}:${address.port}... `,
    );
    try {
      if (network === undefined) throw new NetworkError("resolve", "no network");
      const post = first ? this.#args.value("postData") : undefined;
      const answer = await network.request(
        {
          method: post === undefined ? "GET" : "POST",
          url: urlOf(address),
          headers: this.#headers(address, post !== undefined, login),
          body: post === undefined ? undefined : Buffer.from(post, "latin1"),
          insecure,
          roots: address.scheme === "https" && !insecure ? await this.#roots() : undefined,
          proxy,
          connectTimeout: this.#timeout(),
        },
        this.#proc.signal,
      );
      if (!again) await this.#say("full", "connected.\n");
      this.#connected = place;
      return answer;
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      this.#connected = "";
      return this.#failed(error, address);
    }
  }

  async #failed(error: NetworkError, { host }: Address): Promise<number | "again"> {
    const again = this.#args.has("retryConnrefused") ? "again" : 4;
    switch (error.kind) {
      case "resolve":
      case "proxy":
        await this.#say("full", "\n");
        await this.#say("brief", `wget: unable to resolve host address ${this.#quote(host)}\n`);
        return 4;
      case "connect":
        await this.#say(this.#level === "full" ? "full" : "brief", "failed: Connection refused.\n");
        return again;
      case "timeout":
        await this.#say("brief", "failed: Connection timed out.\n");
        return "again";
      case "certificate":
        await this.#say(
          "brief",
          `ERROR: cannot verify ${host}'s certificate:\n  ${error.message}\nTo connect to ${host} insecurely, use \`--no-check-certificate'.\n`,
        );
        return 5;
      default:
        await this.#say("full", "connected.\nHTTP request sent, awaiting response... ");
        await this.#say("brief", "No data received.\n");
        return "again";
    }
  }

  #timeout(): number | undefined {
    const seconds = Number(this.#args.value("connectTimeout") ?? this.#args.value("timeout") ?? 0);
    return seconds > 0 ? seconds * 1000 : undefined;
  }

  #headers(
    { host, port, scheme, user }: Address,
    posts: boolean,
    login: boolean,
  ): readonly (readonly [string, string])[] {
    const name = this.#args.value("user") ?? user?.split(":")[0];
    const password = this.#args.value("password") ?? user?.split(":")[1] ?? "";
    const usual: readonly (readonly [string, string | undefined])[] = [
      ["Host", `${host}${port === (scheme === "https" ? 443 : 80) ? "" : `:${port}`}`],
      ["User-Agent", this.#args.value("userAgent") ?? "Wget/1.21.3"],
      ["Accept", "*/*"],
      ["Accept-Encoding", "identity"],
      ["Referer", this.#args.value("referer")],
      ["Cache-Control", this.#args.has("noCache") ? "no-cache" : undefined],
      ["Pragma", this.#args.has("noCache") ? "no-cache" : undefined],
      [
        "Authorization",
        login && name !== undefined
          ? `Basic ${Buffer.from(`${name}:${password}`, "latin1").toString("base64")}`
          : undefined,
      ],
      ["Content-Type", posts ? "application/x-www-form-urlencoded" : undefined],
    ];
    const own = this.#args
      .values("header")
      .map((line) => /^([^:]+):\s*(.*)$/s.exec(line))
      .filter((match) => match !== null);
    const names = new Set(own.map((match) => match[1]!.toLowerCase()));
    return [
      ...usual.flatMap(([key, text]) =>
        text === undefined || text === "" || names.has(key.toLowerCase()) ? [] : [[key, text] as const],
      ),
      ...own.map((match) => [match[1]!, match[2]!] as const),
    ];
  }

  async #roots(): Promise<string | undefined> {
    const file = this.#args.value("caCertificate") ?? "/etc/ssl/certs/ca-certificates.crt";
    const bytes = await triedLater(() => readAll(this.#proc, file, 16 * 1024 * 1024));
    // Without any, no certificate is good.
    return bytes === undefined || bytes instanceof SystemError ? "" : bytes.toString("latin1");
  }

  async #save(answer: HttpResponse, first: Address, last: Address): Promise<number> {
    const { files } = this.#proc;
    const length = headerOf(answer, "content-length");
    const total = length === undefined || !/^[0-9]{1,15}$/.test(length) ? undefined : Number(length);
    const type = headerOf(answer, "content-type")?.replace(/\s*;.*$/s, "");
    const known = total === undefined ? "unspecified" : `${total}${total >= 1024 ? ` (${humanSize(total)})` : ""}`;
    await this.#say("full", `Length: ${known}${type === undefined ? "" : ` [${type}]`}\n`);
    const document = this.#args.value("outputDocument");
    const path = document ?? this.#fresh(first);
    await this.#say("full", `Saving to: ${this.#quote(document === "-" ? "STDOUT" : path)}\n`);
    const file =
      this.#document ?? (await triedLater(() => files.open(path, { write: true, create: true, truncate: true })));
    if (file instanceof SystemError) {
      await this.#say("brief", `${path}: ${file.message}\n\nCannot write to ${this.#quote(path)} (${file.message}).\n`);
      return 3;
    }
    const dots = new Dots(this.#proc, total);
    let received = 0;
    try {
      for await (const part of answer.body) {
        await file.write(part);
        received += part.length;
        if (this.#level === "full") await dots.add(part.length);
      }
    } catch (error) {
      if (error instanceof NetworkError) throw new Refusal(urlOf(last), "broke off, where wget would ask for the rest");
      throw error;
    } finally {
      if (file !== this.#document) file.close();
    }
    const seconds = dots.seconds;
    if (this.#level === "full") await dots.end();
    this.#keepTime(answer, path, document);
    const size = total === undefined ? `[${received}]` : `[${received}/${total}]`;
    const { value, unit } = rate(received, seconds);
    const speed = `${value.toFixed(value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2)} ${["B", "KB", "MB", "GB"][unit]}/s`;
    const verb = document === "-" ? "written to stdout" : `${this.#quote(path)} saved`;
    await this.#say("full", `${this.#clock()} (${speed}) - ${verb} ${size}\n\n`);
    if (this.#level === "brief")
      await this.#say("brief", `${this.#clock()} URL:${urlOf(last)} ${size} -> "${path}" [1]\n`);
    return 0;
  }

  /** A name that is not taken: f, f.1, f.2. */
  #fresh({ path }: Address): string {
    const prefix = this.#args.value("prefix");
    const [before = "", query] = path.split(/\?(.*)/s);
    const base = before.slice(before.lastIndexOf("/") + 1) || "index.html";
    const name = `${prefix === undefined ? "" : `${prefix.replace(/\/+$/, "")}/`}${base}${query === undefined ? "" : `?${query}`}`;
    if (prefix !== undefined) this.#makeDirectories(prefix);
    const taken = (one: string) => !(tried(() => this.#proc.files.stat(one)) instanceof SystemError);
    if (!taken(name)) return name;
    for (let count = 1; ; count++) if (!taken(`${name}.${count}`)) return `${name}.${count}`;
  }

  #makeDirectories(path: string): void {
    const parts = path.split("/");
    for (let count = 1; count <= parts.length; count++)
      tried(() => this.#proc.files.makeDirectory(parts.slice(0, count).join("/") || "/", 0o777));
  }

  #keepTime(answer: HttpResponse, path: string, document: string | undefined): void {
    const time = Date.parse(headerOf(answer, "last-modified") ?? "");
    if (Number.isNaN(time) || this.#args.has("noTimestamps") || document === "-") return;
    const nanoseconds = BigInt(time) * 1_000_000n;
    this.#proc.files.setTimes(path, nanoseconds, nanoseconds);
  }
}

const headerOf = ({ headers }: HttpResponse, name: string): string | undefined =>
  headers.find(([one]) => one.toLowerCase() === name)?.[1];

async function discard({ body }: HttpResponse): Promise<void> {
  let size = 0;
  for await (const part of body) if ((size += part.length) > 1024 * 1024) break;
}

/** As printf's %.0f. */
const halfToEven = (value: number): number => (value % 1 === 0.5 ? 2 * Math.round(value / 2) : Math.round(value));

/** "312K", "1.5M": human_readable with one decimal below ten. */
function humanSize(bytes: number): string {
  let value = bytes;
  let unit = -1;
  while (value >= 1024 && unit < 4) {
    value /= 1024;
    unit++;
  }
  return `${value < 10 ? value.toFixed(1) : String(halfToEven(value))}${"KMGTP"[unit]}`;
}

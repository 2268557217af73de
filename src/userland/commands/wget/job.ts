import { setTimeout as pause } from "node:timers/promises";
import { SystemError } from "../../kernel/errno.ts";
import { type HttpResponse, NetworkError } from "../../kernel/machine.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import type { Process } from "../../kernel/process.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { type Address, parseAddress, resolved, urlOf } from "../http/address.ts";
import { discard, headerOf } from "../http/answer.ts";
import { environmentProxy } from "../http/proxy.ts";
import { isUtf8 } from "../locale.ts";
import type { Arguments } from "../options.ts";
import { triedLater } from "../tried.ts";
import { clockOf } from "./clock.ts";
import { documentOf } from "./document.ts";
import { freshName } from "./fresh-name.ts";
import type { WgetOption } from "./options.ts";
import { Dots, humanSize, rate } from "./progress.ts";
import { keepTime } from "./keep-time.ts";
import { requestHeaders } from "./request-headers.ts";
import { rootsOf } from "./roots.ts";

/** Downloads one after another: wget 1.21 http.c, retr.c. */
export class Job {
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
    const clock = await clockOf(proc);
    const quote = (text: string) => (utf8 ? `\xe2\x80\x98${text}\xe2\x80\x99` : `'${text}'`);
    const job = new Job(proc, args, quote, clock);
    job.#document = await documentOf(proc, args.value("outputDocument"));
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
          headers: requestHeaders(address, this.#args, { posts: post !== undefined, login }),
          body: post === undefined ? undefined : Buffer.from(post, "latin1"),
          insecure,
          roots:
            address.scheme === "https" && !insecure
              ? await rootsOf(this.#proc, this.#args.value("caCertificate"))
              : undefined,
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

  async #save(answer: HttpResponse, first: Address, last: Address): Promise<number> {
    const { files } = this.#proc;
    const length = headerOf(answer, "content-length");
    const total = length === undefined || !/^[0-9]{1,15}$/.test(length) ? undefined : Number(length);
    const type = headerOf(answer, "content-type")?.replace(/\s*;.*$/s, "");
    const known = total === undefined ? "unspecified" : `${total}${total >= 1024 ? ` (${humanSize(total)})` : ""}`;
    await this.#say("full", `Length: ${known}${type === undefined ? "" : ` [${type}]`}\n`);
    const document = this.#args.value("outputDocument");
    const path = document ?? freshName(this.#proc.files, first, this.#args.value("prefix"));
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
    if (document !== "-" && !this.#args.has("noTimestamps")) keepTime(files, path, headerOf(answer, "last-modified"));
    const size = total === undefined ? `[${received}]` : `[${received}/${total}]`;
    const { value, unit } = rate(received, seconds);
    const speed = `${value.toFixed(value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2)} ${["B", "KB", "MB", "GB"][unit]}/s`;
    const verb = document === "-" ? "written to stdout" : `${this.#quote(path)} saved`;
    await this.#say("full", `${this.#clock()} (${speed}) - ${verb} ${size}\n\n`);
    if (this.#level === "brief")
      await this.#say("brief", `${this.#clock()} URL:${urlOf(last)} ${size} -> "${path}" [1]\n`);
    return 0;
  }
}

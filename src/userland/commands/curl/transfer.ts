import { SystemError } from "../../kernel/errno.ts";
import { type HttpResponse, NetworkError } from "../../kernel/machine.ts";
import type { Process } from "../../kernel/process.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { type Address, parseAddress, resolved, sameSite, urlOf } from "../http/address.ts";
import { discard, headerOf } from "../http/answer.ts";
import { checkedProxy, environmentProxy, exempt } from "../http/proxy.ts";
import { decoded } from "../http/decoded.ts";
import { chunks } from "../input.ts";
import { readAll } from "../read-all.ts";
import { triedLater } from "../tried.ts";
import type { Config } from "./config.ts";
import { failureOf } from "./failure-of.ts";
import { Failure } from "./failure.ts";
import type { Meter } from "./meter.ts";
import type { Output } from "./output.ts";
import { requestHeaders } from "./request-headers.ts";

/** What -w may tell of a transfer. */
export interface Told {
  code: number;
  redirects: number;
  received: number;
  headerBytes: number;
  address: Address | undefined;
  redirect: string;
  headers: readonly (readonly [string, string])[];
  method: string;
}

export const nothingTold = (): Told => ({
  ...{
    code: 0,
    redirects: 0,
    received: 0,
    headerBytes: 0,
    address: undefined,
    redirect: "",
    headers: [],
    method: "GET",
  },
});

const usualRoots = "/etc/ssl/certs/ca-certificates.crt";

/** One address from the first request to the last byte: lib/http.c, lib/transfer.c. Rejects with `Failure`. */
export class Transfer {
  readonly #proc: Process;
  readonly #config: Config;
  readonly #output: Output;
  readonly #meter: Meter | undefined;
  readonly #dump: ((text: string) => Promise<void>) | undefined;
  readonly told: Told;
  readonly #signal: AbortSignal;

  constructor(
    proc: Process,
    config: Config,
    to: {
      readonly output: Output;
      readonly meter: Meter | undefined;
      /** -D. */
      readonly dump: ((text: string) => Promise<void>) | undefined;
      readonly told: Told;
      readonly signal: AbortSignal;
    },
  ) {
    this.#proc = proc;
    this.#config = config;
    this.#output = to.output;
    this.#meter = to.meter;
    this.#dump = to.dump;
    this.told = to.told;
    this.#signal = to.signal;
  }

  async run(url: string): Promise<void> {
    const address = parseAddress(url);
    if (address === undefined) throw new Failure(3, "URL using bad/illegal format or missing URL");
    if (!this.#config.schemes.has(address.scheme))
      throw new Failure(1, `Protocol "${address.scheme}" not supported or disabled in libcurl`);
    this.told.address = address;
    if (address.scheme === "file") return this.#file(address.path);
    await this.#http(address);
  }

  async #file(path: string): Promise<void> {
    const name = path.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    const file = await triedLater(() => this.#proc.files.open(name, { read: true }));
    if (file instanceof SystemError) throw new Failure(37, `Couldn't open file ${path}`);
    try {
      if (file.stat().type === "directory") throw new Failure(37, `Couldn't open file ${path}`);
      const { size } = file.stat();
      for await (const part of chunks(this.#proc, file)) await this.#received(part, size);
      await this.#output.make();
    } finally {
      file.close();
    }
  }

  async #http(first: Address): Promise<void> {
    const { has, body, method: wanted, maxRedirects, redirectSchemes } = this.#config;
    let address = first;
    let method = wanted ?? (has("head") ? "HEAD" : body === undefined || has("get") ? "GET" : "POST");
    let sends = body !== undefined && !has("get");
    if (has("get") && body !== undefined)
      address = { ...first, path: `${first.path}${first.path.includes("?") ? "&" : "?"}${body}` };
    for (;;) {
      this.told.method = method;
      this.told.address = address;
      const answer = await this.#send(address, method, {
        body: sends ? body : undefined,
        foreign: !sameSite(address, first),
      });
      const location = headerOf(answer, "location");
      this.told.code = answer.status;
      this.told.headers = answer.headers;
      const next =
        location === undefined || answer.status < 300 || answer.status >= 400 ? undefined : resolved(location, address);
      this.told.redirect = next === undefined ? "" : urlOf(next);
      await this.#tellHeaders(answer);
      if (!has("location") && !has("location-trusted")) return this.#content(answer, method);
      if (location === undefined || answer.status < 300 || answer.status >= 400) return this.#content(answer, method);
      await discard(answer);
      if (this.told.redirects >= maxRedirects) throw new Failure(47, `Maximum (${maxRedirects}) redirects followed`);
      if (next === undefined)
        throw new Failure(
          3,
          "The redirect target URL could not be parsed: URL using bad/illegal format or missing URL",
        );
      if (!redirectSchemes.has(next.scheme) || !this.#config.schemes.has(next.scheme))
        throw new Failure(1, `Protocol "${next.scheme}" not supported or disabled in libcurl`);
      this.told.redirects++;
      if (answer.status <= 303 && (method === "POST" || (answer.status === 303 && method !== "HEAD"))) {
        sends = false;
        method = wanted ?? "GET";
      }
      address = next;
    }
  }

  async #send(
    address: Address,
    method: string,
    { body, foreign }: { readonly body: string | undefined; readonly foreign: boolean },
  ): Promise<HttpResponse> {
    const { network } = this.#proc.machine;
    const { connectTimeout, tls, has } = this.#config;
    if (network === undefined) throw new Failure(6, `Could not resolve host: ${address.host}`);
    const began = this.#proc.machine.now();
    const elapsed = () => Number((this.#proc.machine.now() - began) / 1_000_000n);
    try {
      return await network.request(
        {
          method,
          url: urlOf(address),
          headers: requestHeaders(address, this.#config, { body, foreign }),
          body: body === undefined ? undefined : Buffer.from(body, "latin1"),
          insecure: has("insecure"),
          roots: address.scheme === "https" && !has("insecure") ? await this.#roots() : undefined,
          proxy: this.#proxy(address),
          connectTimeout,
          tls,
        },
        this.#signal,
      );
    } catch (error) {
      throw failureOf(error, address, elapsed());
    }
  }

  async #roots(): Promise<string> {
    const { env } = this.#proc;
    const file = this.#config.value("cacert") ?? env.get("CURL_CA_BUNDLE") ?? env.get("SSL_CERT_FILE") ?? usualRoots;
    const bytes = await triedLater(() => readAll(this.#proc, file, 16 * 1024 * 1024));
    if (bytes instanceof SystemError || bytes === undefined)
      throw new Failure(77, `error setting certificate file: ${file}`);
    return bytes.toString("latin1");
  }

  #proxy(address: Address): string | undefined {
    const given = this.#config.value("proxy");
    const without = this.#config.value("noproxy");
    if (without !== undefined && exempt(without, address.host)) return undefined;
    if (given !== undefined) return given === "" ? undefined : checkedProxy(given);
    return environmentProxy(this.#proc.env, address);
  }

  async #tellHeaders({ status, statusText, headers }: HttpResponse): Promise<void> {
    const lines = [
      `HTTP/1.1 ${status} ${statusText}`.trimEnd(),
      ...headers.map(([name, text]) => `${name}: ${text}`),
      "",
      "",
    ];
    const text = lines.join("\r\n");
    this.told.headerBytes += text.length;
    await this.#dump?.(text);
    if (this.#config.has("include") || this.#config.has("head")) await this.#output.write(Buffer.from(text, "latin1"));
  }

  async #content(answer: HttpResponse, method: string): Promise<void> {
    const { has } = this.#config;
    if (answer.status >= 400 && has("fail")) {
      await discard(answer);
      throw new Failure(22, `The requested URL returned error: ${answer.status}`);
    }
    if (has("remote-header-name") && this.#output.path !== undefined) this.#rename(answer);
    const length = headerOf(answer, "content-length");
    const total = length === undefined || !/^[0-9]{1,15}$/.test(length) ? undefined : Number(length);
    const encoding = has("compressed") ? headerOf(answer, "content-encoding") : undefined;
    try {
      if (method !== "HEAD")
        for await (const part of decoded(this.#counted(answer.body, total), encoding)) await this.#output.write(part);
    } catch (error) {
      if (error instanceof Failure || error instanceof Refusal || error instanceof SystemError) throw error;
      if (!(error instanceof NetworkError))
        throw new Failure(61, "Unrecognized or bad HTTP Content or Transfer-Encoding");
      throw total === undefined
        ? new Failure(18, "transfer closed with outstanding read data remaining")
        : new Failure(18, `transfer closed with ${total - this.told.received} bytes remaining to read`);
    }
    await this.#output.make();
    if (answer.status >= 400 && has("fail-with-body"))
      throw new Failure(22, `The requested URL returned error: ${answer.status}`);
  }

  async *#counted(body: AsyncIterable<Uint8Array>, total: number | undefined): AsyncGenerator<Uint8Array> {
    for await (const part of body) {
      this.told.received += part.length;
      await this.#meter?.more(this.told.received, total);
      yield part;
    }
  }

  async #received(part: Uint8Array, total: number): Promise<void> {
    this.told.received += part.length;
    await this.#meter?.more(this.told.received, total);
    await this.#output.write(part);
  }

  #rename(answer: HttpResponse): void {
    const name = /(?:^|;)\s*filename=(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/i.exec(
      headerOf(answer, "content-disposition") ?? "",
    );
    const plain = (name?.[1]?.replace(/\\(.)/g, "$1") ?? name?.[2] ?? "").replace(/^.*[/\\]/s, "");
    if (plain !== "") this.#output.path = this.#output.path!.replace(/[^/]*$/, plain);
  }
}

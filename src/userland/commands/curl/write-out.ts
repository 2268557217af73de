import type { Process } from "../../kernel/process.ts";
import { urlOf } from "../http/address.ts";
import type { Failure } from "./failure.ts";
import type { Told } from "./transfer.ts";

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** -w: variables and escapes of a format (tool_writeout.c). */
export function written(
  format: string,
  told: Told,
  {
    url,
    path,
    failure,
    began,
    proc,
  }: {
    readonly url: string;
    readonly path: string | undefined;
    readonly failure: Failure | undefined;
    readonly began: bigint;
    readonly proc: Process;
  },
): string {
  const seconds = Number(proc.machine.now() - began) / 1e9;
  const header = (name: string) => told.headers.find(([one]) => one.toLowerCase() === name)?.[1] ?? "";
  const values: Readonly<Record<string, string>> = {
    http_code: String(told.code).padStart(3, "0"),
    response_code: String(told.code).padStart(3, "0"),
    url_effective: told.address === undefined ? url : urlOf(told.address),
    size_download: String(told.received),
    size_header: String(told.headerBytes),
    size_upload: "0",
    num_redirects: String(told.redirects),
    num_connects: "1",
    content_type: header("content-type"),
    filename_effective: path ?? "",
    exitcode: String(failure?.status ?? 0),
    errormsg: failure?.message ?? "",
    method: told.method,
    scheme: told.address?.scheme.toUpperCase() ?? "",
    http_version: told.code === 0 ? "0" : "1.1",
    redirect_url: told.redirect,
    speed_download: String(Math.floor(told.received / Math.max(seconds, 0.000_001))),
    url,
  };
  return format.replace(/%\{([^}]*)\}|%%|\\(.)/gs, (all, name?: string, escape?: string) => {
    if (name !== undefined) return values[name] ?? seconds.toFixed(6);
    if (escape !== undefined) return escapes[escape] ?? all;
    return "%";
  });
}

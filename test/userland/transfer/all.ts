import type { Case } from "./case.ts";
import { curlCases } from "./cases/curl.ts";
import { expand } from "./cases/expand.ts";
import { gzip } from "./cases/gzip.ts";
import { msgfmt } from "./cases/msgfmt.ts";
import { tarExtract } from "./cases/tar-extract.ts";
import { tar } from "./cases/tar.ts";
import { wgetCases } from "./cases/wget.ts";

/** Cases by the program they are about. */
export const groups: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  curl: curlCases,
  expand,
  gzip,
  msgfmt,
  tar,
  "tar-extract": tarExtract,
  wget: wgetCases,
};

/** With the server's address where a case says URL. */
export const placed = (one: Case, url: string): Case =>
  JSON.parse(JSON.stringify(one).replaceAll("URL/", `${url}/`)) as Case;

/** What differs each time is left out: addresses of the server, times, speeds. */
export const settled = <T>(result: T, url: string): T =>
  JSON.parse(
    JSON.stringify(result)
      .replaceAll(url, "URL")
      .replaceAll(new URL(url).host, "HOST")
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "TIME")
      .replaceAll(/[ \d.]{4}[BKMG](=| )[\d.]+m?s/g, "SPEED")
      .replaceAll(/\([\d.]+ [KMG]?B\/s\)/g, "(SPEED)")
      .replaceAll(/after \d+ m(illi)?s/g, "after N ms"),
  ) as T;

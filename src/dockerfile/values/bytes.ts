import { problem } from "../errors.ts";
import type { Word } from "../syntax.ts";

const scale: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
  p: 1024 ** 5,
};

/** Bytes, as docker/go-units reads sizes of memory: "64m", "1.5 GiB", "4096". */
export function parseBytes({ text, where }: Word): number {
  const [, digits = "", unit = "", ending = ""] =
    /^(\d+(?:\.\d*)?|\.\d+) ?([bkmgtp]?)((?<=[kmgtp])(?:b|ib)|)$/i.exec(text) ?? [];
  const bytes = Math.trunc(Number(digits) * (scale[unit.toLowerCase()] ?? NaN));
  if (digits !== "" && ending.length <= 2 && Number.isSafeInteger(bytes)) return bytes;
  throw problem("dockerfile/bad-mount", `${JSON.stringify(text)} is not a size`, {
    where,
    help: "write it as in 64m or 1g",
  });
}

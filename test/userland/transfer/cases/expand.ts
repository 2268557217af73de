import { type Case, sh } from "../case.ts";

/** "hello, world\n" again and again, as each program packs it. */
const xz =
  "/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4A2bACVdADQZSe6N74xrypVZEARB+sisrtwbPNef2T5tYdYjpVEVvO9a3gAAAAAAnq5IUzhkAs4AAUGcGwAAAJsXv5SxxGf7AgAAAAAEWVo=";
const bz = "QlpoOTFBWSZTWSjHV9gAAyPRgAAQQAQGRJCAIABwQAwClUaHomig0UGFBhQYUHpQbKDZQeCg4UHxQcKD8XckU4UJAox1fYA=";
const zst = "KLUv/QRYrQAAaGhlbGxvLCB3b3JsZAoBAIwFf34Bln9ggg==";

export const expand: Readonly<Record<string, Case>> = {
  xz: {
    files: { "a.xz": { bytes: xz, mode: 0o640, owner: [12_345, 54_321] }, "b.txz": { bytes: xz } },
    steps: [
      sh("xz -d a.xz"),
      sh("xz -dk b.txz"),
      sh("xz -dc b.txz"),
      sh("xz -dc", { from: "b.txz" }),
      sh("xz -t b.txz"),
      sh("xz -d b.txz"),
      sh("xz -df b.txz"),
    ],
  },
  "what is no xz": {
    files: { "a.xz": "hello", b: "x" },
    steps: [sh("xz -d a.xz"), sh("xz -d b"), sh("xz -d nothing.xz"), sh("xz -dc", { stdin: "x" })],
  },
  "its other names": {
    files: { "a.xz": { bytes: xz }, "b.xz": { bytes: xz } },
    steps: [sh("unxz a.xz"), sh("xzcat b.xz")],
  },
  bzip2: {
    files: {
      "a.bz2": { bytes: bz, mode: 0o640, owner: [12_345, 54_321] },
      "b.tbz2": { bytes: bz },
      "c.bz2": { bytes: bz },
    },
    steps: [
      sh("bzip2 -d a.bz2"),
      sh("bzip2 -dk b.tbz2"),
      sh("bzip2 -dc c.bz2"),
      sh("bzip2 -dc", { from: "c.bz2" }),
      sh("bzip2 -t c.bz2"),
      sh("bzip2 -d b.tbz2"),
      sh("bunzip2 c.bz2"),
    ],
  },
  zstd: { files: { "a.zst": { bytes: zst } }, steps: [sh("zstd -dc a.zst"), sh("zstd -d", { from: "a.zst" })] },
};

import { problem } from "../errors.ts";

/** Compressed content, a layer or an archive, that breaks its format. */
export const damaged = (format: "bzip2" | "xz" | "zstd", why: string, cause?: unknown) =>
  problem("layer/bad-compression", `its ${format} data is damaged: ${why}`, {
    help: "fetch or make it anew; if that does not help, whoever made it wrote a broken file",
    cause,
  });

/** A build on linux/amd64 of images of `mismatchedRegistry`. */
export interface PlatformCase {
  readonly dockerfile: string;
  /** --platform; nothing where it is left out. */
  readonly platform?: string;
}

const from = (tag: string, platform?: string): PlatformCase => ({
  dockerfile: `FROM base:${tag}\nLABEL a=b\n`,
  ...(platform === undefined ? {} : { platform }),
});

export const platformCases: Readonly<Record<string, PlatformCase>> = {
  "one manifest of this platform": from("amd64"),
  "one manifest of another platform": from("arm64"),
  "one manifest of another platform, this one asked for": from("arm64", "linux/amd64"),
  "one manifest of this platform, another asked for": from("amd64", "linux/arm64"),
  "one manifest with a variant": from("armv7"),
  "one manifest with a variant, this platform asked for": from("armv7", "linux/amd64"),
  "one manifest with a variant, an older one asked for": from("armv7", "linux/arm/v6"),
  "FROM --platform that the manifest is not for": {
    dockerfile: "FROM --platform=linux/arm64 base:amd64 AS arm64\nLABEL a=b\n",
  },
  "FROM --platform that the manifest is for, another asked for": {
    dockerfile: "FROM --platform=linux/arm64 base:arm64 AS arm64\nLABEL a=b\n",
    platform: "linux/amd64",
  },
  "FROM --platform of an index": { dockerfile: "FROM --platform=linux/arm64 base:both AS arm64\nLABEL a=b\n" },
  "FROM --platform of an index, another asked for": {
    dockerfile: "FROM --platform=linux/arm64 base:both AS arm64\nLABEL a=b\n",
    platform: "linux/amd64",
  },
  "FROM --platform=$BUILDPLATFORM": {
    dockerfile: "FROM --platform=$BUILDPLATFORM base:both\nLABEL a=b\n",
    platform: "linux/arm64",
  },
  "FROM --platform scratch": { dockerfile: "FROM --platform=linux/arm64 scratch AS arm64\nLABEL a=b\n" },
  "an index without the platform": from("other"),
  "an index that does not say what its manifest is for": from("unlabelled"),
  "an index that says what is not so": from("mislabelled"),
  "an image without layers": from("empty"),
  "a stage on a stage": { dockerfile: "FROM base:arm64 AS a\nFROM a\nLABEL a=b\n" },
  "COPY --from images of another platform, of this one and of both": {
    dockerfile: [
      "FROM scratch",
      "COPY --from=base:arm64 / /1",
      "COPY --from=base:amd64 / /2",
      "COPY --from=base:both / /3",
      "COPY --from=docker.io/library/base:arm64 \\",
      "  / /4",
      "COPY --from=base:empty / /5",
      "",
    ].join("\n"),
  },
  "COPY --from an image of another platform, in a stage that is for that one": {
    dockerfile: "FROM --platform=linux/arm64 base:both AS arm64\nCOPY --from=base:arm64 / /x\n",
    platform: "linux/amd64",
  },
  "COPY --from an image in a stage that is not built": {
    dockerfile: "FROM scratch\nCOPY --from=base:arm64 / /x\nFROM scratch\nLABEL a=b\n",
  },
  "a tag by a variable": { dockerfile: "ARG TAG=arm64\nFROM base:$TAG\nLABEL a=b\n" },
};

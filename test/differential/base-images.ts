import { emptyImage } from "../../src/oci/image/empty.ts";
import type { Image, RuntimeConfig } from "../../src/oci/image/image.ts";
import type { Platform } from "../../src/oci/platform.ts";
import { fullName, withDefaultTag } from "../../src/oci/reference.ts";
import type { Store } from "../../src/oci/store/store.ts";
import type { Source } from "../../src/sources/source.ts";
import { busyboxSnapshot, busyboxWith } from "../support/busybox.ts";
import { directoryEntry, fileEntry } from "../support/layers.ts";
import { filesChangeset } from "../support/store.ts";

/** The images that cases are built FROM, by their names on Docker Hub, made in a store. */
export async function baseImages(store: Store, platform: Platform): Promise<Readonly<Record<string, Image>>> {
  const mountPoints = [
    ...["dev", "proc", "sys"].map((name) => directoryEntry(name)),
    ...["etc/hosts", "etc/resolv.conf"].map((name) => fileEntry(name)),
  ];
  const busybox = (await busyboxWith(store, ...mountPoints)).diffIds;
  const layered = (await busyboxSnapshot(store)).diffIds;
  const { diffId } = await store.layers.seal(filesChangeset({ "of-parent": "parent\n" }));
  const image = async (
    diffIds: readonly Image["config"]["rootfs"]["diff_ids"][number][],
    config: RuntimeConfig,
  ): Promise<Image> => {
    const empty = emptyImage(platform);
    const created = "2020-02-02T02:02:02Z";
    const sealed = await Promise.all(diffIds.map(async (id) => (await store.layers.describe(id))!));
    return {
      ...empty,
      layers: sealed.map((layer) => store.layers.get(layer, "oci")),
      config: {
        ...empty.config,
        created,
        config,
        rootfs: { type: "layers", diff_ids: diffIds },
        history: [
          ...diffIds.map((_, at) => ({ created, created_by: `layer ${at}` })),
          { created, created_by: "CMD of the base", empty_layer: true },
        ],
      },
    };
  };
  return {
    base: await image(busybox, { Env: ["PATH=/usr/bin:/bin", "FROM_BASE=1"], Cmd: ["sh"] }),
    /** Without an environment: BuildKit adds a PATH. */
    bare: await image(busybox, {}),
    /** Two layers, the second with whiteouts, and nothing where engines mount. */
    layered: await image(layered, { Env: ["PATH=/bin"] }),
    /** Everything that a child takes over. */
    parent: await image([diffId], {
      Env: ["PATH=/parent/bin", "A=parent"],
      User: "parent:staff",
      WorkingDir: "/parent/work",
      Entrypoint: ["/parent-entry"],
      Cmd: ["parent", "cmd"],
      Labels: { of: "parent", both: "parent" },
      ExposedPorts: { "1111/tcp": {} },
      Volumes: { "/parent-volume": {} },
      StopSignal: "SIGQUIT",
      Shell: ["/parent-shell", "-c"],
      Healthcheck: { Test: ["CMD", "parent-check"], Interval: 7_000_000_000 },
    }),
    /** Its triggers run in a child. */
    triggers: await image([diffId], {
      Env: ["PATH=/bin"],
      OnBuild: ["ENV TRIGGERED=yes", "COPY one /triggered/", "LABEL by=trigger", "WORKDIR /made"],
    }),
    "triggers-from": await image([diffId], { OnBuild: ["COPY --from=other /one /from-other"] }),
    "triggers-bad": await image([diffId], { OnBuild: ["ENV ok=1", "BREW tea"] }),
    "triggers-chain": await image([diffId], { OnBuild: ["ONBUILD ENV a=1"] }),
  };
}

/** Finds them by their names, and nothing else. */
export const baseSource =
  (images: Readonly<Record<string, Image>>): Source =>
  async (reference) => {
    const image = images[fullName(withDefaultTag(reference)).replace(/^docker\.io\/library\/(.*):latest$/, "$1")];
    return image && { image, digest: image.config.rootfs.diff_ids[0]! };
  };

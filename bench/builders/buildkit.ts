import path from "node:path";
import { startBuildKit } from "../../test/support/buildkitd.ts";
import type { BuildKitDaemon } from "../../test/support/buildkitd.ts";
import { peakOf } from "../measure.ts";
import type { Measured } from "../measure.ts";
import type { Builder, BuildOptions, Place } from "../builder.ts";

const start = async (place: Place): Promise<BuildKitDaemon> => {
  const daemon = await startBuildKit({ mirror: place.mirror, state: path.join(place.folder, "buildkit") });
  if (daemon === undefined) throw new Error("BuildKit cannot be built here: it needs Go");
  return daemon;
};

async function timed(work: () => Promise<number>): Promise<Measured> {
  const started = performance.now();
  const peak = await work();
  return { seconds: (performance.now() - started) / 1000, peak };
}

/** `image-resolve-mode=local`: a base that is there is used without asking the registry, as djib does. */
function flags({ noCache = false, push }: BuildOptions): string[] {
  const output = push === undefined ? "type=image,name=bench" : `type=image,name=${push},push=true`;
  return ["--opt", "image-resolve-mode=local", "--output", output, ...(noCache ? ["--no-cache"] : [])];
}

/** A daemon that runs all the time; its memory is the daemon's. */
export async function warmBuildKit(place: Place): Promise<Builder> {
  const daemon = await start({ ...place, folder: path.join(place.folder, "warm") });
  return {
    name: "BuildKit, daemon running",
    build: (options) =>
      timed(async () => {
        await daemon.build(options.context, ...flags(options));
        return peakOf(daemon.pid);
      }),
    stop: daemon.stop,
  };
}

/** A daemon that is started for each build, as on a machine that builds now and then. */
export function coldBuildKit(place: Place): Builder {
  const own = { ...place, folder: path.join(place.folder, "started") };
  return {
    name: "BuildKit, daemon started",
    build: async (options) => {
      let daemon: BuildKitDaemon | undefined;
      const measured = await timed(async () => {
        daemon = await start(own);
        await daemon.build(options.context, ...flags(options));
        return peakOf(daemon.pid);
      });
      await daemon?.stop();
      return measured;
    },
    stop: () => Promise.resolve(),
  };
}

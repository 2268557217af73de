import type { Ctx } from "../../ctx.ts";
import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Built } from "../../build/build.ts";
import { imageId } from "../../oci/image/derive.ts";
import { formatPlatform } from "../../oci/platform.ts";
import { fullName, parseReference, type Reference, withDefaultTag } from "../../oci/reference.ts";
import type { Store } from "../../oci/store/store.ts";
import { buildFlags } from "../build-flags.ts";
import { buildRequest } from "../build-request.ts";
import { command, type Invocation } from "../command.ts";
import { deliver, type Delivery, engineFor } from "../deliver.ts";
import { problem } from "../errors.ts";
import { keepHeapSmall } from "../heap.ts";
import { parseOutput } from "../outputs.ts";
import { registryConfig } from "../registries.ts";
import { chooseProgress } from "../render/progress/choose.ts";
import { summary } from "../render/summary.ts";
import { review } from "../review.ts";
import { userStore } from "../stores.ts";
import { untitledName } from "../untitled.ts";

export default command({
  name: "build",
  summary: "Build an image from a Dockerfile",
  usage: "[OPTIONS] PATH",
  arity: [1, 1],
  flags: buildFlags,
  examples: [
    "djib build -t my-django-app .",
    "djib build -t registry.example.com/shop:1.0 --push .",
    "djib build -o type=oci,dest=shop.tar --platform linux/arm64 .",
  ],
  run: build,
});

type Flags = Invocation<typeof buildFlags>;

async function build({ flags, args, host, terminal, signal }: Flags): Promise<number> {
  const begun = host.now().getTime();
  const names = flags.tag.map((name) => withDefaultTag(nameOf(name)));
  const outputs = flags.output.map(parseOutput);
  refuseConflicts(flags);
  const mode = flags.quiet ? "quiet" : modeOf(flags.progress);
  await using store = await userStore(host);
  const progress = await chooseProgress(mode, terminal, host);
  const ctx: Ctx = { host, signal, emit: (event) => progress.handle(event) };
  try {
    const request = await buildRequest(flags, args[0]!, host);
    const engine = await engineFor(flags, outputs, ctx);
    const { build: run } = await import("../../build/build.ts");
    const { registrySource } = await import("../../sources/registry.ts");
    const { linuxExecutor } = await import("../../executor/linux/linux.ts");
    keepHeapSmall();
    await using built = await run(
      {
        ...request,
        ...(engine === undefined || flags.platform !== undefined ? {} : { platform: engine.platform }),
        name: flags.tag[0],
        noCache: flags["no-cache"] === true,
        timestamps: flags.timestamps === "keep" ? "keep" : "content",
        modes: flags.modes === "keep" ? "keep" : "git",
      },
      {
        store,
        source: registrySource({ store, config: registryConfig(host), pull: flags.pull === true }),
        executor: linuxExecutor({ store, allowOwnerLoss: flags["allow-owner-loss"] === true }),
        review,
      },
      ctx,
    );
    await remember(built, names, store, host.now());
    const deliveries = await deliver(
      built,
      { names, outputs, engine, push: flags.push === true, store, terminal },
      ctx,
    );
    progress.end();
    writeFiles(flags, built, names, deliveries, host.system.cwd);
    if (mode === "quiet") terminal.out(`${imageId(built.image)}\n`);
    else if (mode !== "json")
      terminal.err(
        summary({
          built,
          names: flags.tag,
          deliveries,
          engine,
          asked: flags,
          seconds: (host.now().getTime() - begun) / 1000,
        }),
      );
    return 0;
  } finally {
    progress.end();
  }
}

function refuseConflicts(flags: Flags["flags"]): void {
  if (flags.load && flags["no-load"])
    throw problem("usage/conflict", "--load and --no-load exclude each other", { exitCode: 2 });
  if (flags.push && flags.tag.length === 0)
    throw problem("usage/conflict", "--push needs a name to push to", {
      exitCode: 2,
      help: "add -t registry.example.com/name:tag",
    });
}

function nameOf(text: string): Reference {
  const reference = parseReference(text);
  if (reference.digest === undefined) return reference;
  throw problem("usage/bad-value", `-t ${text}: a name to give cannot hold a digest`, { exitCode: 2 });
}

function modeOf(progress: string | undefined) {
  if (progress === "rawjson" || progress === "json") return "json";
  if (progress === "tty") return "terminal";
  return progress === "plain" || progress === "quiet" ? progress : "auto";
}

/** The image and its names in djib's own store. Without a name it is found by its ID. */
async function remember({ image, plan }: Built, names: readonly Reference[], store: Store, now: Date): Promise<void> {
  const descriptor = await store.images.save(image);
  const common = {
    image: descriptor,
    id: imageId(image),
    at: now.toISOString(),
    platform: formatPlatform(plan.platform),
    origin: "built" as const,
  };
  const references = names.length === 0 ? [untitledName(common.id)] : names.map(fullName);
  for (const reference of references) await store.tags.put({ reference, ...common });
}

/** --iidfile and --metadata-file, with docker's keys. */
function writeFiles(
  flags: Flags["flags"],
  { image }: Built,
  names: readonly Reference[],
  deliveries: readonly Delivery[],
  cwd: string,
): void {
  const id = imageId(image);
  if (flags.iidfile !== undefined) writeFileSync(path.resolve(cwd, flags.iidfile), id);
  if (flags["metadata-file"] === undefined) return;
  const sent = deliveries.find((delivery) => delivery.kind === "registry" || delivery.kind === "oci");
  const metadata = {
    "containerimage.config.digest": id,
    ...(sent === undefined ? {} : { "containerimage.digest": sent.digest }),
    ...(names.length === 0 ? {} : { "image.name": names.map(fullName).join(",") }),
  };
  writeFileSync(path.resolve(cwd, flags["metadata-file"]), `${JSON.stringify(metadata, null, 2)}\n`);
}

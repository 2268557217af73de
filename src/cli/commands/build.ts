import { build as run } from "../../build/build.ts";
import type { Ctx } from "../../ctx.ts";
import { parseReference, type Reference, withDefaultTag } from "../../oci/reference.ts";
import { registrySource } from "../../sources/registry.ts";
import { parseAnnotations } from "../annotations.ts";
import { attestRequest } from "../attests.ts";
import { buildFlags } from "../build-flags.ts";
import { buildRequest } from "../build-request.ts";
import { parseCacheFrom, parseCacheTo } from "../cache-flags.ts";
import { exportCaches, openCaches } from "../caches.ts";
import { command, type Invocation } from "../command.ts";
import { deliver, engineFor } from "../deliver.ts";
import { problem } from "../errors.ts";
import { executorsFor } from "../executors.ts";
import { refuseForms } from "../refuse-forms.ts";
import { keepHeapSmall } from "../heap.ts";
import { parseOutput } from "../outputs.ts";
import { platformsOf } from "../platforms.ts";
import { registryConfig } from "../registries.ts";
import { layersElsewhere, remember } from "../remember.ts";
import { chooseProgress } from "../render/progress/choose.ts";
import { summary } from "../render/summary.ts";
import { resultId, writeResultFiles } from "../result-files.ts";
import { lint, review } from "../review.ts";
import { userStore } from "../stores.ts";

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
  run: buildOrAnswer,
});

type Flags = Invocation<typeof buildFlags>;

/** A question about the Dockerfile (`--check`, `--call`) is answered instead of building. */
async function buildOrAnswer(invocation: Flags): Promise<number> {
  const { check, call: asked } = invocation.flags;
  if (check === undefined && asked === undefined) return build(invocation);
  const { answer, parseCall } = await import("../call.ts");
  const call = parseCall(asked, check);
  return call === undefined ? build(invocation) : answer(call, invocation);
}

async function build({ flags, args, host, terminal, signal }: Flags): Promise<number> {
  const begun = host.now().getTime();
  const names = flags.tag.map((name) => withDefaultTag(nameOf(name)));
  const outputs = flags.output.map(parseOutput);
  const ways = waysOf(flags, names);
  const cacheFrom = flags["cache-from"].flatMap(parseCacheFrom);
  const cacheTo = flags["cache-to"].flatMap(parseCacheTo);
  refuseConflicts(flags);
  const platforms = platformsOf(flags.platform, host);
  refuseForms(outputs, { ...ways, platforms });
  const mode = flags.quiet ? "quiet" : modeOf(flags.progress);
  await using store = await userStore(host);
  await using _lease = await store.lease();
  const progress = await chooseProgress(mode, terminal, host);
  const ctx: Ctx = { host, signal, emit: (event) => progress.handle(event) };
  try {
    const { request, remotes } = await buildRequest(flags, args[0]!, store, ctx);
    const engine = await engineFor(flags, outputs, platforms, ctx);
    keepHeapSmall();
    await using built = await run(
      {
        ...request,
        ...(engine === undefined || platforms.length > 0 ? {} : { platforms: [engine.platform] as const }),
        ...ways,
        // A push sends what the registry lacks; nothing else here needs the layers' bytes.
        remoteLayers: flags.push === true && outputs.length === 0 && engine === undefined,
        inlineCache: isInline(request.buildArgs) || cacheTo.some(({ type }) => type === "inline"),
      },
      {
        store,
        source: registrySource({ store, config: registryConfig(host), pull: flags.pull === true }),
        remotes,
        executors: executorsFor(flags, store),
        lint,
        review,
        cacheFrom: await openCaches(cacheFrom, { store, platform: request.platforms[0] }, ctx),
      },
      ctx,
    );
    const saved = await remember(built, names, store, host.now());
    const to = { names, outputs, annotations: ways.annotations, engine, push: flags.push === true, store, terminal };
    const deliveries = await deliver(built, to, ctx);
    const caches = await exportCaches(cacheTo, built, { store, pushed: flags.push ? names : [] }, ctx);
    progress.end();
    const result = { built, saved, names, deliveries, remote: await layersElsewhere(built, store) };
    writeResultFiles(result, flags, host.system.cwd);
    const id = resultId(result);
    const seconds = (host.now().getTime() - begun) / 1000;
    if (mode === "quiet") terminal.out(`${id}\n`);
    else if (mode !== "json")
      terminal.err(summary({ ...result, caches, id, names: flags.tag, engine, asked: flags, seconds }));
    return 0;
  } finally {
    progress.end();
  }
}

/** How to build, and what to say beside the image. */
const waysOf = (flags: Flags["flags"], names: readonly Reference[]) => ({
  name: flags.tag[0],
  annotations: parseAnnotations(flags.annotation),
  attest: attestRequest(flags, names),
  noCache: flags["no-cache"] === true,
  timestamps: flags.timestamps === "keep" ? ("keep" as const) : ("content" as const),
  modes: flags.modes === "keep" ? ("keep" as const) : ("git" as const),
});

/** BuildKit's older way to ask for an inline cache (buildx, build/opt.go). */
const isInline = (buildArgs: ReadonlyMap<string, string>): boolean =>
  /^(?:1|t|T|TRUE|true|True)$/.test(buildArgs.get("BUILDKIT_INLINE_CACHE") ?? "");

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

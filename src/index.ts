/** djib as a library: a Dockerfile in, an image out. What is not exported here is not public. */
export { build, makePlans } from "./build/build.ts";
export type { BuildRequest, BuildTools, Built } from "./build/request.ts";
export type { BuildPlan, PlannedStage, Step } from "./build/plan/plan.ts";
export type { Ctx } from "./ctx.ts";
export { parseDockerfile } from "./dockerfile/parse/parse.ts";
export { DjibError, type Location, type SourceText } from "./errors.ts";
export type { Event } from "./events.ts";
export type { Executor } from "./executor/executor.ts";
export { linuxExecutor } from "./executor/linux/linux.ts";
export type { Host } from "./host.ts";
export type { Blob, Descriptor, Layer } from "./oci/blob.ts";
export type { Artifact, Image, ImageConfig } from "./oci/image/image.ts";
export { openStore } from "./oci/store/open.ts";
export type { Store } from "./oci/store/store.ts";
export type { Sink } from "./sinks/sink.ts";
export { registrySink } from "./sinks/registry.ts";
export type { Source } from "./sources/source.ts";
export { registrySource } from "./sources/registry.ts";

// build/aftermath.d.ts
/**
 * What a build leaves to tidy: the next step need not wait for it, the end of the process must. A
 * failure of it harms no result; what it leaves is swept by a later build.
 */
export declare class Aftermath {
    #private;
    /** Goes on beside the build. */
    add(work: Promise<unknown>): void;
    /** Stays until all work has ended; the last held goes first. */
    hold(what: AsyncDisposable): void;
    /** Resolves when nothing is left. Asked once, after the last `add`. */
    done(): Promise<void>;
}

// build/annotations.d.ts
import type { Annotations } from "../oci/image/image.js";
import { type Platform } from "../oci/platform.js";
export declare const annotationTypes: readonly ["manifest", "manifest-descriptor", "index", "index-descriptor"];
export type AnnotationType = (typeof annotationTypes)[number];
/** `--annotation`: what is written beside images, where, and for which platform; for all where it has none. */
export interface Annotation {
    readonly type: AnnotationType;
    readonly platform: Platform | undefined;
    readonly key: string;
    readonly value: string;
}
/**
 * Throws `build/annotation` for those that nothing that is built could hold: a platform that is not
 * built, an index where one image is built alone (BuildKit: exporter/containerimage/writer.go).
 */
export declare function checkAnnotations(all: readonly Annotation[], platforms: readonly Platform[], isIndex: boolean): void;
/**
 * The annotations of one type, of a manifest those for every platform under those for its own; an index is
 * one for all. undefined where there are none.
 */
export declare function annotationsFor(all: readonly Annotation[], type: AnnotationType, platform?: Platform): Annotations | undefined;

// build/attest/request.d.ts
import type { Reference } from "../../oci/reference.js";
/** `--attest type=provenance`. */
export interface ProvenanceRequest {
    /** "max" tells build arguments, secrets' names and the Dockerfile too. */
    readonly mode: "min" | "max";
    /** Who built, as an address; "" where nobody says. */
    readonly builderId: string;
    readonly reproducible: boolean;
}
/** What is attested of each image, beside it. */
export interface AttestRequest {
    readonly sbom: boolean;
    readonly provenance: ProvenanceRequest | undefined;
    /** Names that the attestations give to the image. */
    readonly names: readonly Reference[];
    /** What builds: name and version. */
    readonly tool: {
        readonly name: string;
        readonly version: string;
    };
}

// build/build.d.ts
import type { Ctx } from "../ctx.js";
import type { PlanRequest } from "./plan/planner.js";
import { type Plans } from "./plan/several.js";
import type { Built, BuildRequest, BuildTools } from "./request.js";
/**
 * Dockerfile to image, or to an index of one image for each platform: what is the same for several is
 * built once, and a RUN that cannot be executed for one of them is told before anything is built. The
 * image is whole in the store when it resolves (but for `remoteLayers`); tags and outputs are the
 * caller's. Rejects with a `DjibError` for what the user can mend (`djib help CODE` explains each) and
 * then has ended every process that it started; finished steps stay in the cache.
 */
export declare function build(request: BuildRequest, given: BuildTools, ctx: Ctx): Promise<Built>;
/** The plans alone, one for each platform: base images are looked up, nothing is executed. */
export declare function makePlans(request: BuildRequest & Pick<PlanRequest, "timeOf">, { lint, ...sources }: Pick<BuildTools, "source" | "store" | "lint">, ctx: Ctx): Promise<Plans>;

// build/cache/built-steps.d.ts
import type { CacheRecord } from "../../oci/cache/record.js";
import type { Reference } from "../../oci/reference.js";
import type { OwnLayer } from "../execute/chain.js";
import type { Chains } from "../execute/stages.js";
import type { StepCache } from "./step-cache.js";
/** A step of a build as a cache of it has it. */
export interface BuiltStep extends CacheRecord {
    /** Its layer is in the image (or, with SOURCE_DATE_EPOCH, is what one in it was made of). */
    readonly final: boolean;
    /** The repository that its layer came from. */
    readonly origin: Reference | undefined;
}
/** All steps of a plan, each once. `final` are the layers of its image and what those were made of. */
export declare function builtSteps(chains: Chains, final: readonly OwnLayer[], cache: StepCache): Promise<readonly BuiltStep[]>;

// build/cache/step-cache.d.ts
import type { Ctx } from "../../ctx.js";
import type { Layer } from "../../oci/blob.js";
import type { Digest } from "../../oci/digest.js";
import type { SealedLayer } from "../../oci/layer/sealed.js";
import type { Family } from "../../oci/media-types.js";
import type { Reference } from "../../oci/reference.js";
import type { StepRecord, Store } from "../../oci/store/store.js";
import type { CacheSource } from "../../sources/cache-source.js";
/** Layers and where they are. */
export interface Layers {
    /** Brings them into the store. Rejects with `CacheLost` where a cache promised too much. */
    ensure(layers: readonly SealedLayer[], ctx: Ctx): Promise<void>;
    /** The same, but what can be fetched later may stay where it is. */
    confirm(layers: readonly SealedLayer[], ctx: Ctx): Promise<void>;
    /** As part of an image: in the form that its cache has it in, else the store's. */
    get(layer: SealedLayer, family: Family): Layer;
}
/** Results of steps: this store's, then those of the caches that --cache-from names. */
export declare class StepCache implements Layers {
    #private;
    constructor(store: Store, { off, from }: {
        readonly off: boolean;
        readonly from: readonly CacheSource[];
    });
    /**
     * The result that a name leads to; undefined where no cache has it. `asked` are names of the same
     * result that were asked before: they lead to it afterwards, at once where its layer is in the store,
     * otherwise when it comes there.
     */
    find(key: Digest, asked: readonly Digest[], ctx: Ctx): Promise<SealedLayer | undefined>;
    /** Records a result that was made under all its names. */
    put(names: readonly Digest[], record: StepRecord): Promise<void>;
    ensure(layers: readonly SealedLayer[], ctx: Ctx): Promise<void>;
    confirm(layers: readonly SealedLayer[], ctx: Ctx): Promise<void>;
    get(layer: SealedLayer, family: Family): Layer;
    /** undefined for a layer that was only described. */
    contentOf(layer: SealedLayer): Promise<Layer | undefined>;
    /** The repository that a layer came from; undefined for one that was found or made here. */
    originOf: (layer: SealedLayer) => Reference | undefined;
}

// build/contexts.d.ts
import type { Context, ContextSpec } from "../context/context.js";
import type { Modes } from "../context/modes.js";
import type { Ctx } from "../ctx.js";
import type { Store } from "../oci/store/store.js";
import type { Remotes } from "../sources/remotes.js";
import type { NamedContexts } from "./plan/named-contexts.js";
/** Opens the build context (no name) or one of the named ones; each once, when it is first asked for. */
export type OpenContext = (name?: string) => Promise<Context>;
interface Contexts {
    readonly context: ContextSpec;
    readonly contexts?: NamedContexts | undefined;
    readonly modes: Modes;
}
interface Tools {
    readonly store: Store;
    readonly remotes: Remotes;
}
/** `hold` is given each context that was opened, to dispose of. */
export declare function contextOpener({ context, contexts, modes }: Contexts, { store, remotes }: Tools, hold: (opened: AsyncDisposable) => void, ctx: Ctx): OpenContext;
export {};

// build/execute/chain.d.ts
import type { Layer } from "../../oci/blob.js";
import type { Digest } from "../../oci/digest.js";
import type { SealedLayer } from "../../oci/layer/sealed.js";
/** The layers of a stage at some point: those its base image brought and those that steps sealed. */
export interface Chain {
    /** May still be in a registry. */
    readonly base: readonly Layer[];
    readonly own: readonly OwnLayer[];
}
/** No tree at all. */
export declare const nothing: Chain;
/** A layer that a step sealed. */
export interface OwnLayer extends SealedLayer {
    /** The name that the step's result is looked up by first. */
    readonly key: Digest;
}
export declare const diffIdsOf: (chain: Chain) => readonly Digest[];
/**
 * What a step's key says of the tree it runs on: the base by its diffIDs and each layer of ours by
 * its content without times, so that a step that ran again with the same result lets those below hit.
 */
export declare const identityOf: (chain: Chain) => readonly Digest[];
export declare const extended: (chain: Chain, layer: OwnLayer) => Chain;

// build/execute/stages.d.ts
import type { Ctx } from "../../ctx.js";
import { type Plans } from "../plan/several.js";
import type { Chain } from "./chain.js";
import type { World } from "./world.js";
/** All that a stage's steps are told beside their own plan. */
export type Shared = Omit<World, "stage" | "performing" | "stageName" | "ctx" | "underWay">;
/** The end of each stage of a plan, by its index. */
export type Chains = ReadonlyMap<number, Chain>;
/**
 * Builds the stages of each plan, each as soon as what it needs is there, side by side; a stage that
 * several plans have in common once. The first failure stops the others; it rejects when all have ended.
 */
export declare function buildStages(plans: Plans, shared: Shared, outer: Ctx): Promise<readonly Chains[]>;

// build/execute/world.d.ts
import type { Ctx } from "../../ctx.js";
import type { Location } from "../../errors.js";
import type { Snapshot } from "../../executor/executor.js";
import type { Digest } from "../../oci/digest.js";
import type { Filesystem } from "../../oci/filesystem/filesystem.js";
import type { Image } from "../../oci/image/image.js";
import type { SealedLayer } from "../../oci/layer/sealed.js";
import type { Platform } from "../../oci/platform.js";
import type { Store } from "../../oci/store/store.js";
import type { OpenContext } from "../contexts.js";
import type { ImageName } from "../plan/named-contexts.js";
import type { TimePolicy } from "../times/policy.js";
import type { Aftermath } from "../aftermath.js";
import type { StepCache } from "../cache/step-cache.js";
import type { Given } from "../given.js";
import type { Remotes } from "../../sources/remotes.js";
import { type Chain } from "./chain.js";
import type { Chosen } from "../preflight/choose-executor.js";
/** What the steps of a build share. Everything costly is asked for by a function and made once. */
export interface World {
    readonly ctx: Ctx;
    readonly store: Store;
    readonly times: TimePolicy;
    /** Results of earlier builds. */
    readonly cache: StepCache;
    readonly aftermath: Aftermath;
    readonly given: Given;
    /** Files and repositories of the network. */
    readonly remotes: Remotes;
    /** Whether results of earlier builds are left alone. */
    readonly noCache: boolean;
    /** Caches of RUNs that were begun anew in this build. */
    readonly renewed: Set<string>;
    readonly context: OpenContext;
    /** undefined where the plan has no RUN. */
    readonly executor: Chosen | undefined;
    /** What steps of this build are making, by their keys: another platform's that is the same waits for it. */
    readonly underWay: Map<Digest, Promise<SealedLayer>>;
    /** `where` is the line that names it. */
    image(name: ImageName, platform: Platform, where: Location): Promise<Image>;
    /** The end of another stage. */
    stage(index: number): Promise<Chain>;
    /** Resolves to true when the first of another stage's steps is performed; never where all are found. */
    performing(index: number): Promise<true>;
    stageName(index: number): string;
}
/** The second a step begins in: whatever has this time or a later one was made by it. */
export declare const startOf: ({ ctx }: World) => number;
/** The merged tree of a chain; layers that are still in a registry are fetched first. */
export declare function treeOf(chain: Chain, world: World): Promise<Filesystem>;
/** The same as what an executor starts from. */
export declare function snapshotOf(chain: Chain, platform: Platform, world: World): Promise<Snapshot>;
/** Brings what a base image brought into the store. */
export declare function fetchBase({ base }: Chain, { store, ctx }: World): Promise<void>;

// build/given.d.ts
/**
 * What the command line gives to RUNs that ask for it by name: secrets, read when they are needed, and the
 * sockets of SSH agents on the host.
 */
export interface Given {
    readonly secrets: ReadonlyMap<string, () => Promise<Uint8Array>>;
    readonly agents: ReadonlyMap<string, string>;
}

// build/plan/arguments.d.ts
import type { Arg, Word } from "../../dockerfile/syntax.js";
import { type Platform } from "../../oci/platform.js";
/** --build-arg values by name. */
export type BuildArgs = ReadonlyMap<string, string>;
/**
 * Proxies that were given by --build-arg reach every RUN in both cases, without an ARG, and are
 * neither in the history nor in a cache key (BuildKit: proxyEnvFromBuildArgs).
 */
export declare function proxyEnv(args: BuildArgs): readonly string[];
export interface GlobalScope {
    readonly build: Platform;
    readonly target: Platform;
    /** Name of the target stage, "" where it has none. */
    readonly targetStage: string;
    readonly buildArgs: BuildArgs;
}
/**
 * What stands before the first FROM, with the platform arguments under it. Each ARG sees those
 * before it; a --build-arg wins over a default (BuildKit: defaultArgs, buildMetaArgs).
 */
export declare function globalArguments(lines: readonly Arg[], scope: GlobalScope, expand: (word: Word, env: ReadonlyMap<string, string>) => string): ReadonlyMap<string, string>;
export declare const declaredBy: (lines: readonly Arg[]) => readonly string[];
/** Names of --build-arg that mean nothing: neither declared nor known without an ARG. */
export declare const unusedArguments: (given: BuildArgs, declared: readonly string[]) => readonly string[];

// build/plan/bases.d.ts
import type { Location } from "../../errors.js";
import type { Image } from "../../oci/image/image.js";
import type { Platform } from "../../oci/platform.js";
import type { Draft } from "./drafts.js";
import type { ImageName } from "./named-contexts.js";
/** Finds a base image; rejects where no source has it. `where` is the place that names it. */
export type Lookup = (name: ImageName, platform: Platform, where: Location, stage: string) => Promise<Image>;
/** Base images of all stages that the targets need, and the triggers that they and stages bring. */
export declare function withBases(plain: readonly Draft[], targets: readonly number[], lookup: Lookup): Promise<{
    drafts: readonly Draft[];
    images: Map<number, Image>;
}>;

// build/plan/drafts.d.ts
import type { Stage } from "../../dockerfile/stages.js";
import type { Escape, Instruction, Word } from "../../dockerfile/syntax.js";
import type { Location } from "../../errors.js";
import { type Platform } from "../../oci/platform.js";
import { type ImageName, type NamedContexts } from "./named-contexts.js";
import type { CopySource } from "./plan.js";
/** A stage before its base image is known. */
export interface Draft {
    readonly index: number;
    /** Lower case; "stage-N" where it has none. */
    readonly name: string;
    /** The same where it has one: only this can be asked for. */
    readonly alias: string | undefined;
    /** The number of each stage of the whole file that has a name; of several the last one's. */
    readonly numbers: ReadonlyMap<string, number>;
    readonly where: Location;
    readonly platform: Platform;
    readonly base: ({
        readonly kind: "image";
    } & ImageName) | {
        readonly kind: "stage";
        readonly index: number;
    } | {
        readonly kind: "scratch";
    }
    /** The files of a named context, by its key. */
     | {
        readonly kind: "files";
        readonly context: string;
    };
    readonly instructions: readonly Instruction[];
    /** Of its ONBUILD lines; a stage built FROM it runs them, though a named context may stand in for all else. */
    readonly triggers: readonly string[];
    /** A named context stands in for the whole stage: it is its base and nothing else. */
    readonly isReplaced: boolean;
    /** What a `--from` means that names no stage. */
    readonly outside: (from: Word) => CopySource;
}
export interface DraftScope {
    readonly escape: Escape;
    readonly globals: ReadonlyMap<string, string>;
    readonly platform: Platform;
    readonly contexts: NamedContexts;
}
/**
 * FROM lines read: a name that an earlier stage has means that stage, anything else is an image. A
 * named context stands in for an image of its name, and for a stage.
 */
export declare function draftStages(stages: readonly Stage[], scope: DraftScope): readonly Draft[];
/** `--target`: a stage's name in any case; the last stage without one. Unlike COPY --from it takes no number. */
export declare function targetOf(drafts: readonly Draft[], target: string | undefined): number;

// build/plan/mount.d.ts
import type { Location } from "../../errors.js";
import type { CopySource } from "./plan.js";
interface Common {
    /** Absolute and clean. */
    readonly target: string;
    readonly where: Location;
}
interface Owned {
    readonly mode: number;
    readonly uid: number;
    readonly gid: number;
}
export interface BindPlan extends Common {
    readonly type: "bind";
    readonly from: CopySource;
    /** As written. */
    readonly source: string;
    readonly readOnly: boolean;
}
export interface CachePlan extends Common {
    readonly type: "cache";
    /** With its name space (--build-arg BUILDKIT_CACHE_MOUNT_NS) in front. */
    readonly id: string;
    readonly sharing: "shared" | "private" | "locked";
    readonly from: CopySource;
    readonly source: string;
    readonly readOnly: boolean;
    /** undefined where none of the three is given: such a cache is another one than 0755, 0, 0. */
    readonly owner: Owned | undefined;
}
export interface TmpfsPlan extends Common {
    readonly type: "tmpfs";
    readonly size: number;
    readonly readOnly: boolean;
}
export interface SecretPlan extends Common, Owned {
    readonly type: "secret";
    readonly id: string;
    readonly required: boolean;
}
export interface SshPlan extends Common, Owned {
    readonly type: "ssh";
    readonly id: string;
    readonly required: boolean;
}
/** A secret that a RUN gets as a variable; "" where it is neither given nor required. */
export interface SecretEnvPlan {
    readonly id: string;
    readonly name: string;
    readonly required: boolean;
    readonly where: Location;
}
/** RUN --mount with its defaults filled in. */
export type MountPlan = BindPlan | CachePlan | TmpfsPlan | SecretPlan | SshPlan;
export {};

// build/plan/named-contexts.d.ts
import { type Platform } from "../../oci/platform.js";
import { type Reference } from "../../oci/reference.js";
/** An image by its name in a registry or, where `layout` says so, in an OCI layout on this machine. */
export interface ImageName {
    readonly reference: Reference;
    /** Directory of the layout. */
    readonly layout?: string | undefined;
    /** The stage above that was perhaps meant, where there is no such image. */
    readonly like?: string | undefined;
}
/** As people write it. */
export declare function shownName({ reference, layout }: ImageName): string;
/** What --build-context gives a name to. */
export type NamedContext = ({
    readonly kind: "image";
} & ImageName) | {
    readonly kind: "scratch";
}
/** A directory on this machine; its own .dockerignore counts. */
 | {
    readonly kind: "directory";
    readonly path: string;
}
/** A git repository, or a file of a web server, which is then called "context". */
 | {
    readonly kind: "address";
    readonly url: string;
};
/** By name, as `contextName` gives it, or by `name::platform`, which wins for that platform. */
export type NamedContexts = ReadonlyMap<string, NamedContext>;
/** The form in which names are compared: docker.io/library/python:latest and python are the same. */
export declare const contextName: (text: string) => string;
export interface FoundContext {
    /** Its key among the named contexts. */
    readonly name: string;
    readonly context: NamedContext;
}
/**
 * The named context that stands in for what a FROM, a stage's name or `--from` says; undefined where
 * there is none (BuildKit: dockerui's NamedContext, namedContextFunc).
 */
export declare function findContext(contexts: NamedContexts, text: string, platform: Platform): FoundContext | undefined;

// build/plan/plan.d.ts
import type { GitReference } from "../../dockerfile/values/git-reference.js";
import type { Location } from "../../errors.js";
import type { Network, RunOptions } from "../../executor/executor.js";
import type { HistoryEntry, Image, RuntimeConfig } from "../../oci/image/image.js";
import type { Digest } from "../../oci/digest.js";
import type { Platform } from "../../oci/platform.js";
import type { MountPlan, SecretEnvPlan } from "./mount.js";
import type { ImageName } from "./named-contexts.js";
/** What every step has. A step changes the file system and gives one layer. */
interface StepCommon {
    /** `<stage>/<number>`, number from 1: the id that events carry. */
    readonly id: string;
    /** Position among the steps of its stage, from 1. */
    readonly number: number;
    /** The instruction on one line, for people. */
    readonly title: string;
    readonly where: Location;
    /** What goes into the history's `created_by`. */
    readonly createdBy: string;
}
/** RUN: argv and everything it sees, nothing left to expand. */
export interface RunPlan extends StepCommon, RunOptions {
    readonly verb: "run";
    readonly args: readonly string[];
    readonly scripts: readonly {
        readonly name: string;
        readonly content: string;
    }[];
    readonly env: readonly string[];
    /** Values that reach the command without being part of its key: proxies (BuildKit's ProxyEnv). */
    readonly unkeyedEnv: readonly string[];
    readonly cwd: string;
    readonly user: string;
    readonly network: Network;
    readonly insecure: boolean;
    /** In the order that they are mounted. */
    readonly mounts: readonly MountPlan[];
    readonly secretEnv: readonly SecretEnvPlan[];
}
/** An image, for the platform that is built for, whatever the stage's own is. */
export type ImageSource = {
    readonly kind: "image";
    readonly platform: Platform;
    readonly where: Location;
} & ImageName;
/** Where a COPY takes its files from. */
export type CopySource = 
/** The build context, or one of --build-context by its key there. */
{
    readonly kind: "context";
    readonly name?: string | undefined;
} | {
    readonly kind: "stage";
    readonly index: number;
} | ImageSource | {
    readonly kind: "scratch";
};
/** What ADD fetches from the network. Addresses hold user names and passwords where the Dockerfile has them there. */
export type RemoteSource = 
/** One file, put under `name` into a directory. */
{
    readonly kind: "file";
    readonly url: string;
    readonly name: string;
    readonly checksum: Digest | undefined;
} | {
    readonly kind: "git";
    readonly reference: GitReference;
};
/** A source as it is written, and what it is where it is no file of the step's `from`. */
export interface PlannedSource {
    readonly text: string;
    readonly where: Location;
    readonly remote?: RemoteSource | undefined;
}
/** COPY and ADD of files: sources and destination are expanded, the destination is absolute. */
export interface CopyPlan extends StepCommon {
    readonly verb: "copy" | "add";
    readonly from: CopySource;
    readonly sources: readonly PlannedSource[];
    /** Heredoc files, in order: name and content, expanded. */
    readonly inline: readonly {
        readonly name: string;
        readonly content: string;
    }[];
    /** Absolute; keeps a trailing slash, which means "a directory". */
    readonly destination: string;
    readonly chown: string | undefined;
    readonly chmod: string | undefined;
    /** Whether archives are unpacked: undefined is what the verb does by itself, for a downloaded file nothing. */
    readonly unpack: boolean | undefined;
    readonly link: boolean;
    /** COPY --parents: sources are patterns of paths that are kept. */
    readonly parents: boolean;
    /** Rules for what is left out, relative to each source. */
    readonly exclude: readonly {
        readonly text: string;
        readonly where: Location;
    }[];
}
export interface WorkdirPlan extends StepCommon {
    readonly verb: "workdir";
    readonly path: string;
    readonly user: string;
}
export type Step = RunPlan | CopyPlan | WorkdirPlan;
export type PlannedBase = ({
    readonly kind: "image";
    readonly image: Image;
} & ImageName) | {
    readonly kind: "stage";
    readonly index: number;
} | {
    readonly kind: "scratch";
};
export interface PlannedStage {
    /** Position among all FROM lines of the file, from 0; `--from=N` and other stages mean this. */
    readonly index: number;
    /** Its AS name, or "stage-N". */
    readonly name: string;
    /** What people see it as: its name, behind its platform where several are built. */
    readonly label: string;
    readonly platform: Platform;
    readonly base: PlannedBase;
    readonly where: Location;
    readonly steps: readonly Step[];
    /** Configuration at the end of the stage, the base's included. */
    readonly config: RuntimeConfig;
    readonly author: string | undefined;
    /** Entries of this stage's own instructions, in order; those of a base stage come before. */
    readonly history: readonly HistoryEntry[];
}
/**
 * A Dockerfile with every variable replaced, every base known and every stage that the target does
 * not need left out: plain data, made without executing anything. `djib plan` prints it.
 */
export interface BuildPlan {
    readonly platform: Platform;
    /** In the order of the file; a stage needs only stages before it. */
    readonly stages: readonly PlannedStage[];
    /** Index of the stage that becomes the image. */
    readonly target: number;
    /** SOURCE_DATE_EPOCH, seconds. */
    readonly epoch: number | undefined;
}
export {};

// build/plan/planner.d.ts
import type { Dockerfile, Word } from "../../dockerfile/syntax.js";
import type { Location } from "../../errors.js";
import type { Network, RunOptions } from "../../executor/executor.js";
import type { Platform } from "../../oci/platform.js";
import { type BuildArgs } from "./arguments.js";
import { type Lookup } from "./bases.js";
import type { NamedContexts } from "./named-contexts.js";
import type { BuildPlan } from "./plan.js";
import type { Entitlement } from "./scope.js";
import { type Visit } from "./visit.js";
export interface PlanRequest {
    readonly platform: Platform;
    /** The machine's own, for BUILDPLATFORM. */
    readonly buildPlatform: Platform;
    readonly buildArgs: BuildArgs;
    readonly target: string | undefined;
    readonly labels: ReadonlyMap<string, string>;
    readonly network: Network;
    /** Plans the stages that the target does not need too, as BuildKit's lint does. */
    readonly everyStage?: boolean;
    /** Told of each instruction of the planned stages, in order, once it is folded in. */
    visit?(visit: Visit): void;
    /** SOURCE_DATE_EPOCH where nothing in the build says one, seconds. */
    readonly sourceDateEpoch?: number | undefined;
    /** Seconds: when what was fetched for the build context (no name) or a named one was made. */
    readonly timeOf?: ((name?: string) => Promise<number | undefined>) | undefined;
    /** What --build-context names; nothing by default. */
    readonly contexts?: NamedContexts | undefined;
    /** Docker's own where it is left out. */
    readonly runOptions?: RunOptions | undefined;
    readonly allow?: ReadonlySet<Entitlement> | undefined;
    /** `where` is undefined for what the Dockerfile has no place for. */
    warn(code: string, message: string, where: Location | undefined, help?: string): void;
}
/**
 * Makes the plan of a Dockerfile: stages that the target needs, every base image known, every
 * variable replaced. Only `lookup` reaches out; nothing is executed.
 */
export declare function planBuild(file: Dockerfile, request: PlanRequest, lookup: Lookup): Promise<BuildPlan>;
/** The ARGs before the first FROM, with their values; `fill` expands their defaults. */
export declare function globalsOf(file: Dockerfile, request: PlanRequest, fill?: (word: Word, env: ReadonlyMap<string, string>) => string): ReadonlyMap<string, string>;

// build/plan/scope.d.ts
import type { Location } from "../../errors.js";
import type { Escape, Word } from "../../dockerfile/syntax.js";
import type { Network, RunOptions } from "../../executor/executor.js";
import type { Platform } from "../../oci/platform.js";
import type { BuildArgs } from "./arguments.js";
import type { CopySource } from "./plan.js";
/** What a Dockerfile may ask for only where the command line allows it. */
export type Entitlement = "network.host" | "security.insecure";
/** What an instruction may ask beside the state of its stage. */
export interface Scope {
    readonly stage: string;
    readonly platform: Platform;
    readonly escape: Escape;
    readonly buildArgs: BuildArgs;
    readonly globals: ReadonlyMap<string, string>;
    readonly network: Network;
    /** Told of each variable that an instruction uses and nothing sets; it becomes "". */
    unset(name: string, where: Location): void;
    readonly runOptions: RunOptions;
    readonly allow: ReadonlySet<Entitlement>;
    /** What `--from` of a COPY names: a stage before this one, or an image. */
    source(from: Word): CopySource;
    /** What `from=` of a mount names. */
    mountSource(from: Word): CopySource;
    warn(code: string, message: string, where: Location, help?: string): void;
}

// build/plan/several.d.ts
import type { BuildPlan } from "./plan.js";
/** One for each platform. */
export type Plans = readonly [BuildPlan, ...BuildPlan[]];
export declare const mapPlans: ([first, ...more]: Plans, change: (plan: BuildPlan) => BuildPlan) => Plans;
/**
 * The name of what each stage of a plan makes, by index: that of another plan's stage exactly where
 * both make the same. Stages that a stage needs count by their own names, images by layers and
 * configuration, places, ids and labels not at all.
 */
export declare function stageNames(plan: BuildPlan): ReadonlyMap<number, string>;
/**
 * The plans with labels that tell their stages apart, as BuildKit's do: "linux/arm64 builder", and
 * "linux/amd64->arm64 builder" for one that runs on a platform and works for another. A stage that
 * several have in common has one label, and its steps the same ids in all of them. One plan alone
 * stays as it is.
 */
export declare function labelled(plans: Plans): Plans;

// build/plan/state.d.ts
import type { HistoryEntry, ImageConfig, RuntimeConfig } from "../../oci/image/image.js";
import type { Step } from "./plan.js";
/** A config whose collections belong to the stage that is folded. */
type OwnConfig = Omit<RuntimeConfig, "Env" | "Labels" | "Volumes" | "ExposedPorts" | "OnBuild"> & {
    readonly Env: string[];
    readonly OnBuild?: string[];
    readonly Labels?: Record<string, string>;
    readonly Volumes?: Record<string, object>;
    readonly ExposedPorts?: Record<string, object>;
};
/**
 * A stage as the planner has folded it so far. Every instruction makes a new one of it; its collections are handed
 * on and added to in place, since copies of them would make the work grow with the square of the file.
 */
export interface StageState {
    readonly config: OwnConfig;
    /** Where a variable stands in the Env of the config. */
    readonly positions: Map<string, number>;
    readonly author: string | undefined;
    /** What RUN and expansion see: ENV and ARG, the later one of a name winning, in the order that they were last set. */
    readonly env: Map<string, string>;
    /** ARGs of the stage in order, for the history of RUN. */
    readonly args: {
        readonly key: string;
        readonly value: string | undefined;
        /** The value is that of an ARG before the first FROM, or of a platform. */
        readonly isGlobal: boolean;
    }[];
    /** CMD stood in this very stage, so that ENTRYPOINT keeps it. */
    readonly cmdSet: boolean;
    readonly steps: Step[];
    /** Of this stage's own instructions. */
    readonly history: HistoryEntry[];
}
/** The configuration of a base image, scratch too. PATH is always there. */
export declare function stateFromImage(image: ImageConfig): StageState;
/**
 * A stage that another one starts from: all it knows, but its steps and history are its own. Where ENV and ARG
 * have set the same name, what ENV set counts again (BuildKit: dispatchStages begins each stage with the Env of its image).
 */
export declare function stateFromStage(stage: StageState): StageState;
/** Adds entries, whatever their names: `__proto__` is one like any other. */
export declare function put<Value>(record: Record<string, Value>, entries: Iterable<readonly [string, Value]>): Record<string, Value>;
/** Sets a variable, which is the last one then (BuildKit: EnvList). */
export declare function setVariable(env: Map<string, string>, key: string, value: string): void;
export declare function splitEnv(entry: string): [string, string];
/** An entry of the history; `layer` says whether a layer of the image belongs to it. */
export declare function withHistory(state: StageState, createdBy: string, layer: boolean): StageState;
export declare function withStep(state: StageState, step: Step): StageState;
export {};

// build/plan/survey.d.ts
import type { Dockerfile } from "../../dockerfile/syntax.js";
import { DjibError } from "../../errors.js";
import type { Lookup } from "./bases.js";
import type { BuildPlan } from "./plan.js";
import { type PlanRequest } from "./planner.js";
import type { Visit } from "./visit.js";
/** What a Dockerfile says, as far as it could be read and planned: what lint looks at. */
export interface Survey {
    readonly file: Dockerfile;
    /** Each instruction of the planned stages, in order. */
    readonly visits: readonly Visit[];
    readonly request: SurveyRequest;
    /** Undefined where there is an error. */
    readonly plan: BuildPlan | undefined;
    /** The first problem; everything else here is what lies before it. */
    readonly error: DjibError | undefined;
}
export type SurveyRequest = Omit<PlanRequest, "visit"> & {
    readonly dockerfile: Dockerfile["source"];
};
/**
 * Reads and plans a Dockerfile without executing anything. Rejects for what is no problem of the
 * Dockerfile (cancelled, a defect); a problem of it is in the result.
 */
export declare function surveyBuild(request: SurveyRequest, lookup: Lookup): Promise<Survey>;

// build/plan/visit.d.ts
import type { Instruction } from "../../dockerfile/syntax.js";
import type { Location } from "../../errors.js";
import type { Draft } from "./drafts.js";
import type { StageState } from "./state.js";
/** An instruction as the planner came by it. */
export interface Visit {
    readonly draft: Draft;
    readonly written: Instruction;
    /** With its variables filled in. */
    readonly instruction: Instruction;
    /** A SHELL counts for it, of its stage or of a base. */
    readonly hasShell: boolean;
    /** What it declares where it is an ARG, in its order. */
    readonly args: StageState["args"];
    /** Variables that it uses, and that neither ARG nor ENV declares above it; one for each word and name. */
    readonly unset: readonly Unset[];
}
export interface Unset {
    readonly name: string;
    readonly where: Location;
    /** A variable of the stage that it could have been meant to be. */
    readonly near: string | undefined;
}
/**
 * Gathers what `unset` of a stage's scope is told, until it is taken. An ARG without a value is declared
 * (BuildKit: reportUnmatchedVariables); suggestions end after `limits.suggestions`, each costs a look at all names.
 */
export declare function unsetVariables(state: () => StageState): {
    add: (name: string, where: Location) => void;
    take: () => readonly Unset[];
};

// build/preflight/choose-executor.d.ts
import type { Ctx } from "../../ctx.js";
import type { Capability, Executor } from "../../executor/executor.js";
import type { BuildPlan } from "../plan/plan.js";
import type { Sight } from "./outlook.js";
/** An executor that works here, and what its probe found. */
export interface Chosen {
    readonly executor: Executor;
    readonly capability: Extract<Capability, {
        readonly works: true;
    }>;
}
/**
 * The first executor that can do all of a build, as far as can be told before anything is built. Rejects with what
 * was tried where none works here, or with the first line that each of them cannot execute.
 */
export declare function chooseExecutor(executors: readonly Executor[], plans: readonly BuildPlan[], sight: Sight, ctx: Ctx): Promise<Chosen>;

// build/preflight/outlook.d.ts
import type { Ctx } from "../../ctx.js";
import { type Location } from "../../errors.js";
import type { Outlook } from "../../executor/executor.js";
import type { Image } from "../../oci/image/image.js";
import type { Platform } from "../../oci/platform.js";
import type { Store } from "../../oci/store/store.js";
import type { OpenContext } from "../contexts.js";
import type { ImageName } from "../plan/named-contexts.js";
import type { BuildPlan, PlannedStage, RunPlan } from "../plan/plan.js";
/** What looking ahead may look at. */
export interface Sight {
    readonly store: Store;
    readonly context: OpenContext;
    image(name: ImageName, platform: Platform, where: Location): Promise<Image>;
    /** Whether layers that are not in the store are fetched; without them their trees are not known. */
    readonly fetches: boolean;
}
/**
 * The trees of a plan before it is built: bases as they are, COPYs from the context, from images and from
 * other stages applied to them. A base is fetched when a tree is asked for, not before.
 */
export declare class Outlooks {
    #private;
    constructor(plan: BuildPlan, sight: Sight, ctx: Ctx);
    /** What a RUN of a stage will start from, on a platform. */
    before(run: RunPlan, stage: PlannedStage, platform: Platform): Outlook;
}

// build/request.d.ts
import type { Context, ContextSpec, Origin } from "../context/context.js";
import type { Ctx } from "../ctx.js";
import type { SourceText } from "../errors.js";
import type { Executor, Network, RunOptions } from "../executor/executor.js";
import type { Artifact, Image } from "../oci/image/image.js";
import type { Platform } from "../oci/platform.js";
import type { Store } from "../oci/store/store.js";
import type { CacheSource } from "../sources/cache-source.js";
import type { Remotes } from "../sources/remotes.js";
import type { Source } from "../sources/source.js";
import type { Annotation } from "./annotations.js";
import type { AttestRequest } from "./attest/request.js";
import type { BuiltStep } from "./cache/built-steps.js";
import type { Given } from "./given.js";
import type { NamedContexts } from "./plan/named-contexts.js";
import type { BuildPlan, ImageSource } from "./plan/plan.js";
import type { Entitlement } from "./plan/scope.js";
import type { Survey } from "./plan/survey.js";
import type { TimePolicy } from "./times/policy.js";
export interface BuildRequest {
    readonly dockerfile: SourceText;
    /** Of a Dockerfile that was fetched by itself, and not with the context. */
    readonly dockerfileOrigin?: Origin | undefined;
    readonly context: ContextSpec;
    /** What --build-context names; nothing by default. */
    readonly contexts?: NamedContexts | undefined;
    /** Name to show while it runs. */
    readonly name: string | undefined;
    /** Several make an index; each once. */
    readonly platforms: readonly [Platform, ...Platform[]];
    /** Nobody asked for a platform: an image is then for what its base says that it is for. */
    readonly isPlatformImplied?: boolean;
    readonly buildPlatform: Platform;
    readonly buildArgs: ReadonlyMap<string, string>;
    readonly labels: ReadonlyMap<string, string>;
    readonly target: string | undefined;
    readonly network: Network;
    readonly noCache: boolean;
    readonly timestamps: TimePolicy;
    readonly modes: "git" | "keep";
    /** Written beside the images; they change no image ID. */
    readonly annotations?: readonly Annotation[];
    /** What is attested of each image, beside it. */
    readonly attest?: AttestRequest | undefined;
    /** What RUNs may ask for; nothing by default. */
    readonly given?: Given | undefined;
    readonly runOptions?: RunOptions | undefined;
    /** What the Dockerfile may ask for beyond a sandbox. */
    readonly allow?: ReadonlySet<Entitlement> | undefined;
    /** Seconds since 1970. */
    readonly sourceDateEpoch: number | undefined;
    /** Layers of bases and of imported caches may stay where they are: whoever opens one fetches it. */
    readonly remoteLayers?: boolean;
    /** The image's config holds the cache of its own layers. */
    readonly inlineCache?: boolean;
}
/** What lint may look at beside the Dockerfile. */
export interface LintAround {
    readonly context: ContextSpec;
    /** An image that files are copied from; undefined where it cannot be had. */
    image(from: ImageSource): Promise<Image | undefined>;
}
export interface BuildTools {
    readonly store: Store;
    readonly source: Source;
    /** The first that can do all of a build does it. */
    readonly executors: readonly [Executor, ...Executor[]];
    /** What ADD fetches from. */
    readonly remotes: Remotes;
    /** Caches of earlier builds, asked in this order after the store. */
    readonly cacheFrom?: readonly CacheSource[];
    /** Told of the Dockerfile and what the planner saw in it, be it whole or not; throws to stop. */
    readonly lint?: (survey: Survey, around: LintAround, ctx: Ctx) => Promise<void>;
    /** Told before anything is built what the plan cannot do; throws to stop. */
    readonly review: (plan: BuildPlan, look: {
        context(): Promise<Context>;
        store: Store;
    }, ctx: Ctx) => Promise<void>;
}
/** The image of one platform, and how it was made. */
export interface BuiltImage {
    readonly image: Image;
    readonly plan: BuildPlan;
    /** All steps of all its stages, for a cache of it. */
    readonly steps: readonly BuiltStep[];
}
/** Disposing waits until the build has tidied up, which goes on by itself while its image is named and sent; it never rejects. */
export interface Built extends AsyncDisposable {
    /** The image, or the index of several platforms' images or of one with attestations. */
    readonly artifact: Artifact;
    /** In the order of the platforms that were asked for. */
    readonly images: readonly [BuiltImage, ...BuiltImage[]];
}

// build/times/policy.d.ts
/**
 * What becomes of the times of files that a build makes (docs/decisions/0040): they follow from the
 * file's content, or stay the disk's and the clock's as with docker build.
 */
export type TimePolicy = "content" | "keep";

// context/context.d.ts
import type { Digest } from "../oci/digest.js";
import type { Filesystem } from "../oci/filesystem/filesystem.js";
import type { ImagePath } from "../oci/filesystem/path.js";
import type { IgnoreLine, IgnoreRules } from "./ignore.js";
import type { Modes } from "./modes.js";
/** What was fetched, for provenance. Addresses hold user names and passwords where they were given. */
export type Origin = {
    readonly kind: "git";
    readonly remote: string;
    /** As it was asked for; "" for the default branch. */
    readonly ref: string;
    readonly subdir: string;
    readonly commit: string;
} | {
    readonly kind: "file";
    readonly url: string;
    readonly digest: Digest;
};
/** What a build context is, before it is opened. */
export type ContextSpec = {
    readonly kind: "directory";
    /** On this machine. */
    readonly path: string;
    /** Host path of the Dockerfile where it has one: `<it>.dockerignore` wins over `.dockerignore`. */
    readonly dockerfile?: string | undefined;
}
/** What was fetched or unpacked: all of it counts, .dockerignore says nothing there (BuildKit: MainContext). */
 | {
    readonly kind: "tree";
    readonly tree: Filesystem;
    /** undefined for what came from this machine: an archive on standard input. */
    readonly origin?: Origin | undefined;
    /** When its commit was made. */
    readonly commitTime?: Date | undefined;
    /** When what was fetched was made: the commit, or what a server or the newest file of an archive says. */
    readonly sourceTime?: Date | undefined;
};
/**
 * The build context: the files that .dockerignore lets through. Dispose writes what is remembered of
 * a directory; nothing else is ever written.
 */
export interface Context extends Filesystem, AsyncDisposable {
    /** When the commit that the files are of was made; undefined where they are of none. */
    readonly commitTime: Date | undefined;
    /** See `ContextSpec`. */
    readonly sourceTime: Date | undefined;
    /** The ignore line that hides a path which is there; undefined where it is not there or not hidden. */
    hidden(path: ImagePath): IgnoreLine | undefined;
}
export interface ContextOptions {
    readonly modes: Modes;
    /** Rules for a directory; they are read when it is opened. */
    readonly ignore?: IgnoreRules | undefined;
    /** Where digests are remembered between builds; without it they are not. */
    readonly store?: {
        readonly root: string;
    } | undefined;
}

// context/ignore.d.ts
/** A line of an ignore file, for messages. */
export interface IgnoreLine {
    readonly line: number;
    readonly text: string;
}
/** What .dockerignore says; the rules are dockerfile/'s. Paths are relative to the context, latin1. */
export interface IgnoreRules {
    /** The line that hides `path`, itself or through a directory above it; undefined where it is let through. */
    hiddenBy(path: string): IgnoreLine | undefined;
    /** Whether an exception (`!`) may let something beneath a hidden directory through. */
    mayShowBeneath(directory: string): boolean;
}
export declare const ignoreNothing: IgnoreRules;
export interface IgnoreFile {
    /** As the user knows it: ".dockerignore" or "deploy/Dockerfile.dockerignore". */
    readonly name: string;
    readonly text: string;
}
/** `<Dockerfile>.dockerignore` beats the context's `.dockerignore`; undefined where there is neither. */
export declare function findIgnoreFile(directory: string, dockerfile: string | undefined): IgnoreFile | undefined;

// context/modes.d.ts
import type { FileType } from "../oci/filesystem/filesystem.js";
/** Where modes come from: `git` is 0755 or 0644 by git's index or an x bit, `keep` the source's own. */
export type Modes = "git" | "keep";
/** The modes that git knows: what is executable for somebody is for all. */
export declare const gitMode: (type: FileType | "socket", mode: number) => number;

// ctx.d.ts
import type { Emit } from "./events.js";
import type { Host } from "./host.js";
/** What every operation that takes time is handed: how to stop, whom to tell, where it runs. */
export interface Ctx {
    /** Aborted on Ctrl-C or when a sibling failed. Whoever started something ends it before rejecting. */
    readonly signal: AbortSignal;
    readonly emit: Emit;
    readonly host: Host;
}

// dockerfile/parse/parse.d.ts
import { DjibError, type Location, type SourceText } from "../../errors.js";
import type { Dockerfile, Instruction } from "../syntax.js";
/**
 * Parses a whole Dockerfile. Pure; throws the first problem there is, with its place. What the instructions mean
 * together (stages, variables) is for `stages` and the planner.
 */
export declare function parseDockerfile(source: SourceText): Dockerfile;
/** What can be read of a Dockerfile before its first problem, and that problem: lint tells of both, as BuildKit's does. */
export declare function parseUpToError(source: SourceText): {
    readonly file: Dockerfile;
    readonly error?: DjibError;
};
/**
 * Parses one instruction that stands in no file: a trigger of a base image's config. Everything in it is placed
 * at `where`, the FROM that brought it.
 */
export declare function parseInstruction(text: string, where: Location): Instruction;

// dockerfile/stages.d.ts
import type { Arg, Dockerfile, From, Instruction } from "./syntax.js";
/** FROM and what follows it, up to the next FROM. */
export interface Stage {
    /** Its number, which COPY --from may use; from 0, all FROMs of the file count. */
    readonly index: number;
    /** After AS, in lower case. Of several with one name the last is meant, by those below it. */
    readonly name: string | undefined;
    readonly from: From;
    readonly instructions: readonly Exclude<Instruction, From>[];
}
export interface Stages {
    /** The ARGs before the first FROM: they fill in FROM lines, and bare ARGs of the same name in stages. */
    readonly globals: readonly Arg[];
    /** At least one. */
    readonly stages: readonly Stage[];
}
/** Divides a Dockerfile into its stages. Throws where there is none, or something else than ARG before the first. */
export declare function stages(dockerfile: Dockerfile): Stages;

// dockerfile/syntax.d.ts
import type { Location, SourceText } from "../errors.js";
/** A word as it is written: quotes and `$` still in it. Expanding is the reader's (expand/). */
export interface Word {
    readonly text: string;
    readonly where: Location;
}
export type Escape = "\\" | "`";
/** One of the parser directives at the top of the file. */
export interface Directive {
    readonly name: "syntax" | "escape" | "check";
    readonly value: string;
    readonly where: Location;
}
/** `<<NAME` and its lines. */
export interface Heredoc {
    readonly name: string;
    /** The number in `3<<NAME`; 0 where there is none. */
    readonly descriptor: number;
    /** False where the name was quoted: the content is then taken as it stands. */
    readonly expand: boolean;
    /** `<<-`: tabs at the start of each line do not count. */
    readonly chomp: boolean;
    /** The lines with their own line ends, tabs included (see `chomped`). */
    readonly content: string;
    /** The word on the instruction's line. */
    readonly where: Location;
}
export interface Flag {
    readonly name: string;
    /** Undefined for a bare `--flag`. */
    readonly value: Word | undefined;
    readonly where: Location;
}
/** The two forms of RUN, CMD, ENTRYPOINT and HEALTHCHECK CMD. */
export type Command = {
    readonly form: "shell";
    readonly text: string;
    readonly where: Location;
} | {
    readonly form: "exec";
    readonly args: readonly Word[];
    readonly where: Location;
};
interface Common {
    /** The first word as written ("run", "RUN"). */
    readonly keyword: Word;
    /** The whole instruction on one line, continuations joined, heredocs left out. */
    readonly text: string;
    readonly where: Location;
    /** Comments right above it, without `#`; a `#` alone begins a new block. */
    readonly comments: readonly Word[];
    /** Every flag as written, for those that rewrite or report; their meaning is in the typed fields. */
    readonly flags: readonly Flag[];
    readonly heredocs: readonly Heredoc[];
}
export interface Pair {
    readonly key: Word;
    readonly value: Word;
}
/** Where COPY and ADD take something from. */
export type CopySource = {
    readonly type: "path";
    readonly path: Word;
}
/** A file written in the Dockerfile itself. */
 | {
    readonly type: "inline";
    readonly heredoc: Heredoc;
};
interface Copying extends Common {
    readonly sources: readonly CopySource[];
    readonly destination: Word;
    readonly chown: Word | undefined;
    readonly chmod: Word | undefined;
    readonly link: boolean;
    /** Rules as in .dockerignore; never expanded. */
    readonly exclude: readonly Word[];
}
/** One `key=value` or `key` of a --mount; keys are lower case. */
export interface MountOption {
    readonly key: string;
    readonly value: string | undefined;
    readonly where: Location;
}
export interface MountFlag {
    readonly options: readonly MountOption[];
    readonly where: Location;
}
export interface Device {
    readonly name: string;
    readonly required: boolean;
}
export interface From extends Common {
    readonly name: "FROM";
    readonly image: Word;
    readonly platform: Word | undefined;
    /** The word AS and the one after it, as written. */
    readonly as: Word | undefined;
    readonly alias: Word | undefined;
}
export interface Arg extends Common {
    readonly name: "ARG";
    readonly args: readonly {
        readonly key: Word;
        readonly value: Word | undefined;
    }[];
}
export interface Env extends Common {
    readonly name: "ENV";
    readonly pairs: readonly Pair[];
    /** `ENV name value`: one pair, the rest of the line is the value. */
    readonly legacy: boolean;
}
export interface Label extends Common {
    readonly name: "LABEL";
    readonly pairs: readonly Pair[];
    readonly legacy: boolean;
}
export interface Maintainer extends Common {
    readonly name: "MAINTAINER";
    readonly author: Word;
}
export interface Workdir extends Common {
    readonly name: "WORKDIR";
    readonly path: Word;
}
export interface User extends Common {
    readonly name: "USER";
    readonly user: Word;
}
export interface Run extends Common {
    readonly name: "RUN";
    readonly command: Command;
    readonly mounts: readonly MountFlag[];
    readonly network: "default" | "none" | "host";
    readonly security: "sandbox" | "insecure";
    readonly devices: readonly Device[];
}
export interface Cmd extends Common {
    readonly name: "CMD";
    readonly command: Command;
}
export interface Entrypoint extends Common {
    readonly name: "ENTRYPOINT";
    readonly command: Command;
}
export interface Shell extends Common {
    readonly name: "SHELL";
    readonly shell: readonly Word[];
}
export interface Copy extends Copying {
    readonly name: "COPY";
    /** A stage, its number, an image or a named context; never expanded. */
    readonly from: Word | undefined;
    readonly parents: boolean;
}
export interface Add extends Copying {
    readonly name: "ADD";
    readonly checksum: Word | undefined;
    readonly keepGitDir: boolean | undefined;
    readonly unpack: boolean | undefined;
}
export interface Expose extends Common {
    readonly name: "EXPOSE";
    /** Sorted as text, as BuildKit does before it expands them. */
    readonly ports: readonly Word[];
}
export interface Volume extends Common {
    readonly name: "VOLUME";
    readonly paths: readonly Word[];
}
export interface StopSignal extends Common {
    readonly name: "STOPSIGNAL";
    readonly signal: Word;
}
/** Durations are nanoseconds; 0 means that the flag is not given, so that a base's value is kept. */
export interface HealthTimes {
    readonly interval: number;
    readonly timeout: number;
    readonly startPeriod: number;
    readonly startInterval: number;
    readonly retries: number;
}
export interface Healthcheck extends Common {
    readonly name: "HEALTHCHECK";
    /** Undefined for HEALTHCHECK NONE. */
    readonly check: ({
        readonly command: Command;
    } & HealthTimes) | undefined;
}
export interface OnBuild extends Common {
    readonly name: "ONBUILD";
    readonly trigger: Instruction;
    /** What goes into the image's config, heredocs included. */
    readonly expression: string;
}
export type Instruction = From | Arg | Env | Label | Maintainer | Workdir | User | Run | Cmd | Entrypoint | Shell | Copy | Add | Expose | Volume | StopSignal | Healthcheck | OnBuild;
export type InstructionName = Instruction["name"];
export interface Warning {
    readonly code: "NoEmptyContinuation" | "IgnoredFlag";
    readonly message: string;
    readonly where: Location;
}
export interface Dockerfile {
    readonly source: SourceText;
    readonly escape: Escape;
    readonly directives: readonly Directive[];
    readonly instructions: readonly Instruction[];
    readonly warnings: readonly Warning[];
}
export {};

// dockerfile/values/git-reference.d.ts
/** A git repository, what to take of it, and how. */
export interface GitReference {
    /** Address for git, without query and fragment; holds user name and password where they were given. */
    readonly remote: string;
    /** Branch, tag, full name beneath refs/, or commit; "" for the remote's default branch. */
    readonly ref: string;
    /** The commit (or its first digits) that `ref` has to be. */
    readonly checksum: string | undefined;
    /** Directory to take, cleaned, without a slash at either end; "" for the whole. */
    readonly subdir: string;
    readonly keepGitDir: boolean | undefined;
    /** undefined means true. */
    readonly submodules: boolean | undefined;
    /** Counts for build contexts; ADD has it checked and ignored, as BuildKit does. */
    readonly mtime: "checkout" | "commit" | undefined;
    /** `checksum` is taken for the commit without asking the remote what `ref` is. */
    readonly fetchByCommit: boolean;
    /** `github.com/owner/name` may be a path as well: a build context alone is taken for a repository. */
    readonly looksLocal: boolean;
}
/** A git address whose query cannot be read; the message says what. */
export declare class BadGitReference extends Error {
}
/**
 * Reads an address as BuildKit reads the sources of ADD and build contexts (frontend/dockerfile/
 * dfgitutil and util/gitutil): `https://host/name.git`, `ssh://`, `git://` and `user@host:path`, each
 * with `#ref:directory` or `?ref=…&subdir=…`. undefined for anything else. Throws `BadGitReference`
 * where it is one and its query is wrong.
 */
export declare function parseGitReference(text: string): GitReference | undefined;
/** Whether ADD downloads a source: an http(s) address that is no git repository's. */
export declare const isHttpUrl: (text: string) => boolean;
/** Whether the text is a git repository's address, its query right or not. */
export declare function isGitReference(text: string): boolean;
/** What a downloaded file is called: the last part of the address's path, as BuildKit's convert_copy.go names it. */
export declare function fileNameOf(url: string): string;

// errors.d.ts
/** A text file that errors point into. `name` is what the user typed, e.g. "Dockerfile". */
export interface SourceText {
    readonly name: string;
    readonly text: string;
}
/** A place in a source text. Lines and columns count from 1; columns count characters. */
export interface Location {
    readonly source: SourceText;
    readonly line: number;
    readonly column: number;
    /** Last line of the construct, where it spans several. */
    readonly endLine?: number;
    /** One past the last character to underline on `line`. */
    readonly endColumn?: number;
}
export interface ProblemDetails {
    readonly where?: Location | undefined;
    /** Further places that belong to it, e.g. the stage that should have made a path. */
    readonly also?: readonly {
        readonly where: Location;
        readonly note: string;
    }[] | undefined;
    /** Facts below the excerpt: the last lines of a RUN's output, what each probe said. */
    readonly detail?: readonly string[] | undefined;
    /** The next action, in the user's terms. */
    readonly help?: string | undefined;
    readonly cause?: unknown;
    /** 1: the user can mend it (default). 2: wrong usage of the command line. 130: cancelled. */
    readonly exitCode?: number | undefined;
}
/**
 * The one error that people see. `code` is stable and `djib help CODE` explains it; `message`
 * is one line of what failed; a stack is never shown. Anything else that is thrown is a bug
 * in djib and reported as one.
 */
export declare class DjibError extends Error {
    readonly code: string;
    readonly details: ProblemDetails;
    constructor(code: string, message: string, details?: ProblemDetails);
}
/**
 * Each room declares its codes once, with the text that `djib help CODE` prints, and throws
 * through the function made here, so that a code without an explanation does not compile.
 *
 *     export const problem = problems({ "dockerfile/empty": "The file has no instructions. …" });
 *     throw problem("dockerfile/empty", "Dockerfile has no instructions", { help: "…" });
 */
export declare function problems<const Codes extends Readonly<Record<string, string>>>(explanations: Codes): ((code: keyof Codes & string, message: string, details?: ProblemDetails) => DjibError) & {
    explanations: Codes;
};

// events.d.ts
import type { Location } from "./errors.js";
/** A step as the plan shows it. `id` is unique in a build and stable: `<stage>/<number>`. */
export interface PlannedStep {
    readonly id: string;
    /** Its name, behind its platform where several are built: "linux/arm64 builder". */
    readonly stage: string;
    /** Position in its stage, from 1. */
    readonly number: number;
    /** How many steps its stage has. */
    readonly of: number;
    /** The instruction on one line, shortened for people. */
    readonly title: string;
    readonly line: number;
}
/**
 * All that a build tells while it runs. `--progress json` prints one event a line in exactly
 * this shape plus `time` (seconds since the build began); docs/events.md documents it.
 */
export type Event = {
    readonly type: "plan";
    readonly name: string | undefined;
    readonly platform: string;
    readonly executor: string | undefined;
    readonly steps: readonly PlannedStep[];
} | {
    readonly type: "step-start";
    readonly id: string;
}
/** Output of a RUN, as it comes; `text` may hold part of a line. */
 | {
    readonly type: "step-output";
    readonly id: string;
    readonly stream: "stdout" | "stderr";
    readonly text: string;
} | {
    readonly type: "step-done";
    readonly id: string;
    readonly cached: boolean;
    readonly note?: string;
} | {
    readonly type: "step-failed";
    readonly id: string;
    readonly message: string;
}
/** A base image was looked up. `age`: seconds since it was pulled, where it was in the store. */
 | {
    readonly type: "base";
    readonly stage: string;
    readonly reference: string;
    readonly platform: string;
    readonly digest: string;
    readonly cached: boolean;
    readonly age?: number;
}
/** Bytes on their way. `id` is unique for one blob on one way; the last one has `done === total`. */
 | {
    readonly type: "transfer";
    readonly id: string;
    readonly way: "pull" | "push" | "load" | "compress" | "unpack";
    readonly what: string;
    readonly done: number;
    readonly total: number;
}
/** `platform`: where several are built. */
 | {
    readonly type: "image";
    readonly id: string;
    readonly platform?: string;
    readonly size: number;
    readonly added: number;
} | {
    readonly type: "warning";
    readonly code: string;
    readonly message: string;
    readonly where?: Location;
    readonly help?: string;
};
export type Emit = (event: Event) => void;

// executor/executor.d.ts
import type { Ctx } from "../ctx.js";
import type { Digest } from "../oci/digest.js";
import type { Filesystem } from "../oci/filesystem/filesystem.js";
import type { ImagePath } from "../oci/filesystem/path.js";
import type { Changeset } from "../oci/layer/changeset.js";
import type { SealedLayer } from "../oci/layer/sealed.js";
import type { Platform } from "../oci/platform.js";
import type { Location } from "../errors.js";
/** What an executor starts from: layers of the store, bottom first, and their merged tree. */
export interface Snapshot {
    readonly platform: Platform;
    readonly diffIds: readonly Digest[];
    tree(): Promise<Filesystem>;
}
export type Network = "default" | "host" | "none";
/** Files that a mount shows: a part of the merged tree of layers. */
export interface MountSource {
    readonly snapshot: Snapshot;
    /** Where in it, latin1, symlinks resolved; "" is the root. */
    readonly path: string;
    readonly type: "file" | "directory";
}
export interface Owned {
    readonly mode: number;
    readonly uid: number;
    readonly gid: number;
}
/** What a RUN writes to it is discarded. */
export interface BindMount {
    readonly type: "bind";
    readonly target: string;
    readonly readOnly: boolean;
    readonly source: MountSource;
}
/** A directory that outlives the build, one for each `id`. */
export interface CacheMount {
    readonly type: "cache";
    readonly target: string;
    readonly readOnly: boolean;
    /** Whatever tells it from other caches; never part of a path. */
    readonly id: string;
    /** Whether two RUNs at once see the same directory, each one of its own, or wait for each other. */
    readonly sharing: "shared" | "private" | "locked";
    /** What it holds at first; nothing where this is undefined. */
    readonly base: MountSource | undefined;
    /** The part of it to show, as written; it has to be there. */
    readonly path: string;
    /** Of the directory when it is made. */
    readonly owner: Owned;
    /** Whether to begin with a new one. */
    readonly renew: boolean;
}
export interface TmpfsMount {
    readonly type: "tmpfs";
    readonly target: string;
    readonly readOnly: boolean;
    /** Bytes; 0 is no limit. */
    readonly size: number;
}
/** A file that is never on disk where the executor can help it. */
export interface SecretMount extends Owned {
    readonly type: "secret";
    readonly target: string;
    readonly content: Uint8Array;
}
/** A socket of the RUN's own behind which an agent of the host answers, for listing keys and signing alone. */
export interface SshMount extends Owned {
    readonly type: "ssh";
    readonly target: string;
    /** Host path of the agent's socket. */
    readonly agent: string;
}
/** RUN --mount. Targets are absolute, UTF-8 and clean; a later one may lie in an earlier one. */
export type Mount = BindMount | CacheMount | TmpfsMount | SecretMount | SshMount;
/** A limit of setrlimit(2) by its short name ("nofile"); -1 is none. */
export interface Ulimit {
    readonly name: string;
    readonly soft: number;
    readonly hard: number;
}
/** What the command line gives every RUN. */
export interface RunOptions {
    /** Further lines of /etc/hosts. */
    readonly extraHosts: readonly {
        readonly name: string;
        readonly address: string;
    }[];
    /** Bytes of /dev/shm; undefined is 64 MiB. */
    readonly shmSize: number | undefined;
    readonly ulimits: readonly Ulimit[];
    /** The control group below which that of the RUN is made. */
    readonly cgroupParent: string | undefined;
}
/** One RUN, ready to be executed: nothing is left to expand. */
export interface RunStep extends RunOptions {
    /** argv; the shell is already in front for the shell form. */
    readonly args: readonly string[];
    /** Heredoc scripts to put at /dev/pipes/<name>, mode 0755. */
    readonly scripts: readonly {
        readonly name: string;
        readonly content: string;
    }[];
    /** KEY=VALUE in order: ENV, then ARG, then PATH where the base has none. HOME is the executor's to add. */
    readonly env: readonly string[];
    /** Variables that hold secrets; they win over `env`. Never on a command line, nor on disk where the executor can help it. */
    readonly secretEnv: readonly {
        readonly name: string;
        readonly value: string;
    }[];
    /** Absolute; created where missing. */
    readonly cwd: string;
    /** As USER wrote it: "", "app", "1000:1000", … Resolved against the snapshot's /etc/passwd and group. */
    readonly user: string;
    readonly network: Network;
    /** In the order to mount them. */
    readonly mounts: readonly Mount[];
    /** With every right of the executor's own root. */
    readonly insecure: boolean;
    readonly where: Location;
}
/** A RUN before its mounts are opened, for a verdict. */
export interface RunRequest extends Omit<RunStep, "mounts" | "secretEnv"> {
    readonly mounts: readonly Pick<Mount, "type" | "target">[];
}
/** A line whose effect is not known before the build. */
export interface Unclear {
    readonly where: Location;
    /** It may make or change anything at and below this path; "" is all. */
    readonly below: ImagePath;
    /** What it says, where it is a command. */
    readonly text: string;
}
/** What is known, before a build, of the tree that a RUN will start from. */
export interface Outlook {
    readonly platform: Platform;
    /** The base with what COPYs bring, but for what is unclear; undefined where it cannot be looked at. */
    tree(): Promise<Filesystem | undefined>;
    /** Lines before the RUN, in order; none that the tree does not depend on. */
    unclear(): Promise<readonly Unclear[]>;
}
/** Whether an executor can do a RUN, told before anything is executed. `where` is the word that decides it. */
export type Verdict = {
    readonly answer: "yes";
} | {
    readonly answer: "no";
    /** What cannot be done, where it is a part of the command. */
    readonly word?: string | undefined;
    readonly reason: string;
    readonly where?: Location | undefined;
    readonly help?: string | undefined;
}
/** Yes until that place, where it depends on something that is not known yet. */
 | {
    readonly answer: "unknown";
    readonly word?: string | undefined;
    readonly reason: string;
    readonly where?: Location | undefined;
    readonly help?: string | undefined;
};
/** What probing found. `key` names what changes results (engine family and mode), for cache keys. */
export type Capability = {
    readonly works: true;
    readonly key: string;
    readonly describe: string;
    readonly warnings: readonly string[];
    /** What an image whose RUNs were executed like this must say of itself. */
    readonly labels?: Readonly<Record<string, string>>;
} | {
    readonly works: false;
    readonly tried: readonly {
        readonly what: string;
        readonly said: string;
    }[];
    readonly help: string;
};
/** What a RUN changed. */
export interface RunChanges extends Changeset {
    /**
     * Told once, before disposal, which layer these changes became, with whatever times: an executor
     * that still has the tree of the RUN keeps it for the next one, which may begin before this
     * resolves. Only a hint: a tree that cannot be kept is let go, and the layer unpacked where it is
     * needed.
     */
    sealed?(layer: SealedLayer): Promise<void>;
}
/** Where a RUN prints. */
export interface RunOutput {
    readonly stdout: (text: string) => void;
    readonly stderr: (text: string) => void;
}
/**
 * Executes RUN. Each implementation turns a snapshot into a changeset in its own way; nobody
 * above knows whether there was a disk. The changeset has the times that the RUN left (whole
 * seconds, floored); its dispose frees what it holds.
 */
export interface Executor {
    readonly name: "linux" | "portable" | "vm";
    /** Cheap after the first call. */
    probe(ctx: Ctx): Promise<Capability>;
    verdict(step: RunRequest, outlook: Outlook, ctx: Ctx): Promise<Verdict>;
    /** Starts what the next `run` with this `ctx` takes time to start. Disposing ends it, where no run took it. */
    ready?(ctx: Ctx): AsyncDisposable;
    /**
     * Rejects with `run/failed` (exit status, signal, last lines of output) where the command fails,
     * having ended every process and mount it made; likewise when the signal aborts.
     */
    run(step: RunStep, base: Snapshot, output: RunOutput, ctx: Ctx): Promise<RunChanges>;
}

// executor/linux/engines/engine.d.ts
import type { Network, RunOptions } from "../../executor.js";
/** The command of one RUN and the place it runs in. */
export interface Box extends Pick<RunOptions, "shmSize" | "ulimits" | "cgroupParent"> {
    /** Unique; a name for the container and its control groups. */
    readonly id: string;
    /** Absolute host path of the tree. */
    readonly root: string;
    readonly args: readonly string[];
    readonly env: readonly string[];
    /** Variables whose values may stand on no command line; none of them is in `env`. */
    readonly secretEnv: readonly {
        readonly name: string;
        readonly value: string;
    }[];
    readonly cwd: string;
    readonly user: {
        readonly uid: number;
        readonly gid: number;
        readonly groups: readonly number[];
    };
    readonly network: Network;
    /** Every capability, and nothing hidden or filtered. */
    readonly insecure: boolean;
    /** Files of the work directory to show in the tree; targets are resolved, UTF-8. */
    readonly binds: readonly Bind[];
    /** Of the machine. */
    readonly architecture: string;
    /** Whether the tree has /bin/sh and env. */
    readonly hasShell: boolean;
    /** Whether this runs in a user namespace. */
    readonly rootless: boolean;
    /** Answer 0 to every change of owner: with one id there is none to change to. */
    readonly pretendOwners: boolean;
    /** What the host has, as far as engines ask. */
    readonly host: HostFacts;
}
export interface Bind {
    /** Absolute path on the host. */
    readonly source: string;
    /** Absolute path in the tree. */
    readonly target: string;
    readonly readOnly: boolean;
}
export interface HostFacts {
    /** cgroup v1 controllers beside a v2 tree at /sys/fs/cgroup/unified: crun refuses that. */
    readonly hybridCgroups: boolean;
    /** What this process has. */
    readonly capabilities: readonly string[];
}
/** The whole environment. */
export declare const environmentOf: ({ env, secretEnv }: Pick<Box, "env" | "secretEnv">) => readonly string[];
export declare const usualShmSize: number;
/** The command line with limits set before it, for engines that set none themselves. */
export declare const limited: ({ ulimits }: Box, argv: readonly string[]) => readonly string[];
/** What the worker is to run, all of it in its own namespaces. */
export interface Command {
    readonly files?: readonly {
        readonly name: string;
        readonly content: string;
        readonly mode: number;
    }[];
    readonly setup?: readonly (readonly string[])[];
    readonly argv: readonly string[];
    /** Control group that the engine makes and, when it is killed, leaves. */
    readonly cgroup?: string;
    /** Files in the work directory to hand over as descriptors 3 and up. */
    readonly descriptors?: readonly {
        readonly name: string;
        readonly flags: "r" | "w";
    }[];
    /** File in the work directory where the engine says what went wrong. */
    readonly log?: string;
    /** What a status other than 0 means, by that log: the engine's own failure or the command's. */
    readonly outcome?: (status: number | null, log: string) => Outcome;
}
export interface Outcome {
    readonly status: number | null;
    /** False where the sandbox failed before the command was there; `said` is why. */
    readonly started?: false;
    readonly said?: string;
}
/** A program that runs a command in a root of its own. */
export interface Engine {
    readonly name: "crun" | "runc" | "bwrap" | "unshare" | "chroot";
    /** Why this box is not for this engine; undefined where it is. */
    refuses?(box: Box): string | undefined;
    command(box: Box): Command;
}

// executor/linux/linux.d.ts
import type { Store } from "../../oci/store/store.js";
import type { Executor } from "../executor.js";
import type { Engine } from "./engines/engine.js";
import type { Mode } from "./namespace.js";
export interface LinuxOptions {
    readonly store: Store;
    /** This one or none; by default the first that works. */
    readonly engine?: Engine["name"];
    readonly mode?: Mode;
    /** Lets a host without subordinate ids build images in which root owns everything. */
    readonly allowOwnerLoss?: boolean;
}
/** Executes RUN with an engine of this Linux host, chosen by probing; see `choose`. */
export declare function linuxExecutor({ store, engine, mode, allowOwnerLoss }: LinuxOptions): Executor;

// executor/linux/namespace.d.ts
import type { System } from "../../host.js";
/**
 * How far the host lets djib go. root: everything. rootless: a user namespace with the ids of
 * /etc/subuid. single-uid: a user namespace with one id, which cannot keep owners. chroot: root in
 * a stock container, with neither namespaces nor mounts.
 */
export declare const modes: readonly ["root", "rootless", "single-uid", "chroot"];
export type Mode = (typeof modes)[number];
export interface IdRange {
    readonly start: number;
    readonly count: number;
}
/** The first range that /etc/subuid or /etc/subgid gives a user, by name or number (subuid(5)). */
export declare function subordinateIds(text: string, user: string, uid: number | undefined): IdRange | undefined;
export interface IdMaps {
    /** Arguments of newuidmap and newgidmap after the process id. */
    readonly uids: readonly string[];
    readonly gids: readonly string[];
}
/** Root inside is the user outside; 1 and up are the subordinate ids. */
export declare function idMaps(system: System): IdMaps;
/** The command line that runs `node` where it may mount; undefined parts of it need no privilege. */
export declare function enter(mode: Mode, node: readonly string[]): readonly string[];

// executor/portable/portable.d.ts
import type { Store } from "../../oci/store/store.js";
import type { Executor } from "../executor.js";
/** Executes RUN without Linux: by djib's own user land, over the tree as data. Nothing is written outside of the store. */
export declare function portableExecutor({ store }: {
    readonly store: Store;
}): Executor;

// host.d.ts
import type { ChildProcess, SpawnOptions } from "node:child_process";
/** Facts about the machine djib runs on, read once at start. */
export interface System {
    readonly platform: NodeJS.Platform;
    /** Node's name for the processor: "x64", "arm64", … */
    readonly arch: string;
    /** Effective ids; undefined where the host has none (Windows). */
    readonly uid: number | undefined;
    readonly gid: number | undefined;
    readonly user: string;
    readonly home: string;
    readonly cwd: string;
    readonly tmp: string;
    /** Number of processors that may be used. */
    readonly cpus: number;
    /** Command line that starts this same Node: its path, then its own flags. */
    readonly node: readonly [string, ...string[]];
}
/**
 * The one value through which every room sees environment, clock and processes.
 * Made in `cli/`; tests make their own. Nothing else reads `process.env`, calls
 * `Date.now()` or imports `node:child_process`.
 */
export interface Host {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly system: System;
    now(): Date;
    spawn(command: string, args: readonly string[], options: SpawnOptions): ChildProcess;
}

// index.d.ts
/** djib as a library: a Dockerfile in, an image out. What is not exported here is not public. */
export { build, makePlans } from "./build/build.js";
export type { BuildRequest, BuildTools, Built } from "./build/request.js";
export type { BuildPlan, PlannedStage, Step } from "./build/plan/plan.js";
export type { Ctx } from "./ctx.js";
export { parseDockerfile } from "./dockerfile/parse/parse.js";
export { DjibError, type Location, type SourceText } from "./errors.js";
export type { Event } from "./events.js";
export type { Executor } from "./executor/executor.js";
export { linuxExecutor } from "./executor/linux/linux.js";
export { portableExecutor } from "./executor/portable/portable.js";
export type { Host } from "./host.js";
export type { Blob, Descriptor, Layer } from "./oci/blob.js";
export type { Artifact, Image, ImageConfig } from "./oci/image/image.js";
export { openStore } from "./oci/store/open.js";
export type { Store } from "./oci/store/store.js";
export type { Sink } from "./sinks/sink.js";
export { registrySink } from "./sinks/registry.js";
export type { Source } from "./sources/source.js";
export { registrySource } from "./sources/registry.js";

// oci/blob.d.ts
import type { Digest } from "./digest.js";
/** OCI descriptor: what a manifest says of a blob. */
export interface Descriptor {
    readonly mediaType: string;
    readonly digest: Digest;
    readonly size: number;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly platform?: import("./platform.js").Platform;
}
/**
 * Bytes with a name. `open` may be called any number of times; each call starts at the beginning.
 * What it yields has been, or is while read, verified against `digest` and `size`: a reader that
 * reaches the end has the true bytes, otherwise it gets `oci/corrupt-blob`.
 */
export interface Blob extends Descriptor {
    open(signal?: AbortSignal): AsyncIterable<Uint8Array>;
}
/**
 * A layer of an image, in the form it is stored or sent in. A layer that djib sealed and that has
 * not left the machine is an uncompressed tar: its `digest` is its `diffId`. Compressing is a
 * function from layer to layer that sinks apply.
 */
export interface Layer extends Blob {
    /** Digest of the uncompressed tar. */
    readonly diffId: Digest;
}

// oci/cache/record.d.ts
import type { Layer } from "../blob.js";
import type { Digest } from "../digest.js";
import type { SealedLayer } from "../layer/sealed.js";
/** A step's result as a cache that travels tells it. */
export interface CacheRecord {
    /** The step's key. */
    readonly key: Digest;
    readonly layer: SealedLayer;
    /**
     * The layer's bytes, which may be far away. undefined: only described. That is enough for steps
     * below to be found, for their keys ask for nothing but a layer's digests.
     */
    readonly content: Layer | undefined;
}
/** Member of an image's config that holds the cache of its own layers (BuildKit: cache/remotecache/inline). */
export declare const inlineMember = "moby.buildkit.cache.v0";
/** BuildKit: cache/remotecache/v1/types. */
export declare const cacheConfigType = "application/vnd.buildkit.cacheconfig.v0";

// oci/digest.d.ts
import { type Hash } from "node:crypto";
/**
 * `sha256:` and 64 lower-case hex digits. Parsed once at the edge by the strict grammar, before
 * any path or URL is built of it (CVE-2024-3727).
 */
export type Digest = `sha256:${string}` & {
    readonly __brand: "Digest";
};
export declare function isDigest(text: unknown): text is Digest;
/** Throws `oci/bad-digest` for anything but a sha256 digest; other algorithms are not taken. */
export declare function parseDigest(text: unknown): Digest;
/** The 64 hex digits. */
export declare const hexOf: (digest: Digest) => string;
export declare const digestOf: (bytes: Uint8Array | string) => Digest;
/** Ends a running hash; it cannot be used afterwards. */
export declare const finish: (hash: Hash) => Digest;

// oci/filesystem/filesystem.d.ts
import type { Digest } from "../digest.js";
import type { ImagePath } from "./path.js";
export type FileType = "file" | "directory" | "symlink" | "character" | "block" | "fifo";
/** What an image knows of one name. A socket cannot be in a layer. */
export interface Stat {
    readonly type: FileType;
    /** The twelve permission bits. */
    readonly mode: number;
    readonly uid: number;
    readonly gid: number;
    /** Whole seconds since 1970; may be negative. */
    readonly mtime: number;
    /** Bytes of content of a file; 0 for every other type. */
    readonly size: number;
    /** Names with the same number in one file system are hard links of one file. */
    readonly inode: number;
    readonly links: number;
    /** Target of a symlink, latin1 bytes, as stored. */
    readonly target?: string;
    readonly device?: {
        readonly major: number;
        readonly minor: number;
    };
    /** Extended attributes by full name ("security.capability"), binary values. */
    readonly xattrs?: ReadonlyMap<string, Uint8Array>;
    /** sha256 of the content of a regular file. */
    readonly digest?: Digest;
}
/**
 * A tree of files, for reading only; nobody above knows whether there is a disk.
 * Paths are taken literally: symlinks are not followed (see `resolve.ts`).
 */
export interface Filesystem {
    /** undefined where there is no such name. The root always exists. */
    lstat(path: ImagePath): Stat | undefined;
    /** Names in a directory in byte order, latin1; empty for anything that is not a directory. */
    list(path: ImagePath): readonly string[];
    /** Content of a regular file. Rejects for any other type. */
    read(path: ImagePath): AsyncIterable<Uint8Array>;
}

// oci/filesystem/path.d.ts
/**
 * A path inside an image: its bytes, one character (U+0000…U+00FF) per byte, relative to the
 * image's root, "/" between segments, no leading or trailing "/", no "", "." or ".." segment;
 * "" is the root. Never a host path: case, Unicode form and separators mean nothing special.
 */
export type ImagePath = string & {
    readonly __brand: "ImagePath";
};
export declare const root: ImagePath;
/** From text as people and Dockerfiles write it (UTF-8), absolute or relative; `.`, `..` and `//` are cleaned, clamped at the root. */
export declare const imagePath: (text: string) => ImagePath;
/** The same from bytes in latin1 form. */
export declare function cleanPath(latin1: string): ImagePath;
export declare const join: (directory: ImagePath, name: string) => ImagePath;
export declare const parentOf: (path: ImagePath) => ImagePath;
export declare const nameOf: (path: ImagePath) => string;
/** For people: absolute, UTF-8 where it is UTF-8. */
export declare const showPath: (path: ImagePath) => string;

// oci/image/document.d.ts
import type { Descriptor } from "../blob.js";
/** A document of an image as it is stored and sent. */
export interface Document {
    readonly bytes: Uint8Array;
    readonly mediaType: string;
    readonly descriptor: Descriptor;
}
export declare const documentOf: (bytes: Uint8Array, mediaType: string) => Document;
/** As canonical JSON. */
export declare const jsonDocument: (value: unknown, mediaType: string) => Document;

// oci/image/image.d.ts
import type { Layer } from "../blob.js";
import type { Digest } from "../digest.js";
import type { Family } from "../media-types.js";
import type { Platform } from "../platform.js";
import type { JsonObject } from "./json.js";
/** docker's HealthcheckConfig; durations are nanoseconds. */
export interface Healthcheck {
    readonly Test?: readonly string[];
    readonly Interval?: number;
    readonly Timeout?: number;
    readonly StartPeriod?: number;
    readonly StartInterval?: number;
    readonly Retries?: number;
}
/** image-spec config.md `config`, with Docker's extension fields. */
export interface RuntimeConfig {
    readonly User?: string;
    readonly ExposedPorts?: Readonly<Record<string, object>>;
    readonly Env?: readonly string[];
    readonly Entrypoint?: readonly string[] | null;
    readonly Cmd?: readonly string[] | null;
    readonly Volumes?: Readonly<Record<string, object>>;
    readonly WorkingDir?: string;
    readonly Labels?: Readonly<Record<string, string>>;
    readonly StopSignal?: string;
    readonly Shell?: readonly string[];
    readonly Healthcheck?: Healthcheck;
    readonly OnBuild?: readonly string[] | null;
    readonly ArgsEscaped?: boolean;
}
export interface HistoryEntry {
    readonly created?: string;
    readonly created_by?: string;
    readonly author?: string;
    readonly comment?: string;
    readonly empty_layer?: boolean;
}
/** image-spec config.md. Unknown fields of a base are kept and written back. */
export interface ImageConfig extends Platform {
    readonly created?: string;
    readonly author?: string;
    readonly config?: RuntimeConfig;
    readonly rootfs: {
        readonly type: "layers";
        readonly diff_ids: readonly Digest[];
    };
    readonly history?: readonly HistoryEntry[];
    /** BuildKit's inline cache: records in JSON, in base64. */
    readonly "moby.buildkit.cache.v0"?: string;
}
/** image-spec annotations.md; OCI's family alone has them. */
export type Annotations = Readonly<Record<string, string>>;
/** The bytes as pulled, so that an untouched image is written back with its own digests. */
export interface RawImage {
    readonly manifest: Uint8Array;
    readonly manifestMediaType: string;
    readonly config: Uint8Array;
}
/** An image is a value: an edit returns a new one (without `raw`). */
export interface Image {
    readonly config: ImageConfig;
    /** Bottom first; as many as `config.rootfs.diff_ids`, in the same order. */
    readonly layers: readonly Layer[];
    readonly family: Family;
    readonly annotations?: Annotations;
    readonly raw?: RawImage;
}
/** An in-toto statement about an image; its subject is the image's manifest, in whatever form that leaves. */
export interface Attestation {
    /** What kind of predicate it is: an address. */
    readonly predicateType: string;
    readonly predicate: JsonObject;
    /** Package URLs of the names that the image was given when it was built; none where it had none. */
    readonly subjects: readonly string[];
}
/** An image of an index with what the index says of it. */
export interface IndexedImage {
    readonly platform: Platform;
    readonly image: Image;
    /** Of the descriptor, not of the manifest. */
    readonly annotations?: Annotations;
    readonly attestations?: readonly Attestation[];
}
/** Images of several platforms, or one with attestations. Attestations are no part of an image: its digest never tells of them. */
export interface Index {
    readonly family: Family;
    readonly images: readonly IndexedImage[];
    readonly annotations?: Annotations;
}
export type Artifact = Image | Index;
export type Edit = (image: Image) => Image;

// oci/image/json.d.ts
import { type Digest } from "../digest.js";
export type JsonObject = Readonly<Record<string, unknown>>;
/**
 * Reads an object from bytes of whatever origin. `what` names the document in messages. Throws
 * `image/too-large` beyond `limit` bytes, `image/bad-json` for anything but a JSON object in UTF-8.
 */
export declare function parseObject(bytes: Uint8Array, what: string, limit: number): JsonObject;
export declare const bad: (what: string, why: string) => import("../../errors.js").DjibError;
export declare function object(value: unknown, what: string): JsonObject;
export declare function array(value: unknown, what: string): readonly unknown[];
export declare function text(value: unknown, what: string): string;
/** A count of bytes or nanoseconds: an integer that is not negative (umoci 0.5.1) and loses no digit. */
export declare function size(value: unknown, what: string): number;
export declare function digest(value: unknown, what: string): Digest;
/** An optional object of strings; Go's `null` for an empty map counts as absent. */
export declare function texts(value: unknown, what: string): Readonly<Record<string, string>> | undefined;
/**
 * JSON in one form alone: keys in order of their code units, no blanks, `undefined` left out, so
 * that equal values have equal digests however they were put together.
 */
export declare function canonical(value: unknown): string;

// oci/layer/changeset.d.ts
import type { Digest } from "../digest.js";
import type { ImagePath } from "../filesystem/path.js";
interface Common {
    readonly path: ImagePath;
}
interface Metadata extends Common {
    readonly mode: number;
    readonly uid: number;
    readonly gid: number;
    /** Whole seconds since 1970. */
    readonly mtime: number;
    readonly xattrs?: ReadonlyMap<string, Uint8Array>;
}
/** Content of a file whose digest is known before it is sealed. `open` can be called again. */
export interface Content {
    readonly size: number;
    readonly digest: Digest;
    open(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}
export type FileEntry = Metadata & {
    readonly type: "file";
    readonly content: Content;
};
/**
 * One change to a tree. A hard link names a path that an earlier entry of the same changeset
 * made. A whiteout removes the name `path`; an opaque entry empties the directory `path` of
 * everything below (image-spec layer.md).
 */
export type Entry = FileEntry | (Metadata & {
    readonly type: "directory";
}) | (Metadata & {
    readonly type: "symlink";
    readonly target: string;
}) | (Metadata & {
    readonly type: "hardlink";
    readonly target: ImagePath;
}) | (Metadata & {
    readonly type: "character" | "block";
    readonly device: {
        readonly major: number;
        readonly minor: number;
    };
}) | (Metadata & {
    readonly type: "fifo";
}) | (Common & {
    readonly type: "whiteout";
}) | (Common & {
    readonly type: "opaque";
});
/**
 * What a step did to a tree, not sealed: it has no digest to ask for. `entries` may be called
 * more than once and gives the same each time: parents before children, names in byte order,
 * a hard link after its target, no path twice (the root may be there, as "").
 */
export interface Changeset extends AsyncDisposable {
    entries(): AsyncIterable<Entry> | Iterable<Entry>;
}
export {};

// oci/layer/sealed.d.ts
import type { Digest } from "../digest.js";
/**
 * What is kept of a layer after sealing. `contentDigest` covers every entry without its time, so
 * that two runs that differ in times alone are one to the steps that follow.
 */
export interface SealedLayer {
    readonly diffId: Digest;
    /** Bytes of the uncompressed tar. */
    readonly size: number;
    readonly contentDigest: Digest;
    /** Number of entries; 0 for a layer that changes nothing. */
    readonly entries: number;
}

// oci/media-types.d.ts
/** image-spec media-types.md, and Docker's image manifest v2 schema 2. */
export declare const oci: {
    readonly index: "application/vnd.oci.image.index.v1+json";
    readonly manifest: "application/vnd.oci.image.manifest.v1+json";
    readonly config: "application/vnd.oci.image.config.v1+json";
    readonly layer: "application/vnd.oci.image.layer.v1.tar";
    readonly layerGzip: "application/vnd.oci.image.layer.v1.tar+gzip";
    readonly layerZstd: "application/vnd.oci.image.layer.v1.tar+zstd";
};
export declare const docker: {
    readonly index: "application/vnd.docker.distribution.manifest.list.v2+json";
    readonly manifest: "application/vnd.docker.distribution.manifest.v2+json";
    readonly config: "application/vnd.docker.container.image.v1+json";
    readonly layer: "application/vnd.docker.image.rootfs.diff.tar";
    readonly layerGzip: "application/vnd.docker.image.rootfs.diff.tar.gzip";
    /** Never in Docker's specification; BuildKit and containerd write and read it. */
    readonly layerZstd: "application/vnd.docker.image.rootfs.diff.tar.zstd";
};
/** The two families. Within one image they are never mixed. */
export type Family = "oci" | "docker";
/** What in-toto statements of images are about. */
export declare const predicates: {
    readonly spdx: "https://spdx.dev/Document";
    readonly provenance: "https://slsa.dev/provenance/v1";
};
/** What BuildKit's attestations are stored as (docs/attestations/attestation-storage.md). */
export declare const attestation: {
    readonly artifact: "application/vnd.docker.attestation.manifest.v1+json";
    readonly statement: "application/vnd.in-toto+json";
    /** image-spec manifest.md, "Guidance for an Empty Descriptor". */
    readonly emptyConfig: "application/vnd.oci.empty.v1+json";
};

// oci/platform.d.ts
/** OCI image-spec, config.md and image-index.md: GOOS, GOARCH and the variant. */
export interface Platform {
    readonly os: string;
    readonly architecture: string;
    readonly variant?: string;
    readonly "os.version"?: string;
}
/** containerd/platforms: `[os/]architecture[/variant]`, aliases and default variants normalised. */
export declare function parsePlatform(text: string): Platform;
export declare function normalise({ os, architecture, variant }: Platform): Platform;
export declare const formatPlatform: ({ os, architecture, variant }: Platform) => string;
/** The same operating system and architecture, whatever the variants. */
export declare function isSameMachine(one: Platform, other: Platform): boolean;
/** Node's `process.arch` in OCI's words. */
export declare const architectureOf: (nodeArch: string) => string;

// oci/reference.d.ts
import { type Digest } from "./digest.js";
/** distribution/reference, normalised: docker.io and library/ are filled in, the tag is not. */
export interface Reference {
    /** host[:port] */
    readonly domain: string;
    readonly repository: string;
    readonly tag?: string;
    readonly digest?: Digest;
}
/** Parses as docker does; throws `oci/bad-reference` with what is wrong. */
export declare function parseReference(text: string): Reference;
/** With `:latest` where there is neither tag nor digest. */
export declare const withDefaultTag: (reference: Reference) => Reference;
/** The normalised name in full: docker.io/library/python:3.13-slim. */
export declare const fullName: ({ domain, repository, tag, digest }: Reference) => string;
/** As docker shows it to people: python:3.13-slim. */
export declare const familiarName: (reference: Reference) => string;

// oci/registry/config.d.ts
/** A stand-in for a registry, asked first. A path in `url` goes before the repository's name. */
export interface Mirror {
    readonly url: string;
}
/** What a user sets about registries. */
export interface RegistryConfig {
    /** By domain as in references ("docker.io"), in the order they are asked. */
    readonly mirrors: Readonly<Record<string, readonly Mirror[]>>;
    /** host[:port]: plain HTTP and unverified certificates are taken from these. Loopback may always use plain HTTP. */
    readonly insecure: readonly string[];
    /** Sent as User-Agent; "djib" where it is not set. */
    readonly userAgent?: string;
    /** In place of `limits.registryBackoffMs`. */
    readonly backoffMs?: number;
}
export declare const noRegistryConfig: RegistryConfig;
/** Checks a mirror's address; `source` names where it was written. Throws `registry/bad-config`. */
export declare const parseMirror: (text: string, source: string) => Mirror;
/** The domain as references have it: "docker.io" for Docker Hub's other names. Throws `registry/bad-config`. */
export declare function domainOf(text: string, source: string): string;
/** DJIB_REGISTRY_MIRROR: `docker.io=http://127.0.0.1:5000[,domain=url…]`; a domain may come more than once. */
export declare function parseMirrors(text: string): RegistryConfig["mirrors"];

// oci/registry/dispatcher.d.ts
import type { Dispatcher } from "undici";
import type { Host } from "../../host.js";
/** How one origin is reached. */
export interface Route {
    readonly url: URL;
    /** The host is the one the user named; others may not be link-local (faults 22 to 24). */
    readonly trusted: boolean;
    readonly insecure: boolean;
}
/** Gives the dispatcher of each route, made once: pools, trust and proxies of one `Host`. */
export declare function dispatchers(host: Host): (route: Route) => Promise<Dispatcher>;

// oci/registry/retry.d.ts
import type { Ctx } from "../../ctx.js";
/** Answers that another try may change. */
export declare const isTransient: (status: number) => boolean;
/** Seconds or an HTTP date (RFC 9110, 10.2.3), in milliseconds from now; undefined where it is neither. */
export declare function parseRetryAfter(value: string | undefined, now: Date): number | undefined;
/** Whether the server asks to wait longer than djib does. */
export declare const isTooLong: (asked: number | undefined) => boolean;
/**
 * Milliseconds to wait after failure `attempt` (from 1): what the server asks and up to half as
 * much again, else exponential with full jitter.
 */
export type Backoff = (attempt: number, asked?: number) => number;
/** `first` is the longest wait after the first failure. */
export declare const backoff: (first: number) => Backoff;
/** Waits, or rejects with the signal's reason. */
export declare const pause: (milliseconds: number, { signal }: Pick<Ctx, "signal">) => Promise<void>;
/** A failure of the connection that another try may not meet: resets and time-outs, not refusals or certificates. */
export declare function isPassing(error: unknown): boolean;
/** The code of an error or of what caused it. */
export declare function codeOf(error: unknown): string | undefined;

// oci/registry/transport.d.ts
import type { Ctx } from "../../ctx.js";
import type { Host } from "../../host.js";
import { type Route } from "./dispatcher.js";
import { type Backoff } from "./retry.js";
export interface Request extends Route {
    readonly method: "GET" | "HEAD" | "POST" | "PATCH" | "PUT";
    readonly headers?: Readonly<Record<string, string>>;
    /** A function is called anew for each try. */
    readonly body?: Uint8Array | (() => AsyncIterable<Uint8Array>);
    /** false: the caller deals with failures itself, as uploads do that ask for their offset. */
    readonly retry?: boolean;
}
/** An answer of any status. Its body is read, or thrown away, exactly once. */
export interface Answer {
    readonly status: number;
    readonly url: URL;
    header(name: string): string | undefined;
    readonly body: AsyncIterable<Uint8Array>;
    /** The whole body; `registry/bad-answer` beyond `limit` bytes. */
    bytes(limit: number): Promise<Uint8Array>;
    discard(): Promise<void>;
}
/**
 * One HTTP request at a time, without redirects or credentials. 429 (as Retry-After says), 5xx
 * and broken connections are tried again, `limits.registryAttempts` in all; the last answer is
 * returned whatever its status. No connection: `registry/unreachable`.
 */
export type Transport = (request: Request, ctx: Ctx) => Promise<Answer>;
export declare function openTransport(host: Host, userAgent: string, backoff: Backoff): Transport;

// oci/store/open.d.ts
import type { Host } from "../../host.js";
import type { Store } from "./store.js";
/**
 * Opens the store in `root` (relative to the working directory). Touches nothing: directories are
 * made by the first write, and a store that cannot be written can be read. Dispose it to remove its
 * temporary files and lease; a process that dies without doing so is swept up after.
 */
export declare function openStore(root: string, host: Host): Promise<Store>;

// oci/store/store.d.ts
import type { Ctx } from "../../ctx.js";
import type { Blob, Descriptor, Layer } from "../blob.js";
import type { Digest } from "../digest.js";
import type { Filesystem } from "../filesystem/filesystem.js";
import type { Artifact, Image, Index } from "../image/image.js";
import type { Changeset } from "../layer/changeset.js";
import type { SealedLayer } from "../layer/sealed.js";
import type { Family } from "../media-types.js";
/**
 * djib's own store, `<root>/v1/`. Writers need no locks: temporary file, fsync, rename; what is
 * named by a digest is read-only. Only collection excludes, by leases.
 *
 *     blobs/sha256/<hex>     manifests, configs and compressed layers, as pulled or made
 *     layers/sha256/<hex>    uncompressed layer tars, by diffID: the unit content is addressed in
 *     trees/sha256/<hex>     the index of that layer (entries, offsets, content digests); derived
 *     forms/sha256/<hex>/    which compressed blobs a diffID is known to have, a file per compressor
 *     steps/sha256/<hex>     one small JSON file per step key
 *     tags/<name>            one small JSON file per tag and platform
 *     snapshots/…            unpacked trees, for the linux executor alone
 *     corrupt/               what failed verification, put aside
 *     tmp/<lease>/ leases/<lease>
 */
export interface Store extends AsyncDisposable {
    readonly root: string;
    readonly blobs: Blobs;
    readonly layers: Layers;
    readonly forms: Forms;
    readonly images: Images;
    readonly steps: Steps;
    readonly tags: Tags;
    /**
     * Makes sure that the uncompressed tar of `layer` is in `layers/`: opens it (from the store or
     * from where it still is), decompresses, and verifies digest, size and diffID in one pass. Emits
     * `transfer` events, way "unpack". Concurrent calls for one layer share the work. Does not keep
     * the compressed bytes; whoever wants those puts them into `blobs` first.
     */
    ensureLayer(layer: Layer, ctx: Ctx): Promise<SealedLayer>;
    /**
     * Held for as long as a build or transfer lasts: meanwhile no collection removes anything.
     * Counted: any number may be held at once. Dies with the process.
     */
    lease(): Promise<AsyncDisposable>;
    /** A directory of one's own beneath `tmp/`, removed on dispose; left-overs of dead processes are swept by the next process that needs `tmp/`. */
    scratch(): Promise<{
        readonly path: string;
    } & AsyncDisposable>;
    /** Directory beneath `snapshots/` that the linux executor manages itself. */
    readonly snapshots: string;
}
export interface Blobs {
    has(digest: Digest): Promise<boolean>;
    /** A blob of the store as a value; reading verifies. */
    get(descriptor: Descriptor): Blob;
    /**
     * Streams `content` in; rejects with `oci/corrupt-blob` and leaves nothing where size or digest
     * differ from what is expected. Idempotent.
     */
    put(content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, expected?: {
        readonly digest: Digest;
        readonly size?: number;
    }): Promise<{
        readonly digest: Digest;
        readonly size: number;
    }>;
}
export interface Layers {
    has(diffId: Digest): Promise<boolean>;
    /** A sealed layer as part of an image: uncompressed, media type of `family`, read from `layers/`. */
    get(layer: Pick<SealedLayer, "diffId" | "size">, family: Family): Layer;
    /** Host path of the read-only uncompressed tar. */
    tarPath(diffId: Digest): string;
    /** Writes a changeset as a layer: canonical tar, digest, index and content digest in one pass. */
    seal(changes: Changeset): Promise<SealedLayer>;
    /** Takes a layer's uncompressed bytes as they are (a pulled one), verifies the diffID, indexes it. */
    add(tar: AsyncIterable<Uint8Array>, diffId: Digest): Promise<SealedLayer>;
    /** undefined where the layer is not in the store. A lost or damaged index is made again from the tar. */
    describe(diffId: Digest): Promise<SealedLayer | undefined>;
    /** The merged tree of layers, bottom first: one and the same while it is in use. Content is read from the layer files. */
    tree(diffIds: readonly Digest[]): Promise<Filesystem>;
    /** The layer as a changeset again (for diff, reseal, whiteout-preserving copies). */
    changes(diffId: Digest): Promise<Changeset>;
}
/** A layer's bytes in one compressed form. */
export type Form = Pick<Descriptor, "mediaType" | "digest" | "size">;
/**
 * Compressing is done once per layer for ever. `compressor` names what made the bytes, with its
 * version, level and member bounds ("djib-gzip-1"), or "pulled" for the form a base came in:
 * lower-case letters, digits and "-". A form tells of a blob, not that it is (still) in the store.
 */
export interface Forms {
    get(diffId: Digest, compressor: string): Promise<Form | undefined>;
    put(diffId: Digest, compressor: string, form: Form): Promise<void>;
}
/** What a step key leads to. */
export interface StepRecord {
    readonly layer: SealedLayer;
    /** What made it, for people: "RUN pip install …". */
    readonly createdBy: string;
}
export interface Steps {
    get(key: Digest): Promise<StepRecord | undefined>;
    put(key: Digest, record: StepRecord): Promise<void>;
}
export interface TagRecord {
    /** Normalised: docker.io/library/python:3.13-slim. */
    readonly reference: string;
    readonly image: Descriptor;
    /** Digest of the config: the image ID that docker shows. */
    readonly id: Digest;
    /** What the name means where it means several platforms, or attestations too; the records of all its platforms have it. */
    readonly index?: Descriptor;
    /** Digest that the registry gave for the tag (an index's, perhaps); absent for built images. */
    readonly pulled?: Digest;
    /** ISO time of the pull or build. */
    readonly at: string;
    /** Platform of the image, formatted. One record per reference and platform. */
    readonly platform: string;
    readonly origin: "pulled" | "built" | "loaded";
    /** Repositories that have the layers which were not in the store when this was written; absent where all were. */
    readonly layersAt?: readonly string[];
}
export interface Tags {
    get(reference: string, platform: string): Promise<TagRecord | undefined>;
    list(): Promise<readonly TagRecord[]>;
    put(record: TagRecord): Promise<void>;
    remove(reference: string, platform?: string): Promise<boolean>;
}
export interface Images {
    /**
     * Reads an image back from its manifest in the store. Its layers open from `layers/` where they
     * are uncompressed tars, otherwise from `blobs/`.
     */
    load(manifest: Descriptor): Promise<Image>;
    /** The same for an index that djib saved: its images, and the attestations about them. */
    loadIndex(index: Descriptor): Promise<Index>;
    /**
     * Writes the documents, those that are named before those that name them; the layers' bytes stay
     * where they are. Idempotent. Resolves to the manifest or index.
     */
    save(artifact: Artifact): Promise<Descriptor>;
}

// sinks/registry.d.ts
import { type Reference } from "../oci/reference.js";
import type { Sink } from "./sink.js";
import { type UploadOptions } from "./uploads.js";
/**
 * Pushes to a registry, never to its mirrors. What it has already is not sent; manifests come after
 * their layers, an index after its images, the tag last of all, so that a broken push leaves nothing
 * that can be pulled.
 */
export declare const registrySink: (reference: Reference, options: UploadOptions) => Sink;

// sinks/sink.d.ts
import type { Ctx } from "../ctx.js";
import type { Descriptor } from "../oci/blob.js";
import type { Digest } from "../oci/digest.js";
import type { Artifact } from "../oci/image/image.js";
/** What went out: the digest of the manifest or index that was written, in the form it left. */
export interface Delivered {
    readonly digest: Digest;
    /** The whole of what names it, where the form has manifests. */
    readonly descriptor?: Descriptor;
    /** Where it is now, for the last lines: "registry.example.com/shop:1.0", "shop.tar". */
    readonly place: string;
}
/** Where images go. Atomic: on rejection nothing half-written is left where a user would find it. */
export type Sink = (artifact: Artifact, ctx: Ctx) => Promise<Delivered>;

// sinks/uploads.d.ts
import type { Ctx } from "../ctx.js";
import type { Descriptor, Layer } from "../oci/blob.js";
import type { Document } from "../oci/image/document.js";
import { type Reference } from "../oci/reference.js";
import type { RegistryConfig } from "../oci/registry/config.js";
export interface UploadOptions {
    readonly config: RegistryConfig;
    /** Gives a layer in the form it leaves the machine in. */
    readonly compress: (layer: Layer, ctx: Ctx) => Promise<Layer>;
    /** Where a layer may be already, the likeliest first: of the same registry it is mounted, not sent. */
    readonly mountFrom?: (layer: Layer) => readonly Reference[];
}
/** Sends to one repository, each thing once; what is there already is not sent. */
export interface Uploads {
    /** Gives the layers in the form they were sent in. */
    layers(layers: readonly Layer[]): Promise<readonly Layer[]>;
    /** Documents as blobs. */
    documents(documents: readonly Document[]): Promise<void>;
    /** A manifest or index, by its digest or under the reference's tag. */
    manifest(document: Document, target: "digest" | "tag"): Promise<Descriptor>;
}
/**
 * Opens a repository of a registry, never of its mirrors. Blobs go `limits.registryTransfers` at a
 * time; where one fails the others are stopped and waited for.
 */
export declare function openUploads(given: Reference, { config, compress, mountFrom }: UploadOptions, outer: Ctx): Promise<Uploads>;

// sources/cache-source.d.ts
import type { Ctx } from "../ctx.js";
import type { Layer } from "../oci/blob.js";
import type { CacheRecord } from "../oci/cache/record.js";
import type { Reference } from "../oci/reference.js";
/** The cache of an earlier build, of whatever machine: what one --cache-from names. */
export interface CacheSource {
    /** For people: "shop:cache", "the directory ./cache". */
    readonly name: string;
    /** Where its layers can be mounted from; undefined for a directory. */
    readonly reference: Reference | undefined;
    /** All that it knows; no layer is fetched. Rejects where there is none, or none that can be read. */
    load(ctx: Ctx): Promise<readonly CacheRecord[]>;
    /** Whether a layer that it named is still there, without fetching it. */
    has(layer: Layer, ctx: Ctx): Promise<boolean>;
}

// sources/git/fetch.d.ts
import type { Ctx } from "../../ctx.js";
import type { Filesystem } from "../../oci/filesystem/filesystem.js";
import type { Store } from "../../oci/store/store.js";
import type { ReadSecret } from "../secrets.js";
/** What of a git reference counts for fetching; `GitReference` of dockerfile/ is one. */
export interface GitRequest {
    readonly remote: string;
    /** "" for the default branch. */
    readonly ref: string;
    readonly checksum: string | undefined;
    readonly submodules: boolean | undefined;
    readonly fetchByCommit: boolean;
    /** Whether a .git goes with the files; undefined means false. */
    readonly keepGitDir: boolean | undefined;
}
export interface GitTools {
    readonly store: Store;
    readonly secrets: ReadSecret;
    /** Socket of the ssh agent that the user lends to the build. */
    readonly agent: string | undefined;
}
/** A commit's files. */
export interface GitTree {
    /** The whole repository. Every time is the commit's. */
    readonly tree: Filesystem;
    /** The commit, all of its digits. */
    readonly commit: string;
    /** Full name of the branch or tag; the commit where that was asked for. */
    readonly ref: string;
}
/**
 * The files of a git repository as BuildKit has them after a checkout (source/git): modes 0644 and 0755, owned
 * by 0:0, submodules in their places, no .git but where it is asked for, files of LFS as the pointers that they are in git. A branch or tag
 * is looked up each time; a commit that is in the store never asks the network. Throws `source/…`.
 */
export declare function fetchGit(request: GitRequest, tools: GitTools, ctx: Ctx): Promise<GitTree>;

// sources/http/fetch.d.ts
import type { Ctx } from "../../ctx.js";
import type { Digest } from "../../oci/digest.js";
import type { Backoff } from "../../oci/registry/retry.js";
import type { Transport } from "../../oci/registry/transport.js";
import type { Store } from "../../oci/store/store.js";
import type { ReadSecret } from "../secrets.js";
import { type Kept } from "./kept.js";
export interface HttpTools {
    readonly store: Store;
    readonly transport: Transport;
    readonly backoff: Backoff;
    readonly secrets: ReadSecret;
}
/** A file of a web server, whole in the store. */
export interface HttpFile extends Pick<Kept, "digest" | "size" | "read"> {
    /** Seconds since 1970, from Last-Modified; 0 where the server does not say, as BuildKit has it. */
    readonly modified: number;
}
/**
 * The file at an http or https address. With `checksum` one that is in the store never asks the
 * network, and nothing is kept of a file that has another. Without, the server is asked each time: where it
 * gives an ETag that is known, nothing is downloaded. Throws `source/…`.
 */
export declare function fetchHttp(url: string, checksum: Digest | undefined, { store, transport, backoff, secrets }: HttpTools, ctx: Ctx): Promise<HttpFile>;

// sources/http/kept.d.ts
import type { Digest } from "../../oci/digest.js";
import type { Filesystem } from "../../oci/filesystem/filesystem.js";
import type { Changeset } from "../../oci/layer/changeset.js";
/** What is remembered of an answer beside its bytes. */
export interface Headers {
    /** Without `W/`, as BuildKit compares them. */
    readonly etag: string | undefined;
    /** Seconds since 1970; 0 where the server does not say, as with BuildKit. */
    readonly modified: number;
}
/** A download as it lies in the store: its bytes, and what the server said of them. */
export interface Kept {
    readonly headers: Headers;
    readonly digest: Digest;
    readonly size: number;
    read(): AsyncIterable<Uint8Array>;
}
/** undefined where the tree holds no download that can be read. */
export declare function readKept(tree: Filesystem): Promise<Kept | undefined>;
/** The download in the file `path` as a layer of two files. */
export declare function keptChanges(path: string, { digest, size }: Pick<Kept, "digest" | "size">, headers: Headers): Changeset;

// sources/registry.d.ts
import type { RegistryConfig } from "../oci/registry/config.js";
import type { Store } from "../oci/store/store.js";
import type { Source } from "./source.js";
export interface RegistrySourceOptions {
    readonly store: Store;
    readonly config: RegistryConfig;
    /** Ask the registry even for tags that are in the store; what has not changed is not sent again. */
    readonly pull: boolean;
}
/**
 * Images of the store by their names, else of registries. A tag in the store is used as it is,
 * whatever its age, unless `pull`; a digest in the store never touches the network. Manifest and
 * config are stored at once and the name recorded; a layer goes into the store's blobs when it is
 * first opened, once however many ask, `limits.registryTransfers` at a time. Throws
 * `registry/not-found` rather than giving undefined: nothing comes after a registry.
 */
export declare function registrySource({ store, config, pull }: RegistrySourceOptions): Source;

// sources/remotes.d.ts
import type { Ctx } from "../ctx.js";
import type { Digest } from "../oci/digest.js";
import type { Store } from "../oci/store/store.js";
import type { GitRequest, GitTree } from "./git/fetch.js";
import type { HttpFile } from "./http/fetch.js";
import { type ReadSecret } from "./secrets.js";
export interface RemotesOptions {
    readonly store: Store;
    /** Sent to web servers as User-Agent. */
    readonly userAgent: string;
    readonly secrets?: ReadSecret;
    /** Socket of the ssh agent that the user lends to the build. */
    readonly agent?: string | undefined;
}
/**
 * Files and repositories of the network, for the length of one build: each is asked for once, however many lines name
 * it. What failed may be asked for again.
 */
export interface Remotes {
    /** See `fetchHttp`. */
    file(url: string, checksum: Digest | undefined, ctx: Ctx): Promise<HttpFile>;
    /** See `fetchGit`; the tree is that of the directory `subdir`, "" being the whole. */
    repository(request: GitRequest & {
        readonly subdir: string;
    }, ctx: Ctx): Promise<GitTree>;
}
/** Opens nothing and loads nothing before the first question. */
export declare function openRemotes({ store, userAgent, secrets, agent }: RemotesOptions): Remotes;

// sources/secrets.d.ts
/** The value of a build secret by its id; undefined where there is none. Never logged, kept or put into a key. */
export type ReadSecret = (id: string) => Promise<Uint8Array | undefined>;
export declare const noSecrets: ReadSecret;
/** The first of several secrets that is there, as text without the line end that files have. */
export declare function firstSecret<Name extends {
    readonly id: string;
}>(names: readonly Name[], read: ReadSecret): Promise<{
    readonly name: Name;
    readonly value: string;
} | undefined>;

// sources/source.d.ts
import type { Ctx } from "../ctx.js";
import type { Digest } from "../oci/digest.js";
import type { Image } from "../oci/image/image.js";
import type { Platform } from "../oci/platform.js";
import type { Reference } from "../oci/reference.js";
export interface Found {
    readonly image: Image;
    /** What the tag led to (an index's digest where there is one), for messages and provenance. */
    readonly digest: Digest;
    /** Seconds since it was pulled, where the store answered without asking. */
    readonly age?: number;
}
/**
 * Where base images come from. Layers of what is found may still be remote: they are fetched when
 * opened or when the store is asked for their tree. undefined: this source does not have it.
 */
export type Source = (reference: Reference, platform: Platform, ctx: Ctx) => Promise<Found | undefined>;

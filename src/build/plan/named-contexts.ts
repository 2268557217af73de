import { formatPlatform, type Platform } from "../../oci/platform.ts";
import { familiarName, parseReference, type Reference } from "../../oci/reference.ts";

/** An image by its name in a registry or, where `layout` says so, in an OCI layout on this machine. */
export interface ImageName {
  readonly reference: Reference;
  /** Directory of the layout. */
  readonly layout?: string | undefined;
  /** The stage above that was perhaps meant, where there is no such image. */
  readonly like?: string | undefined;
}

/** As people write it. */
export function shownName({ reference, layout }: ImageName): string {
  if (layout === undefined) return familiarName(reference);
  const { tag, digest } = reference;
  return `oci-layout://${layout}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
}

/** What --build-context gives a name to. */
export type NamedContext =
  | ({ readonly kind: "image" } & ImageName)
  | { readonly kind: "scratch" }
  /** A directory on this machine; its own .dockerignore counts. */
  | { readonly kind: "directory"; readonly path: string }
  /** A git repository, or a file of a web server, which is then called "context". */
  | { readonly kind: "address"; readonly url: string };

/** By name, as `contextName` gives it, or by `name::platform`, which wins for that platform. */
export type NamedContexts = ReadonlyMap<string, NamedContext>;

/** The form in which names are compared: docker.io/library/python:latest and python are the same. */
export const contextName = (text: string): string => familiarName(parseReference(text)).replace(/:latest$/, "");

export interface FoundContext {
  /** Its key among the named contexts. */
  readonly name: string;
  readonly context: NamedContext;
}

/**
 * The named context that stands in for what a FROM, a stage's name or `--from` says; undefined where
 * there is none (BuildKit: dockerui's NamedContext, namedContextFunc).
 */
export function findContext(contexts: NamedContexts, text: string, platform: Platform): FoundContext | undefined {
  if (/^(scratch|context)$/i.test(text)) return undefined;
  const plain = contextName(text);
  for (const name of [`${plain}::${formatPlatform(platform)}`, plain]) {
    const context = contexts.get(name);
    if (context !== undefined) return { name, context };
  }
  return undefined;
}

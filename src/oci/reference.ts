import { type Digest, parseDigest } from "./digest.ts";
import { problem } from "./errors.ts";

/** distribution/reference, normalised: docker.io and library/ are filled in, the tag is not. */
export interface Reference {
  /** host[:port] */
  readonly domain: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const domainGrammar =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[0-9a-fA-F:.]+\])(?::[0-9]{1,5})?$/;
const tagGrammar = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** Parses as docker does; throws `oci/bad-reference` with what is wrong. */
export function parseReference(text: string): Reference {
  const bad = (why: string) =>
    problem("oci/bad-reference", `${JSON.stringify(text.slice(0, 300))} is not an image name: ${why}`);
  if (text === "") throw bad("it is empty");
  const at = text.indexOf("@");
  const digest = at < 0 ? undefined : text.slice(at + 1);
  const named = at < 0 ? text : text.slice(0, at);
  const slash = named.indexOf("/");
  const first = slash < 0 ? "" : named.slice(0, slash);
  const hasDomain = slash >= 0 && (/[.:[]/.test(first) || first === "localhost" || first !== first.toLowerCase());
  let domain = hasDomain ? first : "docker.io";
  let rest = hasDomain ? named.slice(slash + 1) : named;
  if (domain === "index.docker.io") domain = "docker.io";
  if (!domainGrammar.test(domain)) throw bad(`${JSON.stringify(domain)} is not a host`);
  const colon = rest.lastIndexOf(":");
  const tag = colon < 0 ? undefined : rest.slice(colon + 1);
  if (colon >= 0) rest = rest.slice(0, colon);
  if (tag !== undefined && !tagGrammar.test(tag)) throw bad(`${JSON.stringify(tag)} is not a tag`);
  if (domain === "docker.io" && !rest.includes("/")) rest = `library/${rest}`;
  if (rest.length + domain.length + 1 > 255) throw bad("it is longer than 255 characters");
  for (const part of rest.split("/"))
    if (!component.test(part))
      throw bad(
        part !== part.toLowerCase()
          ? "names are lower case"
          : `${JSON.stringify(part)} may hold a-z, 0-9 and single separators ., _, __, -`,
      );
  return {
    domain,
    repository: rest,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest: parseDigest(digest) }),
  };
}

/** With `:latest` where there is neither tag nor digest. */
export const withDefaultTag = (reference: Reference): Reference =>
  reference.tag === undefined && reference.digest === undefined ? { ...reference, tag: "latest" } : reference;

/** The normalised name in full: docker.io/library/python:3.13-slim. */
export const fullName = ({ domain, repository, tag, digest }: Reference): string =>
  `${domain}/${repository}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;

/** As docker shows it to people: python:3.13-slim. */
export const familiarName = (reference: Reference): string =>
  fullName(reference).replace(/^docker\.io\/(?:library\/(?=[^/]*$))?/, "");

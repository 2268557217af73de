import parseExpression from "spdx-expression-parse";
import { digestOf, hexOf } from "../../oci/digest.ts";
import { canonical, type JsonObject } from "../../oci/image/json.ts";
import type { Installed } from "../../userland/installed/installed.ts";
import type { InstalledPackage } from "../../userland/installed/package.ts";
import { packageUrl } from "./package-url.ts";

export interface SpdxSubject {
  /** What the image is called. */
  readonly name: string;
  /** Package URL of the image where it has a name. */
  readonly url: string | undefined;
  /** RFC 3339, whole seconds, in UTC. */
  readonly created: string;
  /** What made the document: "djib-1.0". */
  readonly tool: string;
}

const none = "NOASSERTION";
const image = "SPDXRef-Image";

/**
 * What is installed in an image as a document of SPDX 2.3 (https://spdx.github.io/spdx-spec/v2.3/):
 * the image, which contains the packages. Equal input gives an equal document, its namespace too.
 */
export function spdxDocument(installed: Installed, subject: SpdxSubject): JsonObject {
  const packages = installed.packages.map((one) => packageOf(one, installed));
  const document = {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: "SPDXRef-DOCUMENT",
    name: subject.name,
    creationInfo: { created: subject.created, creators: [`Tool: ${subject.tool}`] },
    packages: [imagePackage(subject), ...packages],
    relationships: [
      { spdxElementId: "SPDXRef-DOCUMENT", relationshipType: "DESCRIBES", relatedSpdxElement: image },
      ...packages.map(({ SPDXID }) => ({
        spdxElementId: image,
        relationshipType: "CONTAINS",
        relatedSpdxElement: SPDXID,
      })),
    ],
  };
  const hash = hexOf(digestOf(canonical(document)));
  return { ...document, documentNamespace: `https://spdx.org/spdxdocs/djib-${hash}` };
}

const imagePackage = ({ name, url }: SpdxSubject) => ({
  SPDXID: image,
  name,
  downloadLocation: none,
  filesAnalyzed: false,
  primaryPackagePurpose: "CONTAINER",
  ...licences(undefined),
  ...(url === undefined ? {} : { externalRefs: [purlReference(url)] }),
});

function packageOf(one: InstalledPackage, { vendor, distribution }: Installed) {
  const url = packageUrl(one, vendor, distribution);
  const id = hexOf(digestOf(`${url}\n${one.database}`)).slice(0, 16);
  return {
    SPDXID: `SPDXRef-Package-${one.type}-${one.name.replaceAll(/[^A-Za-z0-9.-]/g, "-")}-${id}`,
    name: one.name,
    versionInfo: one.version,
    downloadLocation: none,
    filesAnalyzed: false,
    ...licences(one.licence),
    ...(one.maintainer === undefined ? {} : { originator: originator(one.maintainer) }),
    ...(isAddress(one.homepage) ? { homepage: one.homepage } : {}),
    ...(one.summary === undefined ? {} : { summary: one.summary }),
    sourceInfo: `acquired package info from ${one.database}`,
    externalRefs: [purlReference(url)],
  };
}

const purlReference = (url: string) => ({
  referenceCategory: "PACKAGE-MANAGER",
  referenceType: "purl",
  referenceLocator: url,
});

/** SPDX knows persons as "Person: Name (address)". */
const originator = (text: string): string => `Person: ${text.replace(/\s*<([^<>]*)>\s*$/, " ($1)")}`;

/** A licence that is no expression of SPDX's list is not asserted. */
const licences = (declared: string | undefined) => ({
  licenseConcluded: none,
  licenseDeclared: declared !== undefined && isExpression(declared) ? declared : none,
  copyrightText: none,
});

function isExpression(text: string): boolean {
  try {
    parseExpression(text);
    return true;
  } catch {
    return false;
  }
}

/** An address of the web, without a user name or password in it. */
function isAddress(text: string | undefined): boolean {
  const url = text === undefined || !URL.canParse(text) ? undefined : new URL(text);
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
}

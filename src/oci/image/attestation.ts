import type { Descriptor } from "../blob.ts";
import { type Digest, hexOf } from "../digest.ts";
import { attestation as types, oci } from "../media-types.ts";
import { limits } from "../../limits.ts";
import { type Document, documentOf, jsonDocument } from "./document.ts";
import type { Attestation } from "./image.ts";
import { array, bad, object, parseObject, text } from "./json.ts";

const predicateKey = "in-toto.io/predicate-type";
const typeKey = "vnd.docker.reference.type";
const digestKey = "vnd.docker.reference.digest";
const attestationManifest = "attestation-manifest";
const statementType = "https://in-toto.io/Statement/v1";

/** An attestation manifest with its blobs: the config, which is empty, and a statement for each attestation. */
export interface AttestationDocuments {
  readonly manifest: Document;
  readonly blobs: readonly Document[];
}

/**
 * Attestations about the image whose manifest is `target`, as BuildKit 0.34 stores them
 * (docs/attestations/attestation-storage.md; exporter/containerimage/writer.go).
 */
export function attestationDocuments(target: Descriptor, attestations: readonly Attestation[]): AttestationDocuments {
  const config = documentOf(Buffer.from("{}"), types.emptyConfig);
  const statements = attestations.map((one) =>
    jsonDocument(statementOf(one, subjectsOf(one, target)), types.statement),
  );
  const { mediaType, digest, size } = target;
  const manifest = jsonDocument(
    {
      schemaVersion: 2,
      mediaType: oci.manifest,
      artifactType: types.artifact,
      config: { ...config.descriptor, data: Buffer.from(config.bytes).toString("base64") },
      layers: statements.map(({ descriptor }, i) => ({
        ...descriptor,
        annotations: { [predicateKey]: attestations[i]!.predicateType },
      })),
      subject: { mediaType, digest, size },
    },
    oci.manifest,
  );
  return { manifest, blobs: [config, ...statements] };
}

/** Its entry in an index: a platform that nothing runs on, and what it is about. */
export const attestationEntry = ({ descriptor }: Document, target: Descriptor): Descriptor => ({
  ...descriptor,
  annotations: { [typeKey]: attestationManifest, [digestKey]: target.digest },
  platform: { os: "unknown", architecture: "unknown" },
});

/** What BuildKit puts beside each image: provenance, SBOM. */
export const isAttestation = ({ platform, annotations }: Descriptor): boolean =>
  platform?.os === "unknown" || annotations?.[typeKey] === attestationManifest;

/** Whether the entry of an index is an attestation about this image. */
export const isAbout = (entry: Descriptor, image: Descriptor): boolean =>
  entry.annotations?.[typeKey] === attestationManifest && entry.annotations[digestKey] === image.digest;

interface Subject {
  readonly name: string;
  readonly digest: Digest;
}

/** An in-toto statement (https://in-toto.io/Statement/v1) about whatever it is given. */
export const statementOf = ({ predicateType, predicate }: Attestation, subjects: readonly Subject[]) => ({
  _type: statementType,
  predicateType,
  subject: subjects.map(({ name, digest }) => ({ name, digest: { sha256: hexOf(digest) } })),
  predicate,
});

const subjectsOf = ({ subjects }: Attestation, { digest }: Descriptor): readonly Subject[] =>
  (subjects.length === 0 ? ["_"] : subjects).map((name) => ({ name, digest }));

/** Reads a statement back. Throws `image/bad-json` for what is none, `image/too-large`. */
export function parseStatement(bytes: Uint8Array): Attestation {
  const what = "the attestation";
  const statement = parseObject(bytes, what, limits.attestation);
  if (statement._type !== statementType) throw bad(what, "is no in-toto statement");
  const subjects = array(statement.subject, `${what}'s subject`).map((subject, i) =>
    text(object(subject, `${what}'s subject`).name, `${what}'s subject[${i}].name`),
  );
  return {
    predicateType: text(statement.predicateType, `${what}'s predicateType`),
    predicate: object(statement.predicate, `${what}'s predicate`),
    subjects: subjects.filter((name) => name !== "_"),
  };
}

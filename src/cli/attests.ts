import type { AttestRequest, ProvenanceRequest } from "../build/attest/request.ts";
import { nearest } from "../nearest.ts";
import type { Reference } from "../oci/reference.ts";
import { problem } from "./errors.ts";
import { version } from "./version.ts";

interface AttestFlags {
  readonly attest: readonly string[];
  readonly sbom: string | undefined;
  readonly provenance: string | undefined;
}

type Attributes = ReadonlyMap<string, string>;

/**
 * `--attest type=sbom|provenance,…`, and its short forms `--sbom` and `--provenance` with true, false or
 * attributes, as buildx has them (util/buildflags/attests.go). Nothing is attested unless it is asked for.
 */
export function attestRequest(flags: AttestFlags, names: readonly Reference[]): AttestRequest | undefined {
  const given = [
    ...flags.attest.map((text) => parseAttest(text, `--attest ${text}`)),
    ...shorthand("sbom", flags.sbom),
    ...shorthand("provenance", flags.provenance),
  ];
  const [sbom, provenance] = [only("sbom", given), only("provenance", given)];
  if (sbom === undefined && provenance === undefined) return undefined;
  if (sbom !== undefined) checkSbom(sbom);
  return {
    sbom: sbom !== undefined,
    provenance: provenance === undefined ? undefined : provenanceOf(provenance),
    names,
    tool: { name: "djib", version },
  };
}

function parseAttest(text: string, shown: string): Attributes {
  const fields = text.split(",").map((field) => {
    const equals = field.indexOf("=");
    if (equals < 0) throw bad(`${shown}: ${JSON.stringify(field)} is not name=value`);
    return [field.slice(0, equals).trim().toLowerCase(), field.slice(equals + 1)] as const;
  });
  const attributes = new Map(fields);
  const type = attributes.get("type") ?? "";
  if (type === "sbom" || type === "provenance") return attributes;
  const near = nearest(type, ["sbom", "provenance"]);
  throw bad(`${shown}: type is sbom or provenance`, near === undefined ? undefined : `did you mean type=${near}?`);
}

function shorthand(type: string, text: string | undefined): readonly Attributes[] {
  if (text === undefined || text === "") return [];
  const on = bool(text);
  const full = on === undefined ? `type=${type},${text}` : `type=${type},disabled=${!on}`;
  return [parseAttest(full, `--${type} ${text}`)];
}

/** undefined where it is not asked for, or asked not to be. */
function only(type: string, all: readonly Attributes[]): Attributes | undefined {
  const [found, twice] = all.filter((one) => one.get("type") === type);
  if (twice !== undefined) throw bad(`${type} is asked for twice`, "give all its attributes at once");
  return found === undefined || flag(found, "disabled") ? undefined : found;
}

function checkSbom(attributes: Attributes): void {
  refuseOthers(attributes, ["type", "disabled"], {
    generator: "djib reads the package databases itself and starts no scanner",
  });
}

function provenanceOf(attributes: Attributes): ProvenanceRequest {
  refuseOthers(attributes, ["type", "disabled", "mode", "builder-id", "reproducible", "inline-only", "version"], {});
  const mode = attributes.get("mode") ?? "max";
  if (mode !== "min" && mode !== "max") throw bad(`provenance mode=${mode}: the modes are min and max`);
  const slsa = attributes.get("version") ?? "v1";
  if (slsa !== "v1") throw bad(`provenance version=${slsa}: djib writes SLSA v1`, "leave version out");
  return { mode, builderId: attributes.get("builder-id") ?? "", reproducible: flag(attributes, "reproducible") };
}

function refuseOthers(attributes: Attributes, knownNames: readonly string[], why: Readonly<Record<string, string>>) {
  for (const name of attributes.keys()) {
    if (knownNames.includes(name)) continue;
    const near = nearest(name, knownNames);
    const reason = why[name] ?? "there is no such attribute";
    throw bad(`${attributes.get("type")} ${name}: ${reason}`, near === undefined ? undefined : `did you mean ${near}?`);
  }
}

const bool = (text: string): boolean | undefined =>
  /^(?:1|t|true)$/i.test(text) ? true : /^(?:0|f|false)$/i.test(text) ? false : undefined;

function flag(attributes: Attributes, name: string): boolean {
  const text = attributes.get(name);
  const value = text === undefined ? false : bool(text);
  if (value === undefined) throw bad(`${name}=${text}: it is true or false`);
  return value;
}

const bad = (message: string, help?: string) =>
  problem("usage/bad-value", message, { exitCode: 2, ...(help === undefined ? {} : { help }) });

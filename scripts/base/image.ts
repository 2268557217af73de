import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, openAsBlob } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

const oci = "application/vnd.oci.image";
const env = [
  "PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin",
  "LANG=C.UTF-8",
  "PYTHON_VERSION=3.11.2",
];

/**
 * Pushes a root file system as a one-layer image in an index, as public registries serve it, to
 * `repository` (http://host:port/v2/name) under each tag. `created` in milliseconds.
 */
export async function pushImage(tar: string, repository: string, tags: readonly string[], created: number) {
  const { diffId, blob, layer } = await compress(tar);
  await putBlob(repository, layer.digest, await openAsBlob(blob));
  const time = new Date(created).toISOString();
  const platform = { architecture: process.arch === "x64" ? "amd64" : process.arch, os: "linux" };
  const config = {
    ...platform,
    created: time,
    config: { Env: env, Cmd: ["python3"] },
    rootfs: { type: "layers", diff_ids: [diffId] },
    history: [
      { created: time, created_by: "mmdebstrap # stand-in for python:3.11-slim" },
      { created: time, created_by: 'CMD ["python3"]', empty_layer: true },
    ],
  };
  const configDescriptor = describe(`${oci}.config.v1+json`, config);
  await putBlob(repository, configDescriptor.digest, JSON.stringify(config));
  const manifest = {
    schemaVersion: 2,
    mediaType: `${oci}.manifest.v1+json`,
    config: configDescriptor,
    layers: [layer],
  };
  const descriptor = describe(manifest.mediaType, manifest);
  await putManifest(repository, descriptor.digest, manifest);
  const manifests = [{ ...descriptor, platform }];
  const index = { schemaVersion: 2, mediaType: `${oci}.index.v1+json`, manifests };
  for (const tag of tags) await putManifest(repository, tag, index);
}

async function compress(tar: string) {
  const blob = path.join(path.dirname(tar), "layer.tar.gz");
  const [plain, packed] = [createHash("sha256"), createHash("sha256")];
  await pipeline(
    createReadStream(tar, { highWaterMark: 1 << 20 }),
    tap(plain),
    createGzip({ level: 6 }),
    tap(packed),
    createWriteStream(blob),
  );
  const digest = `sha256:${packed.digest("hex")}`;
  const layer = { mediaType: `${oci}.layer.v1.tar+gzip`, digest, size: (await stat(blob)).size };
  return { diffId: `sha256:${plain.digest("hex")}`, blob, layer };
}

function tap(hash: ReturnType<typeof createHash>) {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(undefined, chunk);
    },
  });
}

function describe(mediaType: string, value: unknown): Descriptor {
  const bytes = Buffer.from(JSON.stringify(value));
  return { mediaType, digest: `sha256:${createHash("sha256").update(bytes).digest("hex")}`, size: bytes.length };
}

async function putBlob(repository: string, digest: string, body: Blob | string) {
  const { headers } = await expect(201, 202, await fetch(`${repository}/blobs/uploads/`, { method: "POST" }));
  const url = new URL(headers.get("location") ?? "", repository);
  url.searchParams.set("digest", digest);
  const type = { "content-type": "application/octet-stream" };
  await expect(201, 201, await fetch(url, { method: "PUT", body, headers: type }));
}

async function putManifest(repository: string, reference: string, manifest: { mediaType: string }) {
  const headers = { "content-type": manifest.mediaType };
  const url = `${repository}/manifests/${reference}`;
  await expect(201, 201, await fetch(url, { method: "PUT", headers, body: JSON.stringify(manifest) }));
}

async function expect(low: number, high: number, response: Response) {
  if (response.status >= low && response.status <= high) return response;
  throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
}

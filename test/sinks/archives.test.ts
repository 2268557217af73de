import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { hexOf } from "../../src/oci/digest.ts";
import { imageId } from "../../src/oci/image/derive.ts";
import type { Image } from "../../src/oci/image/image.ts";
import { docker, oci } from "../../src/oci/media-types.ts";
import { parseReference } from "../../src/oci/reference.ts";
import { openStore } from "../../src/oci/store/open.ts";
import type { Store } from "../../src/oci/store/store.ts";
import { dockerArchive } from "../../src/sinks/docker-archive.ts";
import { ociArchive } from "../../src/sinks/oci-archive.ts";
import { ociDirectory } from "../../src/sinks/oci-directory.ts";
import { tarball } from "../../src/sinks/tarball.ts";
import { testCtx } from "../support/ctx.ts";
import { layerOf, noise } from "../support/images.ts";
import { device, file, folder, hardlink, helloProgram, imageWith, symlink, whiteout } from "../support/sample-image.ts";

const names = [parseReference("sample:1.0"), parseReference("localhost:5000/x/y")];
const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const long = `etc/${"long".repeat(40)}`;

describe("archives", () => {
  let home = "";
  let store: Store;
  let image: Image;
  const at = (name: string) => path.join(home, name);
  before(async () => {
    home = mkdtempSync(path.join(tmpdir(), "djib-archives-"));
    store = await openStore(at("store"), testCtx().host);
    const hello = file("bin/hello", helloProgram("hello\n"), { mode: 0o755 });
    const base = [
      folder("bin"),
      hello,
      folder("etc"),
      file("etc/a", "a\n"),
      file("etc/gone", "x"),
      device("null", 1, 3),
    ];
    const capable = file("etc/cap", "c", {
      xattrs: new Map([["user.mark", Buffer.from([0, 255, 10])]]),
      uid: 3_000_000,
    });
    const top = [
      folder("etc"),
      capable,
      whiteout("etc/gone"),
      symlink("etc/link", "/etc/a"),
      file(long, "1"),
      file("etc/one", "1"),
      hardlink("etc/two", "etc/one"),
    ].sort((a, b) => (a.path < b.path ? -1 : 1));
    image = await imageWith(store, [base, top], { cmd: ["/bin/hello"] });
  });
  after(async () => {
    await store[Symbol.asyncDispose]();
    rmSync(home, { recursive: true });
  });

  it("OCI: skopeo reads archive and layout, under both names, and finds them whole", async () => {
    const { digest } = await ociArchive({ dest: at("oci.tar"), names, store })(image, testCtx());
    await ociDirectory({ dest: at("layout"), names, store })(image, testCtx());
    for (const from of [`oci-archive:${at("oci.tar")}:1.0`, `oci:${at("layout")}:latest`]) {
      const seen = JSON.parse(run("skopeo", "inspect", from)) as { Digest: string; Layers: string[] };
      assert.equal(seen.Digest, digest);
      assert.equal(seen.Layers.length, 2);
      run("skopeo", "copy", from, `dir:${mkdtempSync(at("copied-"))}`);
    }
  });

  it("OCI: archive and directory hold the same files, in OCI's types alone", async () => {
    await ociArchive({ dest: at("a.tar"), names, store })({ ...image, family: "oci" }, testCtx());
    await ociDirectory({ dest: at("b"), names, store })(image, testCtx());
    mkdirSync(at("unpacked"));
    run("tar", "-xf", at("a.tar"), "-C", at("unpacked"));
    run("diff", "-r", at("unpacked"), at("b"));
    const index = JSON.parse(readFileSync(at("b/index.json"), "utf8")) as { manifests: { digest: string }[] };
    const manifest = readFileSync(at(`b/blobs/sha256/${index.manifests[0]!.digest.slice(7)}`), "utf8");
    assert.match(manifest, new RegExp(`"mediaType":"${oci.layerGzip.replaceAll(/[.+]/g, "\\$&")}"`));
    assert.doesNotMatch(manifest, /docker/);
  });

  it("OCI: a base of Docker's types is described anew with the same layer bytes and image ID", async () => {
    const base = layerOf(noise(5000));
    const rootfs = { type: "layers", diff_ids: [base.diffId] } as const;
    const pulled: Image = {
      ...image,
      family: "docker",
      layers: [{ ...base, mediaType: docker.layerGzip }],
      config: { ...image.config, rootfs },
    };
    await ociDirectory({ dest: at("anew"), names: [], store })(pulled, testCtx());
    const blobs = readdirSync(at("anew/blobs/sha256"));
    assert.ok(blobs.includes(hexOf(base.digest)) && blobs.includes(hexOf(imageId(pulled))));
    const said = run("skopeo", "inspect", "--raw", `oci:${at("anew")}`);
    assert.equal((JSON.parse(said) as { mediaType: string }).mediaType, oci.manifest);
  });

  it("OCI: several platforms stand in one index", async () => {
    const arm = { ...image, config: { ...image.config, architecture: "arm64" } };
    const images = [image, arm].map((one) => ({
      platform: { os: "linux", architecture: one.config.architecture },
      image: one,
    }));
    await ociArchive({ dest: at("both.tar"), names: [names[0]!], store })({ family: "oci", images }, testCtx());
    for (const architecture of ["amd64", "arm64"]) {
      const said = run("skopeo", "--override-arch", architecture, "inspect", `oci-archive:${at("both.tar")}:1.0`);
      assert.equal((JSON.parse(said) as { Architecture: string }).Architecture, architecture);
    }
    await assert.rejects(dockerArchive({ dest: at("no.tar"), names, store })({ family: "oci", images }, testCtx()), {
      code: "sinks/unsupported",
    });
  });

  it("docker: skopeo finds the image under its names, with the image ID as it was", async () => {
    const { digest } = await dockerArchive({ dest: at("docker.tar"), names, store })(image, testCtx());
    assert.equal(digest, imageId(image));
    for (const name of ["sample:1.0", "localhost:5000/x/y:latest"]) {
      const from = `docker-archive:${at("docker.tar")}:${name}`;
      const manifest = JSON.parse(run("skopeo", "inspect", "--raw", from)) as { config: { digest: string } };
      assert.equal(manifest.config.digest, digest);
    }
  });

  it("docker: a layer that comes twice is there once, compressed ones are unpacked", async () => {
    const gzip = layerOf(await buffer(image.layers[0]!.open()));
    const diffIds = [gzip.diffId, gzip.diffId];
    const twice = {
      ...image,
      layers: [gzip, gzip],
      config: { ...image.config, rootfs: { type: "layers", diff_ids: diffIds } as const },
    };
    await dockerArchive({ dest: at("twice.tar"), names: [names[0]!], store })(twice, testCtx());
    const listed = run("tar", "-tf", at("twice.tar")).trim().split("\n");
    assert.deepEqual(
      listed.filter((name) => name.endsWith(".tar")),
      [`${hexOf(gzip.diffId)}.tar`],
    );
    run("skopeo", "copy", `docker-archive:${at("twice.tar")}`, `dir:${mkdtempSync(at("copied-"))}`);
  });

  it("tar: GNU tar unpacks the merged files with owners, links, devices and attributes", async () => {
    await tarball({ dest: at("flat.tar"), store })(image, testCtx());
    mkdirSync(at("root"));
    run("tar", "-xf", at("flat.tar"), "--xattrs", "--xattrs-include=*", "-C", at("root"));
    assert.deepEqual(readdirSync(at("root/etc")).sort(), ["a", "cap", "link", long.slice(4), "one", "two"]);
    assert.equal(statSync(at("root/etc/one")).ino, statSync(at("root/etc/two")).ino);
    assert.equal(statSync(at("root/etc/cap")).uid, 3_000_000);
    assert.equal(run("getfattr", "-n", "user.mark", "-e", "hex", at("root/etc/cap")).match(/0x\w+/)?.[0], "0x00ff0a");
    assert.equal(statSync(at("root/null")).rdev, statSync("/dev/null").rdev);
    assert.equal(run(at("root/bin/hello")), "hello\n");
  });

  it("write to a stream as to a file, and leave it open", async () => {
    await dockerArchive({ dest: at("file.tar"), names, store })(image, testCtx());
    const stream = new PassThrough();
    const got = buffer(stream);
    const { place } = await dockerArchive({ dest: stream, names, store })(image, testCtx());
    assert.equal(stream.writableEnded, false);
    stream.end();
    assert.deepEqual(await got, readFileSync(at("file.tar")));
    assert.equal(place, "standard output");
  });

  it("write through a link to the file behind it, and into a device without replacing it", async () => {
    writeFileSync(at("behind.tar"), "old");
    symlinkSync("behind.tar", at("link.tar"));
    await tarball({ dest: at("link.tar"), store })(image, testCtx());
    assert.ok(statSync(at("behind.tar")).size > 1000);
    await tarball({ dest: "/dev/null", store })(image, testCtx());
    assert.ok(statSync("/dev/null").isCharacterDevice());
  });

  it("say which disk is full, and leave no temporary file (ENOSPC)", async () => {
    await assert.rejects(tarball({ dest: "/dev/full", store })(image, testCtx()), /\/dev\/full: no space left/);
    const disk = at("disk");
    mkdirSync(disk);
    run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk);
    try {
      const big = await imageWith(store, [[file("big", noise(1_000_000))]]);
      for (const sink of [
        ociArchive({ dest: path.join(disk, "made"), names, store }),
        ociDirectory({ dest: path.join(disk, "made"), names, store }),
      ])
        await assert.rejects(sink(big, testCtx()), {
          code: "sinks/destination",
          message: /made: no space left on the disk/,
        });
      assert.deepEqual(readdirSync(disk), []);
    } finally {
      run("umount", disk);
    }
  });

  it("say that a folder is missing", () =>
    assert.rejects(tarball({ dest: at("no/such/x.tar"), store })(image, testCtx()), /its folder does not exist/));

  it("refuse a directory that is no OCI layout, and leave it alone", async () => {
    mkdirSync(at("mine"));
    writeFileSync(at("mine/precious"), "mine");
    await assert.rejects(ociDirectory({ dest: at("mine"), names, store })(image, testCtx()), {
      code: "sinks/destination",
    });
    assert.deepEqual(readdirSync(at("mine")), ["precious"]);
  });

  it("leave no half archive after kill -9, and the next run succeeds", async () => {
    const dest = at("killed.tar");
    const child = spawn(process.execPath, [
      "--import",
      "tsx",
      fileURLToPath(new URL("../support/endless-archive.ts", import.meta.url)),
      dest,
    ]);
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("exit", resolve));
    assert.throws(() => statSync(dest), { code: "ENOENT" });
    await tarball({ dest, store })(image, testCtx());
    assert.ok(statSync(dest).size > 1000);
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { spdxDocument } from "../../src/build/attest/spdx.ts";
import type { Entry } from "../../src/oci/layer/changeset.ts";
import { installedPackages } from "../../src/userland/installed/installed.ts";
import { parseStanza } from "../../src/userland/installed/stanza.ts";
import { file, folder, imageWith, symlink } from "../support/sample-image.ts";
import { temporaryStore } from "../support/store.ts";

const release = (id: string, version: string) => file("etc/os-release", `NAME=x\nVERSION_ID="${version}"\nID=${id}\n`);
const subject = { name: "shop:1", url: undefined, created: "2026-01-01T00:00:00Z", tool: "djib-1" };

async function installedIn(...entries: readonly Entry[]) {
  await using temporary = await temporaryStore();
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  const image = await imageWith(temporary.store, [sorted]);
  const found = await installedPackages(await temporary.store.layers.tree(image.layers.map(({ diffId }) => diffId)));
  const document = spdxDocument(found, subject) as {
    packages: { licenseDeclared: string; externalRefs?: { referenceLocator: string }[] }[];
  };
  const urls = document.packages.flatMap(({ externalRefs }) =>
    (externalRefs ?? []).map(({ referenceLocator }) => referenceLocator),
  );
  return { ...found, document, urls };
}

describe("what is installed in an image is read", () => {
  it("from dpkg's database, and from one of a file for each package", async () => {
    const status =
      "Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nSource: glibc (2.36-9)\nVersion: 2.36-9+deb12u4\nDescription: C library\n more\n\nPackage: gone\nStatus: deinstall ok config-files\nVersion: 1\n";
    const { urls } = await installedIn(
      release("debian", "12"),
      file("var/lib/dpkg/status", status),
      file("var/lib/dpkg/status.d/tzdata", "Package: tzdata\nVersion: 2024a-0\nArchitecture: all\n"),
      file("var/lib/dpkg/status.d/tzdata.md5sums", "Package: no\nVersion: 1\n"),
    );
    assert.deepEqual(urls, [
      "pkg:deb/debian/libc6@2.36-9+deb12u4?arch=amd64&distro=debian-12&upstream=glibc",
      "pkg:deb/debian/tzdata@2024a-0?arch=all&distro=debian-12",
    ]);
  });

  it("from apk's database, with licences that are SPDX expressions", async () => {
    const text = "C:Q1=\nP:musl\nV:1.2.5-r0\nA:aarch64\nL:MIT\no:musl\n\nP:odd\nV:1\nL:custom, see LICENCE\n";
    const { urls, document } = await installedIn(release("alpine", "3.20.1"), file("lib/apk/db/installed", text));
    assert.deepEqual(urls, [
      "pkg:apk/alpine/musl@1.2.5-r0?arch=aarch64&distro=alpine-3.20.1",
      "pkg:apk/alpine/odd@1?distro=alpine-3.20.1",
    ]);
    assert.deepEqual(
      document.packages.map(({ licenseDeclared }) => licenseDeclared),
      ["NOASSERTION", "MIT", "NOASSERTION"],
    );
  });

  it("from Python's metadata wherever it lies, in its three forms", async () => {
    const { urls } = await installedIn(
      file(
        "venv/lib/python3.13/site-packages/Django-5.2.dist-info/METADATA",
        "Metadata-Version: 2.4\nName: Django\nVersion: 5.2\n\nName: body\n",
      ),
      file("usr/lib/python3/dist-packages/old.egg-info", "Name: old\nVersion: 1\n"),
      file("usr/lib/python3/dist-packages/new_er.egg-info/PKG-INFO", "Name: new_er\nVersion: 2\n"),
      file("srv/METADATA", "Name: none\nVersion: 0\n"),
    );
    assert.deepEqual(urls.sort(), ["pkg:pypi/django@5.2", "pkg:pypi/new-er@2", "pkg:pypi/old@1"]);
  });

  it("through links within the image, and from nothing that leads in circles or through files", async () => {
    const { urls } = await installedIn(
      symlink("lib", "usr/lib"),
      file("usr/lib/apk/db/installed", "P:a\nV:1\n"),
      file("var", "a file"),
      symlink("etc/os-release", "os-release"),
    );
    assert.deepEqual(urls, ["pkg:apk/alpine/a@1"]);
  });

  it("as nothing from an image without packages", async () => {
    assert.deepEqual((await installedIn(folder("srv"))).packages, []);
  });
});

it("a bill of materials is the same for equal input, and another for another", async () => {
  const one = (await installedIn(file("lib/apk/db/installed", "P:a\nV:1\n"))).document;
  const same = (await installedIn(file("lib/apk/db/installed", "P:a\nV:1\n"))).document;
  const other = (await installedIn(file("lib/apk/db/installed", "P:a\nV:2\n"))).document;
  assert.deepEqual(one, same);
  assert.notEqual(
    (one as unknown as { documentNamespace: string }).documentNamespace,
    (other as unknown as { documentNamespace: string }).documentNamespace,
  );
});

it("a stanza of anything is read without failing, to its first empty line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const head = text.split(/\r?\n\r?\n/)[0]!;
      for (const [name, value] of parseStanza(text)) assert.ok(head.toLowerCase().includes(name) && !/\n/.test(value));
    }),
  );
});

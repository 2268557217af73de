import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { parseCacheFrom, parseCacheTo } from "../../src/cli/cache-flags.ts";
import { DjibError } from "../../src/errors.ts";
import { fullName } from "../../src/oci/reference.ts";

const refused = (read: (text: string) => unknown, text: string, words: RegExp) =>
  assert.throws(
    () => read(text),
    (error: DjibError) => {
      const told = `${error.message} ${error.details.help}`;
      assert.deepEqual([error.code, error.details.exitCode], ["usage/bad-value", 2], told);
      assert.match(told, words);
      return true;
    },
    text,
  );

it("takes names of images alone as caches of registries, several in one", () => {
  const names = (text: string) =>
    [...parseCacheFrom(text), ...parseCacheTo(text)].map((cache) =>
      cache.type === "registry" ? fullName(cache.reference) : cache.type,
    );
  assert.deepEqual(names("shop:cache"), ["docker.io/library/shop:cache", "docker.io/library/shop:cache"]);
  assert.deepEqual(names("a/b,c/d").slice(0, 2), ["docker.io/a/b", "docker.io/c/d"]);
});

it("takes every key that buildx takes, in any case and order", () => {
  const [to] = parseCacheTo(
    "MODE=max,ref=r.example.com/c,type=registry,ignore-error=true,image-manifest=false,compression=gzip",
  );
  assert.ok(to?.type === "registry");
  assert.deepEqual([to.mode, to.ignoreError, to.form], ["max", true, { manifest: false, family: "oci" }]);
  const [local] = parseCacheTo('type=local,"dest=a,b",tag=x,reset=1,oci-mediatypes=false');
  assert.deepEqual(local, {
    type: "local",
    mode: "min",
    dest: "a,b",
    tag: "x",
    reset: true,
    ignoreError: false,
    form: { manifest: false, family: "docker" },
  });
  assert.deepEqual(parseCacheTo("type=inline"), [{ type: "inline" }]);
  assert.deepEqual(parseCacheFrom("type=local,src=dir"), [{ type: "local", src: "dir", target: "latest" }]);
});

it("refuses what it does not know with the nearest word, and what it cannot do with the reason", () => {
  refused(parseCacheFrom, "type=registri,ref=a", /did you mean type=registry\?/);
  refused(parseCacheFrom, "type=registry,reff=a", /there is no reff for type=registry .*did you mean ref\?/);
  refused(parseCacheFrom, "type=registry", /ref= is missing/);
  refused(parseCacheFrom, "type=registry,ref=a/B", /not an image name/);
  refused(parseCacheFrom, "ref=a", /type= is missing/);
  refused(parseCacheFrom, "type=local,src=d,digest=sha256:x", /not a sha256 digest/);
  refused(parseCacheFrom, "type=inline", /--cache-from type=registry/);
  refused(parseCacheFrom, "type=gha", /GitHub's own service.*type=registry/);
  refused(parseCacheTo, "type=s3,bucket=b", /Amazon's own service/);
  refused(parseCacheTo, "type=registry,ref=a,mode=maximal", /neither min nor max/);
  refused(parseCacheTo, "type=inline,mode=max", /its own layers alone/);
  refused(parseCacheTo, "type=registry,ref=a,compression=zstd", /compression=zstd: djib compresses by gzip/);
  refused(parseCacheTo, "type=registry,ref=a,compression-level=9", /the same bytes/);
  refused(parseCacheTo, "type=registry,ref=a,image-manifest=true,oci-mediatypes=false", /needs oci-mediatypes=true/);
  refused(parseCacheTo, "type=registry,ref=a,registry.insecure=true", /DJIB_INSECURE_REGISTRIES/);
  refused(parseCacheTo, "type=local,dest=", /dest= is missing/);
  refused(parseCacheTo, 'type=local,"dest=a', /quotes/);
  refused(parseCacheTo, "type=local,dest=a,reset=perhaps", /neither true nor false/);
  refused(parseCacheTo, "type=local,dest=a,constructor=1", /there is no constructor/);
  refused(parseCacheTo, "type=toString,dest=a", /type is one of/);
});

it("reads any text or says what is wrong with it", () => {
  const part = fc.constantFrom("type", "registry", "local", "ref", "mode", "=", ",", '"', "a", "dest", "max", " ");
  const text = fc.oneof(
    fc.string(),
    fc.array(part, { maxLength: 12 }).map((parts) => parts.join("")),
  );
  const property = fc.property(text, (given) => {
    for (const read of [parseCacheFrom, parseCacheTo])
      try {
        read(given);
      } catch (error) {
        assert.ok(error instanceof DjibError && error.code === "usage/bad-value", String(error));
      }
  });
  fc.assert(property, { numRuns: 500 });
});

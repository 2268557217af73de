import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseChallenges } from "../../src/oci/registry/challenge.ts";
import { resolveLocation } from "../../src/oci/registry/follow.ts";
import { parseRetryAfter } from "../../src/oci/registry/retry.ts";
import { nextLink } from "../../src/oci/registry/tags.ts";

const read = (header: string) =>
  parseChallenges(header).map(({ scheme, parameters }) => ({ scheme, ...Object.fromEntries(parameters) }));

test("the challenges of real registries", () => {
  assert.deepEqual(
    read(
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/python:pull,push"',
    ),
    [
      {
        scheme: "bearer",
        realm: "https://auth.docker.io/token",
        service: "registry.docker.io",
        scope: "repository:library/python:pull,push",
      },
    ],
  );
  assert.deepEqual(read('Basic realm="Registry Realm"'), [{ scheme: "basic", realm: "Registry Realm" }]);
  assert.deepEqual(read("BASIC"), [{ scheme: "basic" }]);
  assert.deepEqual(read("Bearer realm=https"), [{ scheme: "bearer", realm: "https" }]);
});

test("several challenges in one header, tokens, blanks, escapes and empty items (RFC 9110, 11.6.1)", () => {
  assert.deepEqual(read('Newauth realm="apps", type=1, title="Login to \\"apps\\"", Basic realm="simple"'), [
    { scheme: "newauth", realm: "apps", type: "1", title: 'Login to "apps"' },
    { scheme: "basic", realm: "simple" },
  ]);
  assert.deepEqual(read('Negotiate YWJj==, , Basic realm = "x" ,Bearer'), [
    { scheme: "negotiate" },
    { scheme: "basic", realm: "x" },
    { scheme: "bearer" },
  ]);
  assert.deepEqual(read('Bearer realm="first",realm="second"'), [{ scheme: "bearer", realm: "first" }]);
});

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const quote = (value: string) => `"${value.replace(/["\\]/g, "\\$&")}"`;

test("whatever is written by the grammar is read again", () => {
  const challenge = fc.record({
    scheme: name,
    parameters: fc.uniqueArray(fc.tuple(name, fc.string({ unit: "grapheme-ascii" })), {
      selector: ([key]) => key,
      minLength: 1,
    }),
  });
  fc.assert(
    fc.property(fc.array(challenge, { minLength: 1, maxLength: 4 }), (challenges) => {
      const header = challenges
        .map(
          ({ scheme, parameters }) =>
            `${scheme} ${parameters.map(([key, value]) => `${key}=${quote(value)}`).join(", ")}`,
        )
        .join(", ");
      const expected = challenges.map(({ scheme, parameters }) => ({ scheme, parameters: new Map(parameters) }));
      assert.deepEqual(parseChallenges(header), expected);
    }),
  );
});

const nasty = fc.string({
  unit: fc.constantFrom('"', "\\", "=", ",", ";", " ", "\t", "a", "<", ">", "rel", "next", "Bearer", "realm", "/"),
  maxLength: 200,
});

test("no header makes the parsers throw or hang", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), nasty), (header) => {
      for (const { scheme } of parseChallenges(header)) assert.notEqual(scheme, "");
      nextLink(header);
      parseRetryAfter(header, new Date());
    }),
    { numRuns: 1000 },
  );
  for (const piece of ['"', "a=", "<", "< ", "; ", "\\", ", a", '<a>;b="', "a ", "\t"]) {
    const started = performance.now();
    parseChallenges(piece.repeat(16_384 / piece.length));
    nextLink(`<x>${piece.repeat(16_384 / piece.length)}`);
    assert.ok(performance.now() - started < 1000, piece);
  }
});

test("Location: whatever it holds, the result is http(s) without a user, or an error that people can read", () => {
  const from = new URL("https://r.example:8443/v2/a/b/blobs/uploads/");
  const location = fc.oneof(
    fc.webUrl(),
    fc.string(),
    nasty,
    fc.constantFrom("//evil", "\\\\evil", "javascript:1", "http://a:b@c/", "https:///x", "?a", "#x", ""),
  );
  fc.assert(
    fc.property(location, (text) => {
      try {
        const url = resolveLocation(text, from);
        assert.match(url.protocol, /^https?:$/);
        assert.equal(url.username + url.password + url.hash, "");
      } catch (error) {
        assert.equal((error as { code?: string }).code, "registry/bad-answer");
      }
    }),
    { numRuns: 1000 },
  );
  assert.equal(
    resolveLocation("http://r.example:8443/x", from).href,
    "https://r.example:8443/x",
    "TLS is kept on the same host",
  );
  assert.equal(resolveLocation("http://r.example/x", from).href, "https://r.example:8443/x");
  assert.equal(resolveLocation("/x?a=b%2Fc", from).href, "https://r.example:8443/x?a=b%2Fc");
});

test("Link: the next page and nothing else (RFC 8288)", () => {
  assert.equal(nextLink('</v2/a/tags/list?n=2&last=x>; rel="next"'), "/v2/a/tags/list?n=2&last=x");
  assert.equal(nextLink('<https://a/1>; rel="prev", <https://a/3>; title="a, b"; rel=next'), "https://a/3");
  assert.equal(nextLink('<https://a/3>; rel="last next"'), "https://a/3");
  assert.equal(nextLink('<https://a/3>; rel="nextish"'), undefined);
  assert.equal(nextLink("/v2/a/tags/list"), undefined);
  assert.equal(nextLink(undefined), undefined);
});

test("Retry-After: seconds and dates", () => {
  const now = new Date("2026-01-02T00:00:00Z");
  assert.equal(parseRetryAfter("120", now), 120_000);
  assert.equal(parseRetryAfter("Fri, 02 Jan 2026 00:00:30 GMT", now), 30_000);
  assert.equal(parseRetryAfter("Fri, 02 Jan 2015 00:00:30 GMT", now), 0);
  assert.equal(parseRetryAfter("soon", now), undefined);
  assert.equal(parseRetryAfter(undefined, now), undefined);
});

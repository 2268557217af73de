import assert from "node:assert/strict";
import { test } from "node:test";
import type { IncomingMessage, ServerResponse } from "node:http";
import { limits } from "../../src/limits.ts";
import { realmOf } from "../../src/oci/registry/token.ts";
import { fakeRegistry, hold } from "../fakes/fake-registry.ts";
import { bodyOf, type Fake, type Handler, json, serve } from "../fakes/hostile.ts";
import { imageOf, layerOf, noise } from "../support/images.ts";
import { cleanCtx, fails, login, pull, push } from "../support/registry.ts";

const image = imageOf([layerOf(noise(100_000)), layerOf("two"), layerOf("three")]);

/** Asks for the bearer tokens that `accepts` knows, from `realm`. */
const asks =
  (realm: () => string, accepts: (token: string, request: IncomingMessage) => boolean) =>
  (request: IncomingMessage, response: ServerResponse): boolean => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    if (token !== undefined && accepts(token, request)) return false;
    const challenge = `Bearer realm="${realm()}",service="fake",scope="repository:a/b:pull"`;
    json(response, 401, { errors: [{ code: "UNAUTHORIZED" }] }, { "www-authenticate": challenge });
    return true;
  };

const tokenService = (handler: Handler): Promise<Fake> => serve(handler);
const query = ({ url }: { url: string }) => new URL(url, "http://x").searchParams;

test("anonymous pull: one token for the whole image", async () => {
  await using service = await tokenService((_, response) => json(response, 200, { token: "t1", expires_in: 300 }));
  await using registry = await fakeRegistry(
    asks(
      () => `${service.origin}/token`,
      (token) => token === "t1",
    ),
  );
  await hold(registry.contents, "a/b", "1", image);
  await pull(`${registry.host}/a/b:1`);
  assert.equal(service.seen.length, 1);
  assert.equal(service.seen[0]!.headers.authorization, undefined);
  assert.deepEqual(
    [query(service.seen[0]!).get("service"), query(service.seen[0]!).getAll("scope")],
    ["fake", ["repository:a/b:pull"]],
  );
});

test("push with a password: scope pull,push, and basic credentials for the service alone", async () => {
  await using service = await tokenService((_, response) => json(response, 200, { access_token: "t1" }));
  await using registry = await fakeRegistry(
    asks(
      () => service.origin,
      (token) => token === "t1",
    ),
  );
  await push(image, `${registry.host}/a/b:1`, { ctx: cleanCtx(login(registry.host)) });
  assert.equal(service.seen.length, 1, "parallel requests share the token");
  assert.equal(service.seen[0]!.headers.authorization, `Basic ${Buffer.from("alice:s3cret").toString("base64")}`);
  assert.deepEqual(query(service.seen[0]!).getAll("scope"), ["repository:a/b:pull,push"]);
  assert.ok(registry.seen.every(({ headers }) => !headers.authorization?.startsWith("Basic")));
});

test("an identity token is exchanged by OAuth 2 POST", async () => {
  let form = new URLSearchParams();
  await using service = await tokenService(async (request, response) => {
    form = new URLSearchParams((await bodyOf(request)).toString());
    json(response, 200, { access_token: "t1" });
  });
  await using registry = await fakeRegistry(
    asks(
      () => service.origin,
      (token) => token === "t1",
    ),
  );
  await hold(registry.contents, "a/b", "1", image);
  const DOCKER_AUTH_CONFIG = JSON.stringify({ auths: { [registry.host]: { identitytoken: "refresh-me" } } });
  await pull(`${registry.host}/a/b:1`, { ctx: cleanCtx({ DOCKER_AUTH_CONFIG }) });
  assert.equal(service.seen[0]!.method, "POST");
  assert.equal(form.get("grant_type"), "refresh_token");
  assert.equal(form.get("refresh_token"), "refresh-me");
  assert.equal(form.get("scope"), "repository:a/b:pull");
});

test("a mount asks for a token that may read the other repository too", async () => {
  await using service = await tokenService((request, response) =>
    json(response, 200, {
      token: query({ url: request.url ?? "" })
        .getAll("scope")
        .join("+"),
    }),
  );
  await using registry = await fakeRegistry(
    asks(
      () => service.origin,
      () => true,
    ),
  );
  await hold(registry.contents, "bases/x", "1", image);
  await push(image, `${registry.host}/a/b:1`, { mountFrom: [`${registry.host}/bases/x:1`] });
  const mount = registry.seen.findLast(({ url }) => url.includes("mount="));
  assert.equal(mount?.headers.authorization, "Bearer repository:a/b:pull,push+repository:bases/x:pull");
});

test("token expires mid-push: refreshed once, and the body is replayed", async () => {
  let issued = 0;
  let uploads = 0;
  await using service = await tokenService((_, response) =>
    json(response, 200, { token: `t${++issued}`, expires_in: 3600 }),
  );
  await using registry = await fakeRegistry(async (request, response) => {
    const spent = request.method === "PATCH" && ++uploads === 1;
    if (spent) await bodyOf(request);
    return asks(
      () => service.origin,
      (token) => token === "t2" || (token === "t1" && !spent && uploads === 0),
    )(request, response);
  });
  const one = imageOf([image.layers[0]!]);
  await push(one, `${registry.host}/a/b:1`);
  assert.equal(issued, 2);
  assert.ok(registry.contents.blobs.has(`a/b/${one.layers[0]!.digest}`));
});

test("a token that is over by the clock is fetched anew before it is refused", async () => {
  const ctx = cleanCtx();
  let now = ctx.host.now().getTime();
  const host = { ...ctx.host, now: () => new Date((now += 40_000)) };
  let issued = 0;
  await using service = await tokenService((_, response) =>
    json(response, 200, { token: `t${++issued}`, expires_in: 60 }),
  );
  await using registry = await fakeRegistry(
    asks(
      () => service.origin,
      () => true,
    ),
  );
  await hold(registry.contents, "a/b", "1", image);
  await pull(`${registry.host}/a/b:1`, { ctx: { ...ctx, host } });
  assert.ok(issued > 1);
  assert.equal(registry.seen.filter(({ headers }) => headers.authorization === undefined).length, 1);
});

test("wrong password: told with host and user, without end-less tries", async () => {
  await using service = await tokenService((_, response) => json(response, 401, {}));
  await using registry = await fakeRegistry(
    asks(
      () => service.origin,
      () => false,
    ),
  );
  const ctx = cleanCtx(login(registry.host));
  await assert.rejects(
    pull(`${registry.host}/a/b:1`, { ctx }),
    fails(
      "registry/unauthorized",
      registry.host,
      "user alice from DOCKER_AUTH_CONFIG",
      "the token service answered 401",
      "!s3cret",
    ),
  );
  assert.equal(service.seen.length, 1);
});

test("a registry that never takes its own tokens: an end", async () => {
  await using service = await tokenService((_, response) => json(response, 200, { token: "t" }));
  await using registry = await fakeRegistry(
    asks(
      () => service.origin,
      () => false,
    ),
  );
  await assert.rejects(pull(`${registry.host}/a/b:1`), fails("registry/unauthorized", "none found in"));
  assert.ok(registry.seen.length <= 4);
});

for (const realm of [
  "http://169.254.169.254/token",
  "https://[fe80::1]/token",
  "file:///etc/passwd",
  "http://user:pw@127.0.0.1/",
  "nonsense",
  "http://metadata.google.internal/",
])
  test(`realm ${realm}: refused, nothing is sent`, async () => {
    await using registry = await fakeRegistry(
      asks(
        () => realm,
        () => false,
      ),
    );
    const ctx = cleanCtx(login(registry.host));
    await assert.rejects(pull(`${registry.host}/a/b:1`, { ctx }), fails("registry/bad-answer", "!s3cret"));
  });

test("a realm without TLS for a registry with TLS: refused, unless it is on loopback or the registry is listed as insecure", () => {
  const challenge = (realm: string) => ({ scheme: "bearer", parameters: new Map([["realm", realm]]) });
  const registry = new URL("https://r.example");
  assert.throws(
    () => realmOf(challenge("http://auth.example/"), registry, false),
    fails("registry/bad-answer", "not encrypted"),
  );
  assert.equal(realmOf(challenge("http://auth.example/"), registry, true).url.host, "auth.example");
  assert.equal(realmOf(challenge("http://127.0.0.1:1/"), registry, false).url.host, "127.0.0.1:1");
  assert.equal(realmOf(challenge("https://auth.example/"), registry, false).url.host, "auth.example");
});

test("a token service that redirects: credentials do not go along", async () => {
  await using thief = await serve((_, response) => json(response, 200, { token: "t" }));
  await using service = await tokenService(
    (_, response) => void response.writeHead(307, { location: thief.origin }).end(),
  );
  await using registry = await fakeRegistry(
    asks(
      () => service.origin,
      () => true,
    ),
  );
  await hold(registry.contents, "a/b", "1", image);
  await pull(`${registry.host}/a/b:1`, { ctx: cleanCtx(login(registry.host)) });
  assert.equal(thief.seen.length, 1);
  assert.equal(thief.seen[0]!.headers.authorization, undefined);
});

test("huge token, no token, a token with a line break: refused", async () => {
  for (const answer of [{ token: "x".repeat(limits.token) }, {}, { token: "a\r\nx-evil: 1" }, { token: 5 }, []]) {
    await using service = await tokenService((_, response) => json(response, 200, answer));
    await using registry = await fakeRegistry(
      asks(
        () => service.origin,
        () => true,
      ),
    );
    await assert.rejects(pull(`${registry.host}/a/b:1`), fails("registry/bad-answer"));
  }
});

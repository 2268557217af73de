import { problems } from "../../errors.ts";

export const problem = problems({
  "registry/unreachable":
    "No answer came from the registry: the name does not resolve, the connection was refused or reset, it timed out, or its certificate is not trusted. Proxies are taken from HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY; further certificate authorities from SSL_CERT_FILE, SSL_CERT_DIR, NODE_EXTRA_CA_CERTS and docker's certs.d/HOST/ca.crt.",
  "registry/unauthorized":
    "The registry refused the request (401 or 403). djib uses what `docker login` and `podman login` have stored: DOCKER_AUTH_CONFIG, REGISTRY_AUTH_FILE, docker's config.json with its credential helpers, and containers/auth.json. Many registries also say 401 or 403 for a repository that does not exist.",
  "registry/credentials":
    "Stored credentials could not be read: the file is not valid JSON, or a credential helper is missing, hangs, failed, or has a name that is not a plain program name.",
  "registry/not-found": "The registry has no such repository, tag or digest.",
  "registry/rate-limited":
    "The registry answers 429 Too Many Requests, again after djib waited as long as it was asked to. Docker Hub counts pulls by address for anonymous users; `docker login` raises the limit.",
  "registry/bad-answer":
    "The registry, or something between, answered in a way that the distribution specification does not allow, or that would be unsafe to follow: too large, malformed, a digest that does not match, or an address that must not be visited.",
  "registry/bad-config": "The configuration of registries or mirrors is malformed.",
});

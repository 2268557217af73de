import { problems } from "../errors.ts";

export const problem = problems({
  "source/unreachable":
    "No answer came from the server of a file or repository that the build fetches: the name does not resolve, the connection was refused, reset or timed out, or its certificate is not trusted. Proxies and certificate authorities are taken from where djib takes them for registries: HTTPS_PROXY, HTTP_PROXY, NO_PROXY, SSL_CERT_FILE, SSL_CERT_DIR and NODE_EXTRA_CA_CERTS.",
  "source/refused":
    "The server answered the request for a file with a status other than 2xx: 404 where there is no such file, 401 or 403 where it wants to know who asks. A token goes in as a secret named HTTP_AUTH_TOKEN_<host>, a whole header as HTTP_AUTH_HEADER_<host>.",
  "source/bad-answer":
    "The server's answer cannot be used: it is too large, cut short, damaged, or redirects in a circle or to an address that a build has no business with.",
  "source/checksum":
    "What was fetched is not what the Dockerfile's checksum says: the file or the branch has changed since the checksum was written, or it is not what you think. Nothing of it was kept.",
  "source/no-git":
    "A git repository is fetched by the program `git`, as docker build does, and there is none on this machine's PATH. Install git, or let the Dockerfile fetch an archive of the repository by its https address.",
  "source/git":
    "git could not fetch a repository. What it said follows the message. A private repository over https needs a secret named GIT_AUTH_TOKEN (or GIT_AUTH_HEADER), one over ssh the keys of an agent: --ssh default.",
  "source/no-ref": "The git repository has no branch, tag or commit of that name.",
  "source/bad-ref": "The name of a git branch, tag or commit is none that git knows of, or looks like an option.",
  "source/no-directory": "The directory that the git address names is not in the repository, or is no directory there.",
  "source/submodule":
    "A submodule of a git repository cannot be fetched: its address is missing, of a kind that djib does not follow, or leads out. Add ?submodules=false to the address to leave submodules out.",
  "source/no-agent":
    "A git repository over ssh needs the keys of an ssh agent, and no agent was given to the build: --ssh default.",
});

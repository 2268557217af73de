import { lines } from "./case.ts";

/** Dockerfiles that the portable executor is asked about; some have the shape of the official images' own. */
export const verdictCases = {
  "what a project does to its image": lines(
    [
      "RUN mkdir -p /app/static && chown nobody /app",
      "COPY . /app",
      "WORKDIR /app",
      "RUN ./setup.sh && sh scripts/other.sh",
      "RUN pip install --no-cache-dir -r requirements.txt",
      "RUN python manage.py collectstatic --noinput",
      'RUN ["python3", "-V"]',
    ],
    {
      "setup.sh": "#!/bin/sh\nset -e\nmkdir x\n",
      "scripts/other.sh": "if [ -f x ]; then\n  python3 -c 1\nfi\n",
      "requirements.txt": "Django\n",
    },
  ),
  "the right part of a condition may never run": lines([
    "RUN test -x /usr/bin/node || apt-get install -y nodejs",
    "RUN mkdir /a && cd /a && apt-get update",
    "RUN if command -v apt-get >/dev/null; then apt-get update; fi; echo done",
    "RUN [ -e /x ] || exit 0; apt-get update",
    "RUN for f in a b; do python3 $f; done",
  ]),
  "a here-document is told line by line": lines([
    "RUN <<EOF",
    "set -eu",
    "mkdir /x",
    "apt-get update",
    "EOF",
    "RUN <<EOF",
    "#!/usr/bin/env python3",
    "print(1)",
    "EOF",
  ]),
  "what a RUN made may be anything": lines([
    "RUN curl -fsSLo /usr/local/bin/tini https://example.test/tini; chmod +x /usr/local/bin/tini",
    "RUN tini --version",
    "RUN /opt/venv/bin/pip install x",
    "RUN echo x | sh",
    'RUN $TOOL x; "$(command -v cat)" /etc/hosts',
    "RUN mkdir /later",
  ]),
  "programs that start others are seen through": lines([
    "RUN env -i A=1 python3 x",
    "RUN nice -n 5 env python3 x",
    "RUN timeout 5 sh -c 'exec python3'",
    "RUN nohup nice -n 5 cat /etc/hosts",
  ]),
  "mounts and limits": lines([
    "RUN --mount=type=ssh true",
    "RUN --mount=type=bind,target=/src /src/run.sh",
    "RUN --mount=type=cache,target=/root/.cache cat /etc/hosts",
  ]),
  // As python's: packages, a compiler, then links.
  "an interpreter is built from source": lines([
    "RUN set -eux; \\",
    '\tsavedAptMark="$(apt-mark showmanual)"; \\',
    "\tapt-get update; \\",
    '\tmake -j "$(nproc)"',
    "RUN set -eux; \\",
    "\tfor src in idle3 pip3 python3; do \\",
    '\t\tdst="$(echo "$src" | tr -d 3)"; \\',
    '\t\t[ -s "/usr/local/bin/$src" ]; \\',
    '\t\ttest ! -e "/usr/local/bin/$dst"; \\',
    "\tdone",
  ]),
  // As node's: a user first, then an archive for the architecture.
  "an archive for an architecture": lines([
    "RUN groupadd --gid 1000 node \\",
    "  && useradd --uid 1000 --gid node --shell /bin/bash --create-home node",
    'RUN ARCH= && dpkgArch="$(dpkg --print-architecture)" \\',
    "    && case \"${dpkgArch##*-}\" in amd64) ARCH='x64';; *) echo unsupported; exit 1 ;; esac \\",
    "    && set -ex \\",
    "    # a comment between",
    "    && apt-get update",
  ]),
  // As postgres': a user with numbers, keys, a diversion.
  "a server with a user of its own": lines([
    "RUN set -eux; \\",
    "\tgroupadd -r postgres --gid=999; \\",
    "# a comment between",
    "\tuseradd -r -g postgres --uid=999 --home-dir=/var/lib/postgresql --shell=/bin/bash postgres",
    "RUN set -ex; \\",
    "\tkey='B97B'; \\",
    "\tmkdir -p /usr/local/share/keyrings/; \\",
    '\tgpg --batch --recv-keys "$key"',
    "RUN set -eux; \\",
    '\tdpkg-divert --add --rename --divert "/usr/share/x.dpkg" "/usr/share/x"',
    "RUN mkdir /docker-entrypoint-initdb.d",
  ]),
  // As nginx': everything behind &&.
  "a system user and a repository": lines([
    "RUN set -x \\",
    "# first the user",
    "    && addgroup --system --gid 101 nginx \\",
    '    && adduser --system --disabled-login --ingroup nginx --no-create-home --home /nonexistent --gecos "nginx user" --shell /bin/false --uid 101 nginx \\',
    "    && apt-get update \\",
    "    && apt-get install --no-install-recommends -y gnupg1 ca-certificates",
  ]),
} as const;

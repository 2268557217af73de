import { type DockerfileCases, lines } from "../case.ts";

const entrypoint = '#!/bin/sh\nset -e\nexec "$@"\n';

/** Scripts that are made executable, or run. */
export const entrypoints: DockerfileCases = {
  "an entrypoint becomes executable": lines(
    ["COPY entrypoint.sh /entrypoint.sh", "RUN chmod +x /entrypoint.sh", 'ENTRYPOINT ["/entrypoint.sh"]'],
    { "entrypoint.sh": entrypoint },
  ),
  "carriage returns are taken away (cookiecutter-django)": lines(
    [
      "COPY ./entrypoint /entrypoint",
      "RUN sed -i 's/\\r$//g' /entrypoint",
      "RUN chmod +x /entrypoint",
      "COPY ./start /start",
      "RUN sed -i 's/\\r$//g' /start && chmod +x /start && chown nobody /start",
    ],
    { entrypoint: entrypoint.replaceAll("\n", "\r\n"), start: "#!/bin/bash\r\nexec gunicorn\r\n" },
  ),
  "all scripts of a directory": lines(
    ["COPY scripts /scripts", "RUN chmod -R +x /scripts && chmod 644 /scripts/lib/common.sh"],
    { "scripts/a.sh": entrypoint, "scripts/b.sh": entrypoint, "scripts/lib/common.sh": "x=1\n" },
  ),
  "a script of the context is run": lines(
    ["COPY setup.sh /tmp/", "RUN sh /tmp/setup.sh one 'two words' && rm /tmp/setup.sh"],
    { "setup.sh": 'set -eu\nmkdir -p /srv/$1\necho "$2" > /srv/$1/file\necho done $#\n' },
  ),
  "a script runs by its first line": lines(
    ["COPY setup.sh /usr/local/bin/setup", "RUN chmod 755 /usr/local/bin/setup && setup && /usr/local/bin/setup again"],
    { "setup.sh": '#!/bin/sh -eu\necho "$0 ${1:-first}" >> /var/log/setup.log\n' },
  ),
  "an entrypoint is written in the Dockerfile": lines([
    "COPY --chmod=755 <<'EOF' /entrypoint.sh",
    "#!/bin/sh",
    'exec "$@"',
    "EOF",
    "RUN test -x /entrypoint.sh && /entrypoint.sh echo works",
  ]),
  "an entrypoint is printed into place": lines([
    "RUN printf '#!/bin/sh\\nset -e\\nexec \"$@\"\\n' > /usr/local/bin/docker-entrypoint.sh && chmod a+x /usr/local/bin/docker-entrypoint.sh",
  ]),
  "an entrypoint is echoed line by line": lines([
    "RUN echo '#!/bin/sh' > /start.sh && echo 'exec gunicorn \"$@\"' >> /start.sh && chmod +x /start.sh && cat /start.sh",
  ]),
  "wait-for scripts find their command": lines(
    ["COPY --chmod=0755 wait /usr/local/bin/wait-for", "RUN wait-for db:5432 -- echo ready"],
    {
      wait: '#!/bin/sh\nwhile [ $# -gt 0 ]; do\n  case "$1" in\n    *:*) host=${1%%:*} port=${1##*:}; shift;;\n    --) shift; break;;\n    *) exit 64;;\n  esac\ndone\necho "$host $port"\nexec "$@"\n',
    },
  ),
  "a here-document is the script": lines([
    "RUN <<EOF",
    "set -eu",
    "mkdir -p /app",
    "for name in a b c; do",
    '  echo "$name" > "/app/$name.txt"',
    "done",
    "cat /app/*.txt",
    "EOF",
  ]),
  "a here-document with its own interpreter": lines([
    "RUN <<EOF",
    "#!/bin/sh -x",
    "echo from $0",
    "date -u -d @0 +%F > /epoch",
    "EOF",
  ]),
};

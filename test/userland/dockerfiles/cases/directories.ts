import { type DockerfileCases, lines } from "../case.ts";

/** Places that an application is put into. */
export const directories: DockerfileCases = {
  "cookiecutter-django makes its directories": lines([
    "ARG APP_HOME=/app",
    "WORKDIR ${APP_HOME}",
    "RUN mkdir -p /app/staticfiles /app/media \\",
    "    && chmod -R 755 /app/staticfiles /app/media",
  ]),
  "a data directory belongs to nobody": lines([
    "RUN mkdir -p /data/db && chown -R nobody:nogroup /data && chmod 0700 /data/db",
  ]),
  "a mode is given when the directory is made": lines(["RUN mkdir -m 1777 /scratch && mkdir -p -m 750 /srv/a/b"]),
  "directories are made by braces of a loop": lines([
    "RUN for d in logs media static run; do mkdir -p /srv/app/$d; done && ls /srv/app",
  ]),
  "an empty file marks a directory": lines(["RUN mkdir -p /app/static && touch /app/static/.gitkeep"]),
  "what is not needed is removed": lines(
    ["COPY . /app", "WORKDIR /app", "RUN rm -rf tests docs *.md .github && find . -type f"],
    {
      "app.py": "print(1)\n",
      "README.md": "x",
      "CHANGES.md": "y",
      "tests/test_a.py": "a",
      "docs/index.rst": "b",
      ".github/ci.yml": "c",
    },
  ),
  "caches of a system are removed": lines([
    "RUN rm -rf /var/lib/apt/lists/* /var/cache/apt/archives /tmp/* /var/tmp/* /root/.cache",
  ]),
  "a link leads to the current release": lines([
    "RUN mkdir -p /opt/app-1.2.3/bin && ln -s /opt/app-1.2.3 /opt/app && ln -sf /opt/app/bin /usr/local/app-bin && ls -l /opt | wc -l",
  ]),
  "logs go to the standard streams": lines([
    "RUN mkdir -p /var/log/nginx && ln -sf /dev/stdout /var/log/nginx/access.log && ln -sf /dev/stderr /var/log/nginx/error.log",
  ]),
  "a tree is copied and moved": lines(
    [
      "COPY src /src",
      "RUN cp -r /src /app && cp -a /src/pkg /app/pkg2 && mv /app/pkg /app/renamed && rmdir /app/empty 2>/dev/null || true",
    ],
    { "src/pkg/__init__.py": "", "src/pkg/a.py": "a = 1\n", "src/run.sh": "#!/bin/sh\necho\n" },
  ),
  "files are installed with owner and mode": lines(
    [
      "COPY conf /tmp/conf",
      "RUN install -d -m 0755 -o www-data -g www-data /var/www/app && install -m 0640 -o root -g www-data /tmp/conf/app.ini /etc/app.ini && rm -r /tmp/conf",
    ],
    { "conf/app.ini": "[app]\nx=1\n" },
  ),
  "modes are changed by letters": lines([
    "RUN mkdir -p /app/bin && touch /app/bin/a /app/bin/b && chmod u+x,go-rwx /app/bin/a && chmod -R a+rX,u+w /app && chmod g+s /app",
  ]),
};

import { type DockerfileCases, lines } from "../case.ts";

const settings = 'DEBUG = True\nALLOWED_HOSTS = []\nSECRET_KEY = "insecure"\n';

/** sed, grep, awk and echo on configuration. */
export const configuration: DockerfileCases = {
  "settings are switched by sed": lines(
    [
      "COPY settings.py /app/",
      "RUN sed -i -e 's/^DEBUG = True/DEBUG = False/' -e \"s/ALLOWED_HOSTS = \\[\\]/ALLOWED_HOSTS = ['*']/\" /app/settings.py && cat /app/settings.py",
    ],
    { "settings.py": settings },
  ),
  "lines are deleted, inserted and appended": lines(
    [
      "COPY settings.py /app/",
      "RUN sed -i '/SECRET_KEY/d; 1i # made by the build' /app/settings.py && sed -i '$a STATIC_ROOT = \"/static\"' /app/settings.py",
    ],
    { "settings.py": settings },
  ),
  "a backup is left by sed": lines([
    "RUN sed -i.bak 's/^root:x/root:*/' /etc/passwd && diff /etc/passwd /etc/passwd.bak || true",
  ]),
  "placeholders are filled in": lines(
    [
      "ARG VERSION=1.2.3",
      "COPY conf.tpl /etc/app.conf",
      'RUN sed -i "s|@VERSION@|${VERSION}|g; s|@HOST@|$(hostname)|" /etc/app.conf && grep -c 1.2.3 /etc/app.conf',
    ],
    { "conf.tpl": "version=@VERSION@\nhost=@HOST@\nagain=@VERSION@\n" },
  ),
  "requirements are filtered by grep": lines(
    [
      "COPY requirements.txt /app/",
      "WORKDIR /app",
      "RUN grep -v '^psycopg2' requirements.txt | grep -vE '^(#|$)' | sort -u > requirements.docker.txt && wc -l requirements.docker.txt",
    ],
    { "requirements.txt": "# web\nDjango==5.0\ngunicorn\n\npsycopg2==2.9\nDjango==5.0\nwhitenoise\n" },
  ),
  "a version is cut out of a file": lines(
    [
      "COPY pyproject.toml /app/",
      "RUN grep '^version' /app/pyproject.toml | cut -d'\"' -f2 | tr -d '\\n' > /VERSION && awk -F'\"' '/^name/ {print $2}' /app/pyproject.toml",
    ],
    { "pyproject.toml": '[project]\nname = "shop"\nversion = "4.5.6"\n' },
  ),
  "lines are appended to the system's configuration": lines([
    "RUN echo 'Europe/Berlin' > /etc/timezone && ln -snf /usr/share/zoneinfo/Europe/Berlin /etc/localtime && echo 'alias ll=\"ls -l\"' >> /etc/bash.bashrc",
  ]),
  "a file is written by tee": lines([
    "RUN echo 'listen 8000;' | tee /etc/app.conf /etc/app.conf.d && cat /etc/app.conf",
  ]),
  "a configuration by cat and a here-document": lines([
    "RUN cat > /etc/supervisord.conf <<EOF",
    "[supervisord]",
    "nodaemon=true",
    "user=$(whoami)",
    "EOF",
    "RUN cat /etc/supervisord.conf",
  ]),
  "printf writes several lines": lines([
    "RUN printf '%s\\n' '[global]' 'index-url = https://example.test/simple' 'no-cache-dir = true' > /etc/pip.conf && printf '%05.1f|%-6s|%x\\n' 3.14159 ab 255",
  ]),
  "environment is written out sorted": lines([
    "ENV B=2 A=1 C='3 4'",
    "RUN env | grep -E '^[ABC]=' | sort > /env && printenv C",
  ]),
  "the release is read": lines([
    'RUN . /etc/os-release && echo "$ID $VERSION_CODENAME" > /release && cat /release && uname -s -m && arch && nproc >/dev/null',
  ]),
  "files are found and changed": lines(
    [
      "COPY app /app",
      "RUN find /app -name '*.pyc' -delete && find /app -type d -exec chmod 755 {} + && find /app -type f -name '*.py' -exec chmod 644 {} \\; && find /app -name '*.sh' | xargs -r chmod +x && find /app | sort",
    ],
    { "app/a.py": "a", "app/a.pyc": "b", "app/sub/b.py": "c", "app/sub/run.sh": "d", "app/sub/deep/c.pyc": "e" },
  ),
  "tests and byte code are cleaned away (python image)": lines([
    "RUN mkdir -p /opt/py/lib/test /opt/py/lib/pkg && touch /opt/py/lib/test/t.py /opt/py/lib/pkg/a.pyc /opt/py/lib/pkg/a.py /opt/py/lib/pkg/libx.a; \\",
    "  find /opt/py -depth \\",
    "    \\( \\",
    "      \\( -type d -a \\( -name test -o -name tests -o -name idle_test \\) \\) \\",
    "      -o \\( -type f -a \\( -name '*.pyc' -o -name '*.pyo' -o -name 'libpython*.a' \\) \\) \\",
    "    \\) -exec rm -rf '{}' + ; find /opt/py | sort",
  ]),
};

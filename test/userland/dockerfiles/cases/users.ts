import { type DockerfileCases, lines } from "../case.ts";

/** Who an application runs as. */
export const users: DockerfileCases = {
  "a system user without a home": lines(["RUN useradd --system --no-create-home --shell /usr/sbin/nologin app"]),
  "a group and a user with numbers": lines([
    "RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --create-home app",
    "USER app",
    "RUN id && touch ~/mine",
  ]),
  "cookiecutter-django's user": lines([
    "RUN addgroup --system django \\",
    "    && adduser --system --ingroup django django",
    "RUN mkdir /app && chown django:django /app",
  ]),
  "docker init's user": lines([
    "ARG UID=10001",
    "RUN adduser \\",
    "    --disabled-password \\",
    '    --gecos "" \\',
    '    --home "/nonexistent" \\',
    '    --shell "/sbin/nologin" \\',
    "    --no-create-home \\",
    '    --uid "${UID}" \\',
    "    appuser",
  ]),
  "a user in further groups": lines([
    "RUN groupadd -r celery && useradd -r -g celery -G www-data,users -d /home/celery -m -s /bin/bash celery && id celery",
  ]),
  "a user changes its groups and shell": lines([
    "RUN useradd -m dev && usermod -aG sudo,adm dev && usermod -s /bin/sh dev && groups dev",
  ]),
  "an id of the context's owner": lines([
    "ARG USER_ID=1234",
    "ARG GROUP_ID=1234",
    "RUN if getent group ${GROUP_ID}; then echo taken; else groupadd -g ${GROUP_ID} user; fi \\",
    "  && useradd -l -u ${USER_ID} -g ${GROUP_ID} user",
  ]),
  "whatever a user makes is his": lines([
    "RUN useradd -m app && install -d -o app -g app /app",
    "WORKDIR /app",
    "USER app",
    "RUN mkdir -p a/b && echo x > a/b/c && umask 077 && echo y > secret && ls -ln . | tail -n +2 | cut -c1-10",
  ]),
  "a user may not write to the system": lines([
    "RUN useradd -u 5000 app",
    "USER 5000",
    "RUN touch /etc/x 2>&1 || echo refused; test ! -e /etc/x",
  ]),
  "a password is set by chpasswd's encrypted form": lines([
    "RUN useradd -m ops && echo 'ops:$6$abc$def' | chpasswd -e && passwd -l ops",
  ]),
  "a group is looked up and made when it is missing": lines([
    "RUN getent group docker || groupadd -g 998 docker; getent group docker; getent passwd root | cut -d: -f7",
  ]),
};

import { type DockerfileCases, lines } from "../case.ts";

/** What shells are asked for. */
export const shell: DockerfileCases = {
  "set -eux prints what is run": lines(["RUN set -eux; mkdir -p /a/b; cd /a; touch b/c; ls b"]),
  "an architecture is chosen by case": lines([
    'RUN case "$(uname -m)" in x86_64) arch=amd64;; aarch64) arch=arm64;; *) echo unsupported; exit 1;; esac; echo $arch > /arch',
  ]),
  "a value by default and a demanded one": lines([
    "ARG NAME",
    'RUN echo "${NAME:-shop}" > /name; : "${HOME:?}"; echo ${#HOME}',
  ]),
  "arithmetic and loops": lines([
    "RUN i=0; while [ $i -lt 5 ]; do i=$((i + 1)); echo $i; done > /numbers; seq 5 | cmp - /numbers && echo same",
  ]),
  "a function is called in a subshell": lines([
    'RUN die() { echo "$*" >&2; exit 1; }; (cd /tmp && echo x > y) || die no; cat /tmp/y',
  ]),
  "temporary files are made and removed by a trap": lines([
    'RUN tmp=$(mktemp -d); trap \'rm -rf "$tmp"\' EXIT; echo x > $tmp/file; cp $tmp/file /kept; test -d "$tmp" && echo there',
  ]),
  "names with blanks and other bytes": lines([
    "RUN mkdir '/with blank' && touch '/with blank/ä' \"/with blank/$(printf '\\377')\" && ls -1 '/with blank' | wc -l",
  ]),
  "a condition on a secret that is not there": lines([
    'RUN if [ -f /run/secrets/token ]; then cat /run/secrets/token; else echo none; fi; [ -z "$TOKEN" ] && echo empty',
  ]),
  "globs are expanded and ordered": lines([
    "RUN cd /tmp && touch b a c.txt .hidden && echo * && echo [ab] *.txt && rm -f [ab] && echo *",
  ]),
  "pipes pass data on": lines([
    "RUN yes | head -3 | nl | tr '\\t' ' ' > /yes; seq 1000 | sort -rn | head -n 2; printf 'b\\na\\n' | sort | uniq -c",
  ]),
  "a status is looked at": lines([
    "RUN false || echo $?; true && echo $?; sh -c 'exit 7' || echo $?; ! grep -q nothing /etc/passwd && echo absent",
  ]),
  "the exec form has no shell": lines([
    'RUN ["mkdir", "-p", "/exec/a b"]',
    'RUN ["/bin/sh", "-c", "echo $0 $1 > /exec/out", "zero", "one"]',
  ]),
  "SHELL changes how lines are run": lines(['SHELL ["/bin/sh", "-euxc"]', "RUN echo traced; v=1; echo $v > /v"]),
  "paths are taken apart": lines([
    "RUN f=/a/b/name.tar.gz; basename $f .gz; dirname $f; echo ${f##*/} ${f%%.*} ${f%.gz}; realpath /bin/sh; readlink -f /usr/bin/awk | xargs basename",
  ]),
};

import { problems } from "../errors.ts";

export const problem = problems({
  "dockerfile/too-large": "A Dockerfile may be 16 MiB with 100,000 instructions.",
  "dockerfile/binary": "The file holds a NUL byte, so it is no text. Usually -f names the wrong file.",
  "dockerfile/line-too-long":
    "A line of a Dockerfile may have 65,535 bytes, as with docker build. Break it with the escape character, or move the data into a file and COPY it.",
  "dockerfile/bad-directive":
    "A parser directive (`# syntax=`, `# escape=`, `# check=`) at the top of the file may be given once, and escape may only be \\ or `.",
  "dockerfile/empty":
    "The file has no instructions: it is empty or holds only comments. A Dockerfile needs at least a FROM.",
  "dockerfile/no-stages":
    "The file has no FROM, so there is nothing to build. FROM names the image to start with; `FROM scratch` starts with nothing.",
  "dockerfile/before-from": "Only ARG (and comments) may stand before the first FROM.",
  "dockerfile/unknown-instruction":
    "A line begins with a word that is no instruction. The instructions are ADD, ARG, CMD, COPY, ENTRYPOINT, ENV, EXPOSE, FROM, HEALTHCHECK, LABEL, MAINTAINER, ONBUILD, RUN, SHELL, STOPSIGNAL, USER, VOLUME and WORKDIR, in any case. A command that goes on over several lines needs a \\ at the end of each but the last.",
  "dockerfile/unknown-flag":
    "An instruction has a flag that it does not know. Flags stand between the instruction's name and its arguments.",
  "dockerfile/duplicate-flag": "A flag that holds one value is given twice.",
  "dockerfile/bad-flag": "The value of a flag is missing or not one of those it may have.",
  "dockerfile/arguments": "An instruction has too few or too many arguments, or an empty one.",
  "dockerfile/json-form":
    'The exec form is a JSON list of strings in double quotes, as in ["gunicorn", "mysite.wsgi"]. Numbers, null and lists inside are refused.',
  "dockerfile/key-value": "ENV, LABEL and ARG take `name=value` pairs; a value with blanks is quoted.",
  "dockerfile/stage-name":
    "The name of a stage begins with a letter, followed by letters, digits, `-`, `_` and `.`; case does not matter.",
  "dockerfile/unterminated-heredoc":
    "A here-document (`<<NAME`) goes on until a line that holds NAME and nothing else; with `<<-NAME` tabs may stand before it. No such line follows.",
  "dockerfile/bad-heredoc": "A here-document (`<<NAME`) stands where it cannot be used, or its name cannot be read.",
  "dockerfile/onbuild": "ONBUILD takes one other instruction, which may not be ONBUILD, FROM or MAINTAINER.",
  "dockerfile/healthcheck": "HEALTHCHECK is `HEALTHCHECK [flags] CMD command` or `HEALTHCHECK NONE`.",
  "dockerfile/bad-duration":
    "A duration is a number with a unit, or several of them: 30s, 1m30s, 500ms. Units are ns, us, ms, s, m and h. Where a health check has one, it is at least 1ms, or 0.",
  "dockerfile/bad-port":
    "A port is a number from 0 to 65535, or a range as in 8000-8010, with /tcp (the default), /udp or /sctp after it.",
  "dockerfile/bad-signal":
    "A signal is a number other than 0 or a name of Linux, with or without SIG: 15, TERM, SIGQUIT, RTMIN+3.",
  "dockerfile/bad-mode": "--chmod takes an octal mode up to 7777, or chmod's letters as in u=rwX,go=rX.",
  "dockerfile/bad-owner": "--chown and USER take `user`, `user:group`, or numbers from 0 to 2147483647 in their place.",
  "dockerfile/bad-mount": "RUN --mount takes `type=…` and the options of that type, separated by commas.",
  "dockerfile/expansion":
    "A word has a quote that is not closed, or a ${…} that cannot be read. Known are $name, ${name} and ${name} with :- - :+ + :? ? # ## % %% / and //.",
  "dockerfile/required-variable": "A ${name:?message} or ${name?message} found the variable unset or empty.",
  "dockerfile/bad-pattern": "A pattern of paths is malformed: a [ without its ], an empty [], or a \\ at its end.",
  "dockerfile/bad-ignore-rule":
    "A line of .dockerignore is no pattern. It may hold *, ?, [a-z], ** and \\ before a character, and ! in front to take files back in.",
});

import { problems } from "../errors.ts";

export const problem = problems({
  "build/no-such-target":
    "`--target` names a stage that the Dockerfile does not have. Stage names come from `FROM … AS name`; a number counts FROM lines from 0.",
  "build/stage-cycle": "Stages need each other in a circle, so none of them can be built first.",
  "build/later-stage":
    "`COPY --from` or a mount names a stage that comes later in the Dockerfile. A stage can only use what stands before it.",
  "build/blank-base":
    "The image name after FROM is empty once its variables are replaced: an ARG before FROM has neither a default nor a --build-arg.",
  "build/unknown-base": "No source has the base image: not djib's store and not the registry that its name leads to.",
  "build/bad-platform": "`FROM --platform` names no platform once its variables are replaced.",
  "build/bad-onbuild": "An ONBUILD trigger of the base image is no instruction that djib can read.",
  "build/bad-mount":
    "A `RUN --mount` asks for something that no sandbox can give: a mount over `/`, a socket with a source, a variable without a name.",
  "build/no-secret":
    "A RUN requires a secret (`required` in its `--mount=type=secret`) that the command line does not give.",
  "build/no-agent":
    "A RUN requires an SSH agent (`required` in its `--mount=type=ssh`) that the command line does not give.",
  "build/bad-secret": "A secret given by --secret cannot be read, is too large, or cannot be what the RUN wants it as.",
  "build/no-device": "`RUN --device` names a device of a registry (CDI) that BuildKit's daemon keeps; djib has none.",
  "build/not-allowed":
    "A RUN asks for the host's network or for every right of root. As in docker buildx, `--allow` has to say that it may.",
  "build/copy-address":
    "COPY has an http(s) or git address as its source. It copies from the build context, from stages and from images; ADD fetches from the network.",
  "build/bad-address":
    "The address of a git repository has a query that cannot be read, or one that contradicts itself or the flags of its ADD. Known are ref, tag, branch, subdir, checksum (or commit), keep-git-dir, submodules, mtime and fetch-by-commit.",
  "build/bad-checksum":
    "`ADD --checksum` is `sha256:` and 64 hex digits for a downloaded file, and a commit (or its beginning) for a git repository. It is given for one source, from the network.",
  "build/not-yet":
    "The Dockerfile uses a part of the language that this version of djib does not execute yet. docs/limitations.md lists these.",
  "build/unused-argument": "A --build-arg was given that no ARG of the Dockerfile declares, so it has no effect.",
  "build/empty-command": 'The exec form of a RUN, a JSON list, holds no command: `RUN []` or `RUN [""]`.',
  "build/frontend":
    "`# syntax=` (or --build-arg BUILDKIT_SYNTAX) names a frontend: an image that BuildKit starts to translate the file. djib reads the language of docker/dockerfile itself and starts no other frontend, because the file may mean anything to that.",
  "build/annotation":
    "`--annotation` names a place that what is built does not have: a platform that is not built, or the index of an image of one platform, which stands alone. The prefixes are manifest (the default), manifest-descriptor, index and index-descriptor, the first two with a platform in brackets where they are for one alone.",
  "build/no-executor":
    "A RUN line has to be executed and no executor works on this machine. The text lists what was tried and what each said.",
  "build/verdict": "A RUN line cannot be executed by the chosen executor; this is told before anything is built.",
  "build/no-dockerfile": "There is no Dockerfile where djib looked. `-f` names another file.",
  "build/bad-epoch": "SOURCE_DATE_EPOCH must be a whole number of seconds since 1970.",
  "build/bad-context": "The build context is not a directory that can be read.",
});

import { problems } from "../errors.ts";

export const problem = problems({
  "sinks/destination":
    "The place that `-o` or `dest=` names cannot be written to: it is a directory where a file is made, a file where a directory is made, its folder is missing, or the disk is full. Nothing half-written is left there.",
  "sinks/unsupported":
    "The image or one of its files cannot be written in this form, for instance a device into a directory of this computer. The other forms of `-o` may hold it.",
  "sinks/case-collision":
    "Two files of the image differ only in case or in how an accent is encoded, and the disk keeps one of them. Write to a disk that tells them apart, or use `-o type=tar`.",
  "sinks/escape":
    "A symlink in the destination leads out of it. djib does not write through it: delete the link, or choose an empty directory.",
  "engine/one-platform":
    "An image of several platforms is given to a container engine for the platform that the engine runs, and without attestations: the archive that engines load holds one image. Registries and `-o type=oci` hold all of it.",
  "engine/not-found":
    "`--load` was asked for, and no container engine answers. djib looks at DOCKER_HOST, docker's current context, docker's default socket or pipe, and podman's sockets. Start Docker or `podman system service`, or build without `--load`.",
  "engine/unreachable":
    "DOCKER_HOST or docker's current context names an engine that does not answer. `docker version` tells more.",
  "engine/bad-config":
    "The setting that tells which engine to use cannot be understood: DOCKER_HOST, DOCKER_CONTEXT, docker's config.json, or the context's own files.",
  "engine/ssh":
    "The engine is reached over SSH. djib loads images through a socket, a pipe or TCP with TLS only: it would have to run `ssh` and docker on the other side. Forward the socket (`ssh -L`), or push to a registry.",
  "engine/refused": "The engine answered a request with an error. Its own words are shown.",
  "engine/bad-answer": "What answers is no container engine, or it broke off in the middle of its answer.",
});

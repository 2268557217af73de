import { dockerArchive } from "../../src/sinks/docker-archive.ts";
import { localDirectory } from "../../src/sinks/local-directory.ts";
import { ociArchive } from "../../src/sinks/oci-archive.ts";
import { ociDirectory } from "../../src/sinks/oci-directory.ts";
import { tarball } from "../../src/sinks/tarball.ts";
import { sampleName, sinkContract } from "../contracts/sink.ts";

const names = [sampleName];
sinkContract("an OCI archive", { makes: "file", open: (dest, store) => ociArchive({ dest, names, store }) });
sinkContract("a docker archive", { makes: "file", open: (dest, store) => dockerArchive({ dest, names, store }) });
sinkContract("a tar of the files", { makes: "file", open: (dest, store) => tarball({ dest, store }) });
sinkContract("an OCI directory", { makes: "directory", open: (dest, store) => ociDirectory({ dest, names, store }) });
sinkContract("a local directory", { makes: "directory", open: (dest, store) => localDirectory({ dest, store }) });

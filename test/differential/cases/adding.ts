import type { TarMember } from "../../copy/case.ts";
import { type Cases, type Files, withFiles } from "../case.ts";

const members: readonly TarMember[] = [
  { name: "top/", type: "directory", mode: 0o750, uid: 5, gid: 6 },
  { name: "top/f", content: "f", mode: 0o640, uid: 7, gid: 8 },
  { name: "top/l", type: "symlink", linkname: "f" },
  { name: "top/h", type: "link", linkname: "top/f", mode: 0o640, uid: 7, gid: 8 },
  { name: "implied/deep/g", content: "g" },
];
const files: Files = {
  "a.tar": { tar: members },
  "a.tgz": { tar: members, gzip: true },
  plain: "no archive",
  "fake.tar": "no archive",
  "d/a.tar": { tar: members },
  "d/x": "x",
};
const archives = (...text: readonly string[]) => withFiles(files, ...text);

/** dockerfile.md section 6 without a network. */
export const adding: Cases = {
  "ADD unpacks an archive": archives("ADD a.tar /x"),
  "ADD unpacks an archive by gzip": archives("ADD a.tgz /x/"),
  "ADD unpacks an archive to the root": archives("ADD a.tar /"),
  "ADD unpacks an archive to WORKDIR": archives("WORKDIR /w", "ADD a.tar ."),
  "ADD unpacks archives by a star": archives("ADD a.t* /x/"),
  "ADD of an archive and files": archives("ADD a.tar plain d /x/"),
  "ADD of a file": archives("ADD plain /x"),
  "ADD of a file with an archive's name": archives("ADD fake.tar /x/"),
  "ADD of a directory does not unpack what is in it": archives("ADD d /x"),
  "ADD --chown of an archive": archives("ADD --chown=1:2 a.tar /x"),
  "ADD --chmod of an archive": archives("ADD --chmod=700 a.tar /x/y"),
  "ADD --chown and --chmod of a file": archives("ADD --chown=1:2 --chmod=711 plain /x/y"),
  "ADD --link of an archive": archives("ADD --link a.tar /x"),
  "ADD --unpack=false": archives("ADD --unpack=false a.tar /x/"),
  "ADD --unpack": archives("ADD --unpack a.tar /x/"),
  "ADD --unpack of a file": archives("ADD --unpack=true plain /x/"),
  "ADD over a tree": archives("COPY d /x/top/f", "ADD --chown=3 plain /x/top/l", "ADD a.tar /y", "ADD d /y/top"),
  "ADD of an archive over what is there": archives("COPY --chown=9:9 d /x/top", "ADD a.tar /x"),
  "ADD of an archive where a file is": archives("COPY plain /x", "ADD a.tar /x"),
  "ADD of an archive to the name of a file in it": archives("ADD a.tar /x/top/f"),
  "ADD of a heredoc": withFiles({}, "ADD <<EOF /x", "text", "EOF"),
  "ADD of an archive with times before 1970": withFiles({ "a.tar": { tar: [] } }, "ADD a.tar /x"),
  "COPY of an archive does not unpack it": archives("COPY a.tar /x"),
  "ADD of what is not there": archives("ADD nothing.tar /x"),
  "ADD with a star that matches nothing": archives("ADD nothing*.tar /x/"),
  "ADD --checksum of a local file": archives(
    "ADD --checksum=sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 plain /x",
  ),
  "ADD --keep-git-dir of a local file": archives("ADD --keep-git-dir plain /x"),
  "ADD --checksum that is none": archives("ADD --checksum=nonsense http://localhost:1/x /x"),
  "ADD of a URL to a place without a name": archives("ADD http://localhost:1/ /x/"),
  "ADD of several URLs to a name": archives("ADD http://localhost:1/a http://localhost:1/b /x"),
};

import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { LayerSource } from "../../oci/layer/layer-index.ts";
import { indexTar } from "../../oci/layer/index-tar.ts";
import { fileRanges } from "../../oci/layer/ranges.ts";
import { problem } from "../errors.ts";
import type { Git } from "./command.ts";

/**
 * The files of a commit as a layer, spooled to the file `spool`: modes 0644 and 0755, links as links, owned by
 * 0:0, all of the commit's time. git writes a tar, so that no name of the repository ever is a name on this
 * machine's disk. Line ends and `ident` are as a checkout has them; `export-ignore` and `export-subst`, which
 * a checkout does not know, are switched off. `prefix` is a directory, "" or with a slash at its end.
 */
export async function archiveLayer(
  commit: string,
  prefix: string,
  { gitDir, git, spool }: { readonly gitDir: string; readonly git: Git; readonly spool: string },
): Promise<LayerSource> {
  writeFileSync(join(gitDir, "info", "attributes"), "* -export-ignore -export-subst\n");
  const file = openSync(spool, "wx", 0o600);
  try {
    const tar = git.stream("archive", "--format=tar", `--prefix=./${prefix}`, commit);
    const index = await indexTar(tar, (bytes) => {
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    });
    const { nodes } = index;
    for (let row = 0; row < nodes.count; row++)
      if (isGits(nodes.path(row)) || nodes.kind(row) === "whiteout" || nodes.kind(row) === "opaque")
        throw refused(nodes.path(row));
    return { index, openRange: fileRanges(spool) };
  } finally {
    closeSync(file);
  }
}

/** git refuses these at a checkout: they would be its own directory, or hide files of a layer. */
const isGits = (path: string): boolean => /(?:^|\/)\.git(?:\/|$)/i.test(path);

const refused = (path: string) =>
  problem("source/git", `the repository holds ${JSON.stringify(path)}, which no checkout of it could make`, {
    help: "take another commit or another directory's repository",
  });

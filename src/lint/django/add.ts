import { inside } from "../docker/rule.ts";
import { djibRule } from "./rule.ts";

const archive = /\.(tar|tgz|txz|tbz2?|tzst|gz|bz2|xz|zst|tar\..*)$/i;

export const addInsteadOfCopy = djibRule({
  name: "AddInsteadOfCopy",
  about: "ADD is used where COPY does the same",
  why: "ADD unpacks archives and fetches addresses. For plain files it does what COPY does, until one of them happens to be an archive.",
  fix: "Write COPY.",
  *check({ visits }) {
    for (const { written, instruction } of visits) {
      if (instruction.name !== "ADD" || instruction.checksum !== undefined || instruction.unpack !== undefined)
        continue;
      const paths = instruction.sources.flatMap((source) => (source.type === "path" ? [source.path.text] : []));
      if (paths.some((text) => /[*?[\\]/.test(text) || /:\/\/|^git@/.test(text) || archive.test(text))) continue;
      yield inside(written, "COPY does the same, and never unpacks", written.keyword.where);
    }
  },
});

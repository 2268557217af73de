// The maintainer scripts of a Debian with Python, each run by djib's own user land and by the real programs
// in a chroot; writes docs/maintainer-scripts.md too.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { hostTree } from "../../scripts/lib/host-tree.ts";
import { realRoot } from "../../scripts/lib/real-root.ts";
import { root as project } from "../../scripts/lib/root.mjs";
import { Refusal } from "../../src/userland/kernel/refusal.ts";
import { runPortably } from "../maintainer-scripts/portable.ts";
import { runForReal } from "../maintainer-scripts/real.ts";
import { maintainerScripts, type MaintainerScript, type Ran } from "../maintainer-scripts/scripts.ts";
import { type Row, table } from "../maintainer-scripts/table.ts";

export const recordedBy = ["portable", "real", "scripts", "table"].map((name) => `test/maintainer-scripts/${name}.ts`);

export async function verify(): Promise<object> {
  const root = await realRoot();
  try {
    const tree = hostTree(root.path);
    const rows: Row[] = [];
    for (const script of maintainerScripts(root.path)) {
      const row = judge(script, await runPortably(tree, script), await runForReal(root, script));
      console.log(row.verdict, row.package, row.script, row.why);
      rows.push(row);
    }
    writeFileSync(path.join(project, "docs/maintainer-scripts.md"), table(rows));
    return { scripts: rows };
  } finally {
    root.remove();
  }
}

function judge(script: MaintainerScript, ours: Ran | Refusal, real: Ran): Row {
  const row = { package: script.package, script: script.name };
  if (ours instanceof Refusal) return { ...row, verdict: "refused", why: `${ours.word}: ${ours.reason}` };
  const differences = [
    ...(["status", "out", "err"] as const).filter((key) => ours[key] !== real[key]),
    ...real.changes.filter((line) => !ours.changes.includes(line)).map((line) => `missing ${line}`),
    ...ours.changes.filter((line) => !real.changes.includes(line)).map((line) => `too much ${line}`),
  ];
  if (differences.length > 0) return { ...row, verdict: "different", why: differences.slice(0, 5).join("; ") };
  return { ...row, verdict: "equal", why: real.changes.length === 0 ? "" : `${real.changes.length} changes` };
}

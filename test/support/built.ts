import { execFileSync } from "node:child_process";
import { showRow, treeRows } from "./tree-rows.ts";

/** What an image is, but for times and digests: what it adds to its base, and its configuration. */
export interface BuiltImage {
  /** Path to row, of every path that is not the same in the base; what the base alone has is "gone". */
  readonly files: Readonly<Record<string, string>>;
  readonly config: unknown;
  /** created_by of each step; those without a layer are in parentheses. */
  readonly history: readonly string[];
}

interface Config {
  readonly architecture: string;
  readonly os: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly history: readonly { readonly created_by?: string; readonly empty_layer?: boolean }[];
}

/** Reads a build's flattened files (type=tar), those of its base, and its OCI archive. */
export async function readBuilt(tar: string, baseTar: string, archive: string): Promise<BuiltImage> {
  const [rows, base] = [await treeRows(tar), await treeRows(baseTar)];
  const files: Record<string, string> = {};
  for (const name of [...new Set([...rows.keys(), ...base.keys()])].sort()) {
    const [now, before] = [rows.get(name), base.get(name)];
    const line = now === undefined ? "gone" : showRow(now);
    if (before === undefined || line !== showRow(before)) files[name] = line;
  }
  const { architecture, os, config, history } = configOf(archive);
  const steps = history.map((step) => (step.empty_layer ? `(${step.created_by})` : `${step.created_by}`));
  return { files, config: { architecture, os, ...config }, history: steps };
}

function configOf(archive: string): Config {
  const member = (name: string) =>
    JSON.parse(execFileSync("tar", ["-xOf", archive, name], { encoding: "utf8", maxBuffer: 1 << 26 })) as never;
  const blob = (digest: string) => member(`blobs/${digest.replace(":", "/")}`);
  const index = member("index.json") as { manifests: { digest: string }[] };
  const top = blob(index.manifests[0]?.digest ?? "") as {
    manifests?: { digest: string }[];
    config?: { digest: string };
  };
  const manifest = top.config === undefined ? (blob(top.manifests?.[0]?.digest ?? "") as typeof top) : top;
  return blob(manifest.config?.digest ?? "") as Config;
}

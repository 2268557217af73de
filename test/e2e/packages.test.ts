import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { promisify } from "node:util";
import { cacheFolder } from "../../scripts/lib/cache-folder.ts";
import { root } from "../../scripts/lib/root.mjs";

const run = promisify(execFile);
const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };
const folder = mkdtempSync(path.join(os.tmpdir(), "djib-packages-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** uv is on PyPI; a virtual environment in the cache holds it. */
async function uvx(): Promise<string> {
  const tools = path.join(cacheFolder(), "uv");
  const program = path.join(tools, "bin/uvx");
  if (existsSync(program)) return program;
  await run("/usr/bin/python3", ["-m", "venv", tools]);
  await run(path.join(tools, "bin/pip"), ["install", "--quiet", "uv"]);
  return program;
}

describe("what people install", () => {
  it("runs by npx from npm's package", async () => {
    const pack = await run("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: root });
    const file = path.join(folder, pack.stdout.trim());
    const { stdout } = await run("npx", ["--yes", "--package", file, "djib", "--version"], { cwd: folder });
    assert.match(stdout, new RegExp(`^djib ${version}\\b`));
  });

  it("runs by uvx from PyPI's wheel, on the Node that the wheel brings", async () => {
    const { stdout: file } = await run(process.execPath, [path.join(root, "pypi/wheel.mjs"), folder]);
    const { stdout } = await run(await uvx(), ["--from", file.trim(), "djib", "--version"], { cwd: folder });
    assert.match(stdout, new RegExp(`^djib ${version}\\b`));
  });

  it("is the same wheel each time", async () => {
    const bytes = async (name: string) => {
      const { stdout } = await run(process.execPath, [path.join(root, "pypi/wheel.mjs"), path.join(folder, name)]);
      return readFileSync(stdout.trim());
    };
    assert.deepEqual(await bytes("one"), await bytes("two"));
  });
});

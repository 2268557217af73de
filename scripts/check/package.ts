// What npm would publish: publint's rules, and that nothing but the product is in it.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { root } from "../lib/root.mjs";
import { report } from "./report.ts";

const expected = /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/.*)$/;

interface Packed {
  readonly files: readonly { readonly path: string }[];
}

const manifest = (await import(path.join(root, "package.json"), { with: { type: "json" } })) as { default: object };
const { messages } = await publint({ pkgDir: root, level: "suggestion" });
const answer = execFileSync("npm", ["pack", "--dry-run", "--json", "--loglevel=error"], {
  cwd: root,
  encoding: "utf8",
});
const [packed] = JSON.parse(answer) as Packed[];
const strangers = (packed?.files ?? []).filter((file) => !expected.test(file.path));
report([
  ...messages.map((message) => formatMessage(message, manifest.default) ?? message.code),
  ...strangers.map((file) => `${file.path} would be published`),
]);

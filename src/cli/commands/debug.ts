import { pipeline } from "node:stream/promises";
import { type FailedTree, findFailed } from "../../executor/failed-tree.ts";
import { imagePath, showPath } from "../../oci/filesystem/path.ts";
import { resolvePath } from "../../oci/filesystem/resolve.ts";
import type { Store } from "../../oci/store/store.ts";
import { command, type Invocation } from "../command.ts";
import { problem } from "../errors.ts";
import { noSuchPath } from "../no-such-path.ts";
import { userStore } from "../stores.ts";

const flags = {
  command: { kind: "text", short: "c", value: "SCRIPT", about: "run this instead of reading lines" },
  changes: { kind: "switch", about: "list what the RUN had changed" },
  show: { kind: "text", value: "PATH", about: "print a file" },
  user: { kind: "text", value: "USER", about: "be somebody else than the RUN was" },
} as const;

export default command({
  name: "debug",
  summary: "Open a shell in what a failed RUN left",
  usage: "[OPTIONS] [ID]",
  arity: [0, 1],
  flags,
  examples: [
    "djib debug",
    "djib debug -c 'ls -l /app'",
    "djib debug --changes",
    "djib debug --show /etc/passwd 1f2e3d4c",
  ],
  run: debug,
});

async function debug({ flags: asked, args, host, terminal, signal }: Invocation<typeof flags>): Promise<number> {
  await using store = await userStore(host);
  await using _lease = await store.lease();
  const failed = await findFailed(store, args[0]);
  if (failed === undefined) throw nothingKept(args[0]);
  const ctx = { host, signal, emit: () => {} };
  if (asked.changes) return await listChanges(failed, store, terminal);
  if (asked.show !== undefined) return await show(failed, asked.show, store, terminal, signal);
  const { debugShell } = await import("../../executor/portable/debug.ts");
  const { bytePipe, inputPipe } = await import("../../executor/portable/output.ts");
  const { command: script, user } = asked;
  const isPrompted = script === undefined && process.stdin.isTTY;
  if (isPrompted) terminal.err(`what RUN ${failed.title} left; nothing that is done here is kept, exit ends it\n`);
  const input = process.stdin[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const descriptors = new Map([
    [0, inputPipe(input, () => (isPrompted ? terminal.err("$ ") : undefined))],
    [1, bytePipe((bytes) => void terminal.stdout.write(Uint8Array.from(bytes)))],
    [2, bytePipe((bytes) => terminal.err(Buffer.from(bytes).toString("utf8")))],
  ]);
  return await debugShell(failed, { script, descriptors, user }, store, ctx).finally(() => process.stdin.destroy());
}

const nothingKept = (id: string | undefined) =>
  problem("usage/no-such-run", id === undefined ? "no RUN has failed here" : `no failed RUN ${id} is in the store`, {
    help: "the error of a RUN that the portable executor ran names it; `djib prune` takes those that are old",
  });

async function listChanges({ below, layer }: FailedTree, store: Store, terminal: Invocation["terminal"]) {
  const before = await store.layers.tree(below);
  for await (const { type, path } of (await store.layers.changes(layer)).entries()) {
    const letter = type === "whiteout" ? "D" : before.lstat(path) === undefined ? "A" : "C";
    terminal.out(`${letter} ${showPath(path)}\n`);
  }
  return 0;
}

async function show(
  { below, layer }: FailedTree,
  text: string,
  store: Store,
  terminal: Invocation["terminal"],
  signal: AbortSignal,
): Promise<number> {
  const tree = await store.layers.tree([...below, layer]);
  const { path, stat } = resolvePath(tree, imagePath(text));
  if (stat === undefined) throw noSuchPath(text, tree);
  if (stat.type !== "file")
    throw problem("usage/no-such-path", `${text} is a ${stat.type}, not a file`, {
      help: `\`djib debug -c 'ls -l ${text}'\` lists it`,
    });
  await pipeline(tree.read(path), terminal.stdout, { end: false, signal });
  return 0;
}

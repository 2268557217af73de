import fc from "fast-check";
import type { ImagePath } from "../../src/oci/filesystem/path.ts";
import type { Entry } from "../../src/oci/layer/changeset.ts";
import { fileEntry } from "./layers.ts";

/** What one name is in a random layer: plain nested objects, far from how djib holds them. */
export type Wish =
  | {
      readonly type: "directory";
      readonly meta: Meta;
      readonly opaque: boolean;
      readonly names: Readonly<Record<string, Wish>>;
    }
  | { readonly type: "file"; readonly meta: Meta; readonly content: string }
  | { readonly type: "symlink"; readonly meta: Meta; readonly target: string }
  | { readonly type: "character"; readonly meta: Meta; readonly major: number; readonly minor: number }
  | { readonly type: "fifo"; readonly meta: Meta }
  /** Another name of the `n`th file before it, where there is one. */
  | { readonly type: "hardlink"; readonly n: number }
  | { readonly type: "whiteout" };

export interface Meta {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  readonly xattrs: readonly (readonly [string, string])[];
}

const meta: fc.Arbitrary<Meta> = fc.record({
  mode: fc.integer({ min: 0, max: 0o7777 }),
  uid: fc.constantFrom(0, 1000, 2097152, 4294967294),
  gid: fc.constantFrom(0, 5, 2 ** 31),
  mtime: fc.constantFrom(0, 1, -1, -100000, 1700000000, 2 ** 33, 2 ** 36),
  xattrs: fc.uniqueArray(
    fc.tuple(
      fc.constantFrom("user.a", "user.b=c", "security.capability", "user.50%25"),
      fc.string({ unit: "binary", maxLength: 6 }).map(latin1),
    ),
    { selector: ([name]) => name, maxLength: 2 },
  ),
});

function latin1(text: string): string {
  return Buffer.from(text).toString("latin1");
}

/** Few, so that layers meet; on both sides of "/" in byte order, and beyond ASCII. */
const name = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.constantFrom("a", "b", "a.b", "a-b", "ab", "A", "\xe9", "\xff\xfe", " ", "__proto__", "\n"),
  },
  { weight: 1, arbitrary: fc.constantFrom("n".repeat(101), "m".repeat(255)) },
);
const content = fc.oneof(
  { weight: 9, arbitrary: fc.string({ unit: "binary-ascii", maxLength: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom("x".repeat(512), "y".repeat(513), "z".repeat(5000)) },
);
const device = fc.integer({ min: 0, max: 255 });
const target = fc.oneof(
  fc.constantFrom("a", "/b", "../a", "t".repeat(150), "\xe9"),
  fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 8 }),
);

const { directory } = fc.letrec<{ directory: Wish & { type: "directory" }; wish: Wish }>((tie) => ({
  wish: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ type: fc.constant("file" as const), meta, content }),
    fc.record({ type: fc.constant("symlink" as const), meta, target }),
    fc.record({ type: fc.constant("character" as const), meta, major: device, minor: device }),
    fc.record({ type: fc.constant("fifo" as const), meta }),
    fc.record({ type: fc.constant("hardlink" as const), n: fc.nat(3) }),
    fc.record({ type: fc.constant("whiteout" as const) }),
    tie("directory"),
  ),
  directory: fc.record({
    type: fc.constant("directory" as const),
    meta,
    opaque: fc.boolean(),
    names: fc.dictionary(name, tie("wish"), { maxKeys: 5, noNullPrototype: false }),
  }),
}));

export type Layer = Wish & { type: "directory" };
export const layer: fc.Arbitrary<Layer> = directory;

/** A random layer as a changeset would give it. */
export function entriesOf(layer: Layer): Entry[] {
  const entries: Entry[] = [];
  const files: ImagePath[] = [];
  const visit = (path: ImagePath, wish: Wish): void => {
    if (wish.type === "whiteout") return void entries.push({ type: "whiteout", path });
    if (wish.type === "hardlink") {
      const target = files.at(-1 - wish.n);
      if (target !== undefined) entries.push({ ...metaOf(layer.meta), type: "hardlink", path, target });
      return;
    }
    const common = { path, ...metaOf(wish.meta) };
    if (wish.type === "directory") {
      entries.push({ ...common, type: "directory" });
      if (wish.opaque) entries.push({ type: "opaque", path });
      for (const name of Object.keys(wish.names).sort())
        visit((path === "" ? name : `${path}/${name}`) as ImagePath, wish.names[name]!);
      return;
    }
    files.push(path);
    if (wish.type === "file") entries.push({ ...fileEntry(path, wish.content), ...common } as Entry);
    else if (wish.type === "symlink") entries.push({ ...common, type: "symlink", target: wish.target });
    else if (wish.type === "fifo") entries.push({ ...common, type: "fifo" });
    else entries.push({ ...common, type: "character", device: { major: wish.major, minor: wish.minor } });
  };
  visit("" as ImagePath, layer);
  return entries;
}

function metaOf({ xattrs, ...rest }: Meta) {
  return { ...rest, xattrs: new Map(xattrs.map(([key, value]) => [key, Buffer.from(value, "latin1")])) };
}

/** A tree of the model: a file's object is its inode. */
export type Model = { entry: Entry; names?: Map<string, Model> };

/** What layers make together, done the slow and obvious way, in the lines of `describe`. */
export function modelOf(layers: readonly (readonly Entry[])[]): Record<string, string> {
  const root: Model = {
    entry: { type: "directory", path: "" as ImagePath, mode: 0o755, uid: 0, gid: 0, mtime: 0 },
    names: new Map(),
  };
  for (const entries of layers) applyLayer(root, entries);
  const links = new Map<Model, string[]>();
  const all: [string, Model][] = [];
  const visit = (path: string, model: Model) => {
    all.push([path, model]);
    links.set(model, [...(links.get(model) ?? []), path]);
    for (const name of [...(model.names?.keys() ?? [])].sort())
      visit(path === "" ? name : `${path}/${name}`, model.names!.get(name)!);
  };
  visit("", root);
  return Object.fromEntries(all.map(([path, model]) => [`/${path}`, lineOf(path, model, links.get(model)!)]));
}

function applyLayer(root: Model, entries: readonly Entry[]): void {
  for (const { type, path } of entries) {
    if (type === "whiteout") parentIn(root, path)?.names?.delete(last(path));
    if (type === "opaque") find(root, path)?.names?.clear();
  }
  for (const entry of entries) {
    if (entry.type === "whiteout" || entry.type === "opaque") continue;
    const known = find(root, entry.path);
    if (entry.type === "directory" && known?.names !== undefined) known.entry = entry;
    else
      parentIn(root, entry.path)!.names!.set(
        last(entry.path),
        entry.type === "hardlink"
          ? find(root, entry.target)!
          : { entry, ...(entry.type === "directory" ? { names: new Map() } : {}) },
      );
  }
}

const last = (path: string) => path.split("/").at(-1)!;
const parentIn = (root: Model, path: string) => find(root, path.split("/").slice(0, -1).join("/"));

function find(root: Model, path: string): Model | undefined {
  let at: Model | undefined = root;
  if (path !== "") for (const name of path.split("/")) at = at?.names?.get(name);
  return at;
}

function lineOf(path: string, { entry }: Model, names: readonly string[]): string {
  if (entry.type === "whiteout" || entry.type === "opaque" || entry.type === "hardlink") throw new Error(entry.type);
  const what =
    entry.type === "file"
      ? JSON.stringify(Buffer.concat([...(entry.content.open() as Iterable<Uint8Array>)]).toString("latin1"))
      : entry.type === "symlink"
        ? `-> ${entry.target}`
        : "device" in entry
          ? `${entry.device.major}:${entry.device.minor}`
          : "";
  const xattrs = [...(entry.xattrs ?? [])].map(([k, v]) => `${k}=${Buffer.from(v).toString("hex")}`).sort();
  return [
    entry.type,
    entry.mode.toString(8),
    `${entry.uid}:${entry.gid}`,
    entry.mtime,
    what,
    ...(entry.type === "directory" || names.length === 1 ? [] : [`x${names.length}`]),
    ...(names[0] === path ? [] : [`=/${names[0]}`]),
    ...xattrs,
  ].join(" ");
}

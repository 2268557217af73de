import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { csvFields } from "../dockerfile/values/csv.ts";
import { DjibError } from "../errors.ts";
import type { Host } from "../host.ts";
import { limits } from "../limits.ts";
import { problem } from "./errors.ts";

const bad = (message: string, help: string) => problem("usage/bad-value", message, { exitCode: 2, help });

/**
 * --secret in docker buildx's spelling: id=NAME with src=FILE or env=VARIABLE; with neither the variable of that
 * name, or the file. Files are looked at here, and read when a RUN asks. No error tells what a secret holds.
 */
export function secretsOf(texts: readonly string[], host: Host): ReadonlyMap<string, () => Promise<Uint8Array>> {
  return new Map(texts.map((text) => secretOf(text, host)));
}

function secretOf(text: string, host: Host): readonly [string, () => Promise<Uint8Array>] {
  const { id, file, env } = withDefaults(fieldsOf(text), host);
  if (id === "") throw bad("--secret has no id", "Write --secret id=NAME,src=FILE or --secret id=NAME,env=VARIABLE.");
  if (env !== undefined) return [id, async () => Buffer.from(host.env[env] ?? "", "utf8")];
  const place = path.resolve(host.system.cwd, file!);
  const stat = statSync(place, { throwIfNoEntry: false });
  if (stat === undefined || stat.isDirectory())
    throw bad(`--secret id=${id}: there is no file ${file}`, `Name it: --secret id=${id},src=FILE (or env=VARIABLE).`);
  if (stat.size > limits.secret)
    throw bad(`--secret id=${id}: ${file} is larger than ${limits.secret} bytes`, "Is it the right file?");
  return [id, async () => read(id, place)];
}

function read(id: string, place: string): Uint8Array {
  try {
    const content = readFileSync(place);
    if (content.length <= limits.secret) return content;
  } catch (cause) {
    throw bad(
      `--secret id=${id}: ${place} cannot be read (${(cause as NodeJS.ErrnoException).code})`,
      "May you read it?",
    );
  }
  throw bad(`--secret id=${id}: ${place} is larger than ${limits.secret} bytes`, "Is it the right file?");
}

interface Fields {
  readonly id: string;
  readonly file: string | undefined;
  readonly env: string | undefined;
}

function fieldsOf(text: string): Fields {
  const values = new Map<string, string>();
  for (const field of csvOf(text)) {
    const equals = field.indexOf("=");
    const key = field.slice(0, Math.max(0, equals)).toLowerCase();
    if (!["type", "id", "source", "src", "env"].includes(key))
      throw bad(`--secret: ${key === "" ? "a part without =" : key} means nothing`, "It takes id=, src= and env=.");
    values.set(key === "source" ? "src" : key, field.slice(equals + 1));
  }
  const type = values.get("type");
  if (type !== undefined && type !== "file" && type !== "env")
    throw bad(`--secret has no type ${type}`, "It is file or env.");
  const [id = "", file, env] = [values.get("id"), values.get("src") || undefined, values.get("env") || undefined];
  return type === "env" && env === undefined ? { id, file: undefined, env: file } : { id, file, env };
}

function csvOf(text: string): readonly string[] {
  try {
    const fields = csvFields(text, { source: { name: "--secret", text: "" }, line: 1, column: 1 });
    return fields.map((field) => field.text);
  } catch (error) {
    // Whatever stands there may be the secret itself.
    if (error instanceof DjibError) throw bad("--secret cannot be read", "Write --secret id=NAME,src=FILE.");
    throw error;
  }
}

function withDefaults(fields: Fields, { env }: Host): Fields {
  if (fields.file !== undefined || fields.env !== undefined) return fields;
  return env[fields.id] === undefined ? { ...fields, file: fields.id } : { ...fields, env: fields.id };
}

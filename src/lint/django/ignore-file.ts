import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { inside } from "../docker/rule.ts";
import type { Subject } from "../subject.ts";
import { djibRule } from "./rule.ts";

/** What does not belong into an image, and why. */
const unwanted: readonly (readonly [name: RegExp, why: string])[] = [
  [/^\.git$/, "the whole history"],
  [/^\.env(\.(local|prod|production|dev))?$/, "secrets"],
  [/^(\.venv|venv|env)$/, "an environment made for this machine"],
  [/^node_modules$/, "packages of this machine"],
  [/^__pycache__$/, "byte code of this machine"],
  [/\.sqlite3$/, "a database"],
  [/^media$/, "uploaded files"],
];

export const ignoreFileIncomplete = djibRule({
  name: "IgnoreFileIncomplete",
  about: "COPY takes files that do not belong into an image",
  why: "COPY . . takes all that .dockerignore does not name: .git holds every version of every file, .env the secrets, and a copied .venv has programs for another system. Each change of one of them also makes every later step run again.",
  fix: "Write a .dockerignore with a line for each: .git, .env, .venv, **/__pycache__, *.sqlite3, node_modules, media.",
  *check(subject) {
    for (const { written, instruction } of subject.visits) {
      if (instruction.name !== "COPY" || instruction.from !== undefined || instruction.exclude.length > 0) continue;
      for (const source of instruction.sources) {
        if (source.type !== "path") continue;
        const found = unwantedBelow(source.path.text, subject);
        if (found.length === 0) continue;
        const lacks = subject.ignore === undefined ? "there is no .dockerignore" : ".dockerignore does not name them";
        const list = found.map(([name, why]) => `${name} (${why})`).join(", ");
        yield inside(
          written,
          `${list} ${found.length === 1 ? "goes" : "go"} into the image: ${lacks}`,
          source.path.where,
        );
      }
    }
  },
});

/** What is there, directly in a directory that is copied, and not ignored. Unreadable directories have nothing. */
function unwantedBelow(text: string, { look, ignore }: Subject): readonly (readonly [string, string])[] {
  if (look.directory === undefined || /[*?[\\]/.test(text)) return [];
  const inContext = path.posix.join("/", text).slice(1);
  const directory = path.join(look.directory, inContext);
  return names(directory).flatMap((name) => {
    const kind = unwanted.find(([shape]) => shape.test(name));
    const place = path.posix.join(inContext, name);
    if (kind === undefined || ignore?.ignores(Buffer.from(place).toString("latin1"))) return [];
    const isEnvironment =
      !/^\.?v?env$/.test(name) || name === ".env" || existsSync(path.join(directory, name, "pyvenv.cfg"));
    return isEnvironment ? [[place, kind[1]] as const] : [];
  });
}

function names(directory: string): readonly string[] {
  try {
    return readdirSync(directory).toSorted();
  } catch {
    return [];
  }
}

import type { Process } from "../kernel/process.ts";
import { Refusal } from "../kernel/refusal.ts";
import { SystemError } from "../kernel/errno.ts";
import { inArchive } from "./locale-archive.ts";
import { tried } from "./tried.ts";

const categories = [
  "LC_CTYPE",
  "LC_NUMERIC",
  "LC_TIME",
  "LC_COLLATE",
  "LC_MONETARY",
  "LC_MESSAGES",
  "LC_PAPER",
  "LC_NAME",
  "LC_ADDRESS",
  "LC_TELEPHONE",
  "LC_MEASUREMENT",
  "LC_IDENTIFICATION",
] as const;

export type Category = (typeof categories)[number];

/** What a category is set to: LC_ALL, its own variable, LANG, in this order; empty ones count as unset. */
const wanted = ({ env }: Process, category: Category): string =>
  env.get("LC_ALL") || env.get(category) || env.get("LANG") || "C";

const isC = (name: string): boolean => name === "C" || name === "POSIX";

/** The codeset of a locale's name as glibc compares it: letters in lower case and digits. */
const codeset = (name: string): string => {
  const dot = name.indexOf(".");
  if (dot < 0) return "";
  const written = name.slice(dot + 1).split("@")[0]!;
  return written.replaceAll(/[^0-9A-Za-z]/g, "").toLowerCase();
};

/** Name with its codeset as glibc's directories and archive spell it: "en_US.utf8". */
function normalised(name: string): string {
  const dot = name.indexOf(".");
  if (dot < 0) return name;
  const at = name.indexOf("@", dot);
  return `${name.slice(0, dot)}.${codeset(name)}${at < 0 ? "" : name.slice(at)}`;
}

/** Built into glibc since 2.35; on Debian it came with libc-bin before that. */
const isBuiltIn = (name: string): boolean => isC(name) || normalised(name) === "C.utf8";

async function exists(proc: Process, name: string): Promise<boolean> {
  if (isBuiltIn(name)) return true;
  if (name.includes("/")) throw new Refusal(`LANG=${name}`, "a locale given by its path is not emulated");
  if (proc.env.get("LOCPATH")) throw new Refusal("LOCPATH", "is not emulated");
  for (const spelt of [name, normalised(name)]) {
    if (!(tried(() => proc.files.stat(`/usr/lib/locale/${spelt}/LC_CTYPE`)) instanceof SystemError)) return true;
  }
  return inArchive(proc, normalised(name));
}

/**
 * setlocale(LC_ALL, ""): the locale that a category has. Where the image lacks only one of those
 * asked for, all of them stay "C", as in glibc.
 */
export async function localeOf(proc: Process, category: Category): Promise<string> {
  const names = new Set(categories.map((each) => wanted(proc, each)));
  for (const name of names) if (!(await exists(proc, name))) return "C";
  const name = wanted(proc, category);
  return isC(name) ? "C" : name;
}

/** Whether characters are UTF-8. A locale with another character set than that or ASCII is refused. */
export async function isUtf8(proc: Process): Promise<boolean> {
  const name = await localeOf(proc, "LC_CTYPE");
  if (name === "C") return false;
  if (codeset(name) === "utf8") return true;
  throw new Refusal(name, "only UTF-8 locales are emulated", "set LANG=C.UTF-8");
}

/** Refuses an order of characters other than that of bytes, which those of C and C.UTF-8 are. */
export async function checkCollation(proc: Process): Promise<void> {
  const name = await localeOf(proc, "LC_COLLATE");
  if (!isBuiltIn(name)) throw new Refusal(name, "sorting by the rules of a language is not emulated", "set LC_ALL=C");
}

/** Refuses to speak another language than English, where the image has the words for it. */
export async function checkLanguage(proc: Process): Promise<void> {
  const name = await localeOf(proc, "LC_MESSAGES");
  if (isBuiltIn(name)) return;
  const languages = [...(proc.env.get("LANGUAGE") ?? "").split(":"), name].filter((each) => each !== "");
  for (const language of languages) {
    const territory = language.split(/[.@]/)[0]!;
    for (const spelt of [territory, territory.split("_")[0]!]) {
      if (spelt === "en" || spelt === "en_US" || !hasWords(proc, spelt)) continue;
      throw new Refusal(language, "messages in another language are not emulated", "set LANG=C.UTF-8");
    }
  }
}

function hasWords({ files }: Process, language: string): boolean {
  const words = tried(() => files.list(`/usr/share/locale/${language}/LC_MESSAGES`));
  return !(words instanceof SystemError) && words.length > 0;
}

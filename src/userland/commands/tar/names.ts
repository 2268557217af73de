import type { Report } from "./report.ts";
import type { Settings } from "./settings.ts";
import type { NameKind } from "./transform.ts";

const dotted = /(?:^|\/)\.\.(?:\/|$)/;

export const containsDotDot = (name: string): boolean => dotted.test(name);

/** Names as they are used: without what would lead out of the tree, stripped, transformed. */
export class Names {
  readonly #settings: Settings;
  readonly #report: Report;
  readonly #removed = new Set<string>();

  constructor(settings: Settings, report: Report) {
    this.#settings = settings;
    this.#report = report;
  }

  /** paxutils' safer_name_suffix: without everything up to the last "..", and slashes in front. */
  async safe(name: string, target = false): Promise<string> {
    if (this.#settings.has("absoluteNames")) return name;
    const last = [...name.matchAll(/(?:^|(?<=\/))\.\.(?=\/|$)/g)].at(-1);
    const from = last === undefined ? 0 : last.index + 2;
    const prefix = name.slice(0, from + /^\/*/.exec(name.slice(from))![0].length);
    if (prefix !== "") await this.#tellRemoved(prefix, target);
    const rest = name.slice(prefix.length);
    if (rest !== "") return rest;
    if (prefix === "")
      await this.#report.warn(`Substituting \`.' for empty ${target ? "hard link target" : "member name"}`);
    return ".";
  }

  async #tellRemoved(prefix: string, target: boolean): Promise<void> {
    const what = target ? "hard link targets" : "member names";
    if (this.#removed.has(what + prefix)) return;
    this.#removed.add(what + prefix);
    await this.#report.warn(`Removing leading \`${prefix}' from ${what}`);
  }

  /** As a member is extracted or listed; "" where nothing of it is left. */
  async decoded(name: string, kind: NameKind): Promise<string> {
    const transformed = this.#settings.transform(name, kind);
    if (kind === "symlink") return transformed;
    return this.#stripped(await this.safe(transformed, kind === "link"));
  }

  #stripped(name: string): string {
    let rest = name;
    for (let left = this.#settings.strip; left > 0; left--) {
      const slash = /\/+/.exec(rest.replace(/^\/+/, (run) => "\0".repeat(run.length)));
      if (slash === null) return "";
      rest = rest.slice(slash.index + slash[0].length);
    }
    return rest;
  }

  /** --one-top-level. */
  within(name: string): string {
    const top = this.#settings.topLevel;
    if (top === undefined) return name;
    const plain = name.replace(/^[/.]+/, "");
    if (plain === "") return top;
    if (plain === top || plain.startsWith(`${top}/`)) return name;
    return `${top}/${name}`
      .split("/")
      .filter((part) => part !== "." && part !== "")
      .join("/");
  }
}

/** Where the last component begins (gnulib's last_component): behind the last slashes that something follows. */
function lastComponentAt(name: string): number {
  const slash = /\/+(?=[^/]+\/*$)/.exec(name);
  return slash === null ? /^\/*/.exec(name)![0].length : slash.index + slash[0].length;
}

/** The last component and the slashes behind it; "" for a name of slashes alone. */
export const lastComponent = (name: string): string => name.slice(lastComponentAt(name));

const baseLength = (base: string): number => Math.max(base.replace(/\/+$/, "").length, Math.min(base.length, 1));

/** strip_trailing_slashes: "a//" is "a", "//" is "/". */
export function stripTrailingSlashes(name: string): string {
  const at = lastComponentAt(name);
  const base = name.slice(at);
  return base === "" ? name.slice(0, baseLength(name)) : name.slice(0, at + baseLength(base));
}

/** dir_name: what is before the last component; "." where nothing is. */
export function directoryName(name: string): string {
  const before = name.slice(0, lastComponentAt(name));
  const kept = before.replace(/\/+$/, "");
  if (kept !== "") return kept;
  return name.startsWith("/") ? "/" : ".";
}

/** file_name_concat: with one slash between, "./" where the second is absolute. */
export function joinNames(directory: string, base: string): string {
  const at = lastComponentAt(directory);
  const last = directory.slice(at);
  const kept = directory.slice(0, at + (last === "" ? 0 : baseLength(last)));
  if (last === "") return kept + (base.startsWith("/") ? "." : "") + base;
  return `${kept}${kept.endsWith("/") || base.startsWith("/") ? "" : "/"}${base}`;
}

export const isDots = (name: string): boolean => /^\.\.?\/*$/.test(name);

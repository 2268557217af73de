/** How a compressed file is called: gzip 1.12 gzip.c, get_suffix and make_ofname. */

const known = [".gz", ".z", ".taz", ".tgz", "-gz", "-z", "_z"];

/** The part of a name that says it is compressed; undefined where it has none. */
export function suffixOf(name: string, own: string): string | undefined {
  const lower = name.toLowerCase();
  const builtin = known.some((one) => own.length < one.length && one.endsWith(own));
  const all = builtin ? [...known, own.toLowerCase()] : [own.toLowerCase(), ...known];
  const found = all.find(
    (one) => lower.length > one.length && lower.endsWith(one) && lower.at(-one.length - 1) !== "/",
  );
  return found === undefined ? undefined : name.slice(name.length - found.length);
}

export function expandedName(name: string, suffix: string): string {
  const base = name.slice(0, -suffix.length);
  return /^\.t[ag]z$/i.test(suffix) ? `${base}.tar` : base;
}

/** What is tried where a file to be expanded is not there. */
export const suffixesTried = (own: string): readonly string[] => [
  ...(own === ".gz" ? [] : [own]),
  ".gz",
  ".z",
  "-z",
  ".Z",
];

export const baseOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

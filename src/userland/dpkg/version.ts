/** A version of a Debian package (deb-version(7)). */
export interface Version {
  readonly epoch: number;
  readonly upstream: string;
  readonly revision: string;
}

/** What dpkg says of a version that is none; `mild` where it warns and goes on. */
export interface BadVersion {
  readonly problem: string;
  readonly mild: Version | undefined;
}

/** lib/dpkg/parsehelp.c, parseversion. */
export function parseVersion(given: string): Version | BadVersion {
  const text = given.replace(/^[ \t]+|[ \t]+$/g, "");
  const bad = (problem: string, mild?: Version): BadVersion => ({ problem, mild });
  if (text === "") return bad("version string is empty");
  if (/[ \t]/.test(text)) return bad("version string has embedded spaces");
  const colon = text.indexOf(":");
  let epoch = 0;
  if (colon >= 0) {
    const digits = /^[+-]?\d+/.exec(text)?.[0];
    if (digits === undefined) return bad("epoch in version is empty");
    if (digits.length !== colon) return bad("epoch in version is not number");
    epoch = Number(digits);
    if (epoch < 0) return bad("epoch in version is negative");
    if (epoch > 0x7fff_ffff) return bad("epoch in version is too big");
    if (colon === text.length - 1) return bad("nothing after colon in version number");
  }
  const rest = text.slice(colon + 1);
  const hyphen = rest.lastIndexOf("-");
  const upstream = hyphen < 0 ? rest : rest.slice(0, hyphen);
  const revision = hyphen < 0 ? "" : rest.slice(hyphen + 1);
  if (hyphen >= 0 && revision === "") return bad("revision number is empty");
  if (upstream === "") return bad("version number is empty");
  const version = { epoch, upstream, revision };
  if (!/^\d/.test(upstream)) return bad("version number does not start with digit", version);
  if (!/^[\w.+~:-]*$/.test(upstream) || upstream.includes("_"))
    return bad("invalid character in version number", version);
  if (!/^[\w.+~]*$/.test(revision) || revision.includes("_"))
    return bad("invalid character in revision number", version);
  return version;
}

/** lib/dpkg/version.c, dpkg_version_compare: below 0, 0, above 0. */
export function compareVersions(a: Version, b: Version): number {
  return a.epoch - b.epoch || compareParts(a.upstream, b.upstream) || compareParts(a.revision, b.revision);
}

/** verrevcmp: texts by their order, numbers by their value, in turns. */
function compareParts(a: string, b: string): number {
  let [x, y] = [0, 0];
  const isDigit = (text: string, at: number): boolean => text[at] !== undefined && text[at]! >= "0" && text[at]! <= "9";
  while (x < a.length || y < b.length) {
    while ((x < a.length && !isDigit(a, x)) || (y < b.length && !isDigit(b, y))) {
      const difference = orderOf(a[x]) - orderOf(b[y]);
      if (difference !== 0) return difference;
      x++;
      y++;
    }
    while (a[x] === "0") x++;
    while (b[y] === "0") y++;
    let first = 0;
    while (isDigit(a, x) && isDigit(b, y)) {
      if (first === 0) first = a.charCodeAt(x) - b.charCodeAt(y);
      x++;
      y++;
    }
    if (isDigit(a, x)) return 1;
    if (isDigit(b, y)) return -1;
    if (first !== 0) return first;
  }
  return 0;
}

/** "~" before the end, the end before letters, letters before all else. */
function orderOf(character: string | undefined): number {
  if (character === undefined || (character >= "0" && character <= "9")) return 0;
  if (/[A-Za-z]/.test(character)) return character.charCodeAt(0);
  return character === "~" ? -1 : character.charCodeAt(0) + 256;
}

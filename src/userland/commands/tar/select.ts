import { matcher } from "../fnmatch.ts";

/** How the patterns that follow are meant; undefined: tar's own choice. */
export interface Matching {
  readonly wildcards: boolean | undefined;
  readonly anchored: boolean | undefined;
  readonly matchSlash: boolean;
  readonly ignoreCase: boolean;
  /** What lies beneath a match matches too. */
  readonly recursion: boolean;
}

export const usualMatching: Matching = {
  wildcards: undefined,
  anchored: undefined,
  matchSlash: true,
  ignoreCase: false,
  recursion: true,
};

export type Selector = (name: string) => boolean;

/** gnulib's exclude_fnmatch: a pattern of --exclude, or a name of a member. */
export function selector(
  pattern: string,
  matching: Matching,
  usual: { readonly wildcards: boolean; readonly anchored: boolean; readonly utf8: boolean },
): Selector {
  const { wildcards = usual.wildcards, anchored = usual.anchored, ignoreCase, recursion } = matching;
  const match = wildcards
    ? matcher(pattern, {
        pathname: !matching.matchSlash,
        leadingDirectory: recursion,
        ignoreCase,
        utf8: usual.utf8,
      })
    : literal(pattern, ignoreCase, recursion);
  if (anchored) return match;
  return (name) => {
    if (match(name)) return true;
    for (let at = name.indexOf("/"); at >= 0; at = name.indexOf("/", at + 1))
      if (at + 1 < name.length && name[at + 1] !== "/" && match(name.slice(at + 1))) return true;
    return false;
  };
}

function literal(pattern: string, ignoreCase: boolean, recursion: boolean): Selector {
  const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text);
  const wanted = fold(pattern);
  return (name) => {
    const text = fold(name);
    return text === wanted || (recursion && text.startsWith(wanted) && text[wanted.length] === "/");
  };
}

/** What --exclude-vcs leaves out. */
export const versionControl = [
  ...["CVS", ".cvsignore", "RCS", "SCCS", ".git", ".gitignore", ".gitattributes", ".gitmodules"],
  ...[".arch-ids", "{arch}", "=RELEASE-ID", "=meta-update", "=update", ".bzr", ".bzrignore", ".bzrtags"],
  ...[".hg", ".hgignore", ".hgtags", "_darcs", ".svn"],
];

export const backups = [".#*", "*~", "#*#"];

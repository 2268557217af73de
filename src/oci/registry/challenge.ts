/** One challenge of WWW-Authenticate. Scheme and parameter names are lower case; the first of a repeated parameter counts. */
export interface Challenge {
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const token = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const token68 = /[A-Za-z0-9._~+/-]+=*(?=[ \t]*(?:,|$))/y;
const space = /[ \t]*/y;
const separators = /[ \t,]*/y;
const quoted = /"((?:[^"\\]|\\[^])*)"/y;

/**
 * Reads WWW-Authenticate (RFC 9110, 11.6.1), of one header or of several joined by commas. Never
 * throws: what cannot be read ends the list, and what was read before it stands.
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: Challenge[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(header);
    if (match === null) return undefined;
    at = pattern.lastIndex;
    return match[1] ?? match[0];
  };
  /** `name=value`, or undefined with the position unchanged. */
  const parameter = (): readonly [string, string] | undefined => {
    const start = at;
    const name = take(token);
    if (name !== undefined) {
      take(space);
      if (header[at] === "=") {
        at++;
        take(space);
        const value = header[at] === '"' ? take(quoted)?.replace(/\\([^])/g, "$1") : take(token);
        if (value !== undefined) return [name.toLowerCase(), value];
      }
    }
    at = start;
    return undefined;
  };
  for (;;) {
    take(separators);
    const scheme = take(token);
    if (scheme === undefined) return challenges;
    const parameters = new Map<string, string>();
    challenges.push({ scheme: scheme.toLowerCase(), parameters });
    if (header[at] === " " || header[at] === "\t") {
      take(space);
      take(token68);
    }
    for (;;) {
      take(separators);
      const pair = parameter();
      if (pair === undefined) break;
      if (!parameters.has(pair[0])) parameters.set(pair[0], pair[1]);
    }
  }
}

/**
 * The fields of one paragraph of "Name: value" lines (deb822(5); Python's core metadata), names in
 * lower case, the first of a name, only the first line of each. Ends at the first empty line.
 */
export function parseStanza(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    if (line === "") break;
    const [, name, value] = /^([!-9;-~]+):[ \t]*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const key = name.toLowerCase();
    if (!fields.has(key)) fields.set(key, value.trimEnd());
  }
  return fields;
}

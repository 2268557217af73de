/** The value of a build secret by its id; undefined where there is none. Never logged, kept or put into a key. */
export type ReadSecret = (id: string) => Promise<Uint8Array | undefined>;

export const noSecrets: ReadSecret = () => Promise.resolve(undefined);

/** The first of several secrets that is there, as text without the line end that files have. */
export async function firstSecret<Name extends { readonly id: string }>(
  names: readonly Name[],
  read: ReadSecret,
): Promise<{ readonly name: Name; readonly value: string } | undefined> {
  for (const name of names) {
    const value = await read(name.id);
    if (value !== undefined)
      return {
        name,
        value: Buffer.from(value)
          .toString("utf8")
          .replace(/\r?\n$/, ""),
      };
  }
  return undefined;
}

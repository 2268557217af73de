/** Makes a value when it is first asked for, and gives the same one ever after. */
export interface Once<T> {
  (): Promise<T>;
  /** undefined where nobody has asked yet. */
  readonly made: Promise<T> | undefined;
}

export function once<T>(make: () => Promise<T>): Once<T> {
  const ask = (): Promise<T> => (ask.made ??= make());
  ask.made = undefined as Promise<T> | undefined;
  return ask;
}

/** A list with a name at its end, unless it is in it. */
export const withName = (list: readonly string[], name: string): readonly string[] =>
  list.includes(name) ? list : [...list, name];

/** A list without a name, as often as it was in it. */
export const withoutName = (list: readonly string[], name: string): readonly string[] =>
  list.includes(name) ? list.filter((one) => one !== name) : list;

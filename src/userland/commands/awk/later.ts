/** What is known now, or will be: most of a program never waits. */
export type Later<T> = T | Promise<T>;

/** Goes on with a value, at once where it is there. */
export const after = <T, R>(value: Later<T>, next: (value: T) => Later<R>): Later<R> =>
  value instanceof Promise ? value.then(next) : next(value);

/** All of them, one after another. */
export function each<T, R>(items: readonly T[], work: (item: T) => Later<R>): Later<R[]> {
  const results: R[] = [];
  const from = (start: number): Later<R[]> => {
    for (let at = start; at < items.length; at++) {
      const result = work(items[at]!);
      if (result instanceof Promise)
        return result.then((value) => {
          results.push(value);
          return from(at + 1);
        });
      results.push(result);
    }
    return results;
  };
  return from(0);
}

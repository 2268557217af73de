/** The way from a directory to a path, both absolute and free of symlinks. */
export function relativeTo(path: string, directory: string): string {
  const [to, from] = [path, directory].map((one) => one.split("/").filter((name) => name !== "")) as [
    string[],
    string[],
  ];
  let common = 0;
  while (common < to.length && common < from.length && to[common] === from[common]) common++;
  const parts = [...from.slice(common).map(() => ".."), ...to.slice(common)];
  return parts.length === 0 ? "." : parts.join("/");
}

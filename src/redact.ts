/**
 * An address without its user name and password, as BuildKit shows it (util/urlutil): what stood
 * there becomes `xxxxx`. Text that holds no address stays as it is; every address in it is treated.
 */
export const redactUrls = (text: string): string =>
  text.replaceAll(
    /:\/\/([^\s/?#]*)@/g,
    (_, user: string) => `://${user.replaceAll(/[^:]+/g, "xxxxx").replace(/:.*$/s, ":xxxxx")}@`,
  );

/** The same, but every character becomes one `x`: for a line of a file under which something is underlined. */
export const maskUrls = (text: string): string =>
  text.replaceAll(/:\/\/([^\s/?#]*)@/g, (_, user: string) => `://${user.replaceAll(/[^:]/g, "x")}@`);

/**
 * An address without its user name and password, as BuildKit shows it (util/urlutil): what stood
 * there becomes `xxxxx`. Text that holds no address stays as it is; every address in it is treated.
 */
export const redactUrls = (text: string): string =>
  text.replaceAll(
    /([a-zA-Z][a-zA-Z0-9+.-]*:\/\/)([^\s/?#"']*)@/g,
    (_, scheme: string, user: string) => `${scheme}${user.replaceAll(/[^:]+/g, "xxxxx").replace(/:.*$/s, ":xxxxx")}@`,
  );

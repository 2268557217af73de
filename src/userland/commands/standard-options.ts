const reason = "its text belongs to the version in the image";

/** What every GNU tool has. */
export const standardOptions = {
  help: { long: "help", refused: reason },
  version: { long: "version", refused: reason },
} as const;

/** A package that an image's own database says is installed. */
export interface InstalledPackage {
  /** As package URLs call its kind. */
  readonly type: "apk" | "deb" | "pypi";
  readonly name: string;
  readonly version: string;
  readonly architecture?: string;
  /** The source package it was made from, where that has another name. */
  readonly source?: string;
  /** As declared, whatever that is. */
  readonly licence?: string;
  readonly homepage?: string;
  readonly summary?: string;
  /** Who made it: "Name <address>" as a rule. */
  readonly maintainer?: string;
  /** File of the image that says so. */
  readonly database: string;
}

/** Fields as an object without those that are empty. */
export const known = <T extends Readonly<Record<string, string | undefined>>>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== "")) as {
    readonly [Name in keyof T]?: string;
  };

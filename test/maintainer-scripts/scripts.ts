import { readdirSync } from "node:fs";
import path from "node:path";

/** A maintainer script of an installed package, called as dpkg(1) calls it. */
export interface MaintainerScript {
  readonly package: string;
  readonly name: "preinst" | "postinst" | "prerm" | "postrm";
  /** In the tree, absolute. */
  readonly path: string;
  readonly args: readonly string[];
}

const args = { preinst: ["install"], postinst: ["configure", ""], prerm: ["remove"], postrm: ["remove"] } as const;

/** Those of a root file system, in the order of their names. */
export function maintainerScripts(root: string): readonly MaintainerScript[] {
  return readdirSync(path.join(root, "var/lib/dpkg/info"))
    .sort()
    .flatMap((file) => {
      const [, name, kind] = /^(.+?)(?::[^.]*)?\.(preinst|postinst|prerm|postrm)$/.exec(file) ?? [];
      if (name === undefined) return [];
      const called = kind as MaintainerScript["name"];
      return [{ package: name, name: called, path: `/var/lib/dpkg/info/${file}`, args: args[called] }];
    });
}

/** What dpkg sets for them. */
export const environmentOf = (script: MaintainerScript): Readonly<Record<string, string>> => ({
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: "/root",
  LC_ALL: "C",
  DEBIAN_FRONTEND: "noninteractive",
  DPKG_ADMINDIR: "/var/lib/dpkg",
  DPKG_ROOT: "",
  DPKG_RUNNING_VERSION: "1.21.22",
  DPKG_MAINTSCRIPT_PACKAGE: script.package,
  DPKG_MAINTSCRIPT_PACKAGE_REFCOUNT: "1",
  DPKG_MAINTSCRIPT_ARCH: "amd64",
  DPKG_MAINTSCRIPT_NAME: script.name,
  DPKG_MAINTSCRIPT_DEBUG: "0",
  SOURCE_DATE_EPOCH: "1760000000",
});

/** What a script printed and changed; times are left out. */
export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** A line for each path that is there now and was not so, "- path" for one that is gone. */
  readonly changes: readonly string[];
}

const clock = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g;

/** Content as it is compared: the times in logs are anybody's. */
export const withoutTimes = (content: string): string => content.replace(clock, "TIME");

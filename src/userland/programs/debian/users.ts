import type { Packages } from "../catalogue.ts";

/** passwd, login, adduser, base-passwd and libc-bin's getent. */
export const users: Packages = {};

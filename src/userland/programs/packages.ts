import type { Program } from "../kernel/program.ts";

/** Loads a command when a file that stands for it is executed: a RUN pays for what it uses. */
export type Load = () => Promise<Program>;

/** A program that does what its name says, the last part of argv[0]: several commands in one file; "" for all other names. */
export type ByName = Readonly<Record<string, Load>>;

/**
 * What the files of a package stand for, by path without "/" and "usr/": Debian's database calls the
 * same file bin/ls or usr/bin/ls, as the merge of /usr went on. A file that is not here is no program of ours.
 */
export type Files = Readonly<Record<string, Load | ByName>>;

/** By package. */
export type Packages = Readonly<Record<string, Files>>;

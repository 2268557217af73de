import type { Program } from "../kernel/program.ts";
import { Refusal } from "../kernel/refusal.ts";
import { Stdio } from "./stdio.ts";

/** What is the same on all 64-bit Linux machines that images are made for; glibc's posix/getconf.c. */
const values: Readonly<Record<string, string>> = {
  ARG_MAX: "2097152",
  CHAR_BIT: "8",
  INT_MAX: "2147483647",
  INT_MIN: "-2147483648",
  LONG_BIT: "64",
  PATH: "/bin:/usr/bin",
  UCHAR_MAX: "255",
  UINT_MAX: "4294967295",
  ULONG_MAX: "18446744073709551615",
  WORD_BIT: "32",
};

const counts = new Set(["_NPROCESSORS_ONLN", "_NPROCESSORS_CONF", "NPROCESSORS_ONLN", "NPROCESSORS_CONF"]);
/** Of these processors every page is of this size. */
const pages = new Set(["amd64", "s390x", "riscv64"]);

const refuses: Program["refuses"] = (args) => {
  const [name] = args;
  if (args.length === 1 && name === undefined) return undefined;
  const known =
    name !== undefined && (name in values || counts.has(name) || name === "PAGE_SIZE" || name === "PAGESIZE");
  return args.length === 1 && known
    ? undefined
    : {
        word: args.map((word) => word ?? "…").join(" ") || "getconf",
        reason: "is no value that is the same on all machines",
      };
};

/** getconf(1) of libc-bin, for values that are fixed. */
export const getconf: Program = {
  refuses,
  async run(proc) {
    const [name = ""] = proc.args.slice(1);
    const refused = refuses(proc.args.slice(1));
    const { platform, cpus } = proc.machine;
    const isPage = name === "PAGE_SIZE" || name === "PAGESIZE";
    if (refused !== undefined) throw new Refusal(`getconf ${refused.word}`, refused.reason);
    if (isPage && !pages.has(platform.architecture))
      throw new Refusal(`getconf ${name}`, "is not the same on all machines of this processor");
    const io = await Stdio.of(proc);
    await io.put(`${isPage ? "4096" : counts.has(name) ? cpus : values[name]}\n`);
    await io.flush();
    return 0;
  },
};

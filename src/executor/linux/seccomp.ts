import data from "./seccomp-allowed.json" with { type: "json" };

const allow = "SCMP_ACT_ALLOW";
/** Flags of clone(2) that make namespaces; seccomp compares them masked. */
const namespaceFlags = 0x7e020000;
const vsock = 40;
const personalities = [0x0, 0x8, 0x20000, 0x20008, 0xffffffff];

const architectures: Readonly<Record<string, { readonly names: readonly string[]; readonly allow: string }>> =
  data.architectures;

/** What apt, tar and useradd call for each file or before they drop privileges. */
const ownership =
  "chown chown32 fchown fchown32 lchown lchown32 fchownat setuid setuid32 setgid setgid32 setreuid setreuid32 setregid " +
  "setregid32 setresuid setresuid32 setresgid setresgid32 setgroups setgroups32 setfsuid setfsgid capset mknod mknodat";

/**
 * Docker's default filter for Docker's default capabilities, as runtime-spec's `linux.seccomp`:
 * what is not listed answers EPERM, clone3 answers ENOSYS so that libc falls back to clone.
 * undefined for an architecture without a list: the sandbox then has no filter.
 * `pretendOwners`: changes of owner and identity answer 0 and do nothing.
 */
export function seccompFilter(architecture: string, pretendOwners: boolean): object | undefined {
  const own = architectures[architecture];
  if (own === undefined) return undefined;
  const pretended = new Set(pretendOwners ? ownership.split(" ") : []);
  const argument = (index: number, value: number, op: string) => ({ index, value, valueTwo: 0, op });
  return {
    defaultAction: "SCMP_ACT_ERRNO",
    defaultErrnoRet: 1,
    architectures: own.names,
    syscalls: [
      { names: `${data.allow} ${own.allow}`.split(" ").filter((name) => !pretended.has(name)), action: allow },
      ...(pretendOwners ? [{ names: [...pretended], action: "SCMP_ACT_ERRNO", errnoRet: 0 }] : []),
      { names: ["clone"], action: allow, args: [argument(0, namespaceFlags, "SCMP_CMP_MASKED_EQ")] },
      { names: ["clone3"], action: "SCMP_ACT_ERRNO", errnoRet: 38 },
      { names: ["socket"], action: allow, args: [argument(0, vsock, "SCMP_CMP_NE")] },
      ...personalities.map((value) => ({
        names: ["personality"],
        action: allow,
        args: [argument(0, value, "SCMP_CMP_EQ")],
      })),
    ],
  };
}

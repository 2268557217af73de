/** Signals by number, x86 and arm. */
export const signals = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ILL: 4,
  TRAP: 5,
  ABRT: 6,
  BUS: 7,
  FPE: 8,
  KILL: 9,
  USR1: 10,
  SEGV: 11,
  USR2: 12,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
  STKFLT: 16,
  CHLD: 17,
  CONT: 18,
  STOP: 19,
  TSTP: 20,
  TTIN: 21,
  TTOU: 22,
  URG: 23,
  XCPU: 24,
  XFSZ: 25,
  VTALRM: 26,
  PROF: 27,
  WINCH: 28,
  IO: 29,
  PWR: 30,
  SYS: 31,
} as const;

/** Those that nobody notices by default. */
export const ignored: ReadonlySet<number> = new Set([signals.CHLD, signals.CONT, signals.URG, signals.WINCH]);
/** Those that stop a process: nobody would ever continue it. */
export const stopping: ReadonlySet<number> = new Set([signals.STOP, signals.TSTP, signals.TTIN, signals.TTOU]);
/** Those that no process can handle. */
export const final: ReadonlySet<number> = new Set([signals.KILL, signals.STOP]);

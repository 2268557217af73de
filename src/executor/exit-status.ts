/** How a command ended, in words that say what to look for. Shells and runtimes add 128 to a signal's number. */
export function describeExit(status: number | null, signal: string | null): string {
  if (signal !== null) return `was killed by ${signal}`;
  if (status === 126) return "could not be executed (126): no permission, or not a program for this machine";
  if (status === 127) return "was not found (127): no such command in the image";
  if (status === 137) return "was killed (137): out of memory, perhaps";
  if (status !== null && status > 128 && signals[status - 128] !== undefined)
    return `ended by ${signals[status - 128]} (${status})`;
  return `exited with status ${status}`;
}

/** What to do about it. What the steps above made is kept, so that a next build begins where this one failed. */
export function adviseExit(status: number | null, signal: string | null): string {
  if (status === 126)
    return "make it executable: chmod +x in a RUN, or COPY --chmod=755; one for another processor needs an emulator";
  if (status === 127) return "install it in a RUN above this line, or mend its name";
  if (status === 137 || signal === "SIGKILL")
    return "give the machine more memory, or let the command do less at a time (fewer jobs side by side)";
  return "--progress plain shows all of its output; to try it by hand, end the Dockerfile above this line and run that image";
}

const signals: Readonly<Record<number, string>> = {
  1: "SIGHUP",
  2: "SIGINT",
  3: "SIGQUIT",
  4: "SIGILL: the program was made for another processor",
  6: "SIGABRT",
  7: "SIGBUS",
  8: "SIGFPE",
  11: "SIGSEGV: it crashed",
  13: "SIGPIPE",
  14: "SIGALRM",
  15: "SIGTERM",
  31: "SIGSYS: it used a system call that the sandbox forbids",
};

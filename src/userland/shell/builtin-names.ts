/**
 * Commands that dash 0.5.12 itself is (src/builtins.def.in), each with what POSIX says of it. Special
 * (2.14): an error in it ends the shell. Regular (1.6): found whatever PATH holds.
 */
export const builtinKinds: ReadonlyMap<string, "special" | "regular" | "other"> = new Map([
  ...[".", ":", "break", "continue", "eval", "exec", "exit", "export", "local", "readonly", "return", "set"].map(
    (name) => [name, "special"] as const,
  ),
  ...["shift", "times", "trap", "unset"].map((name) => [name, "special"] as const),
  ...["alias", "bg", "cd", "chdir", "command", "false", "fg", "getopts", "hash", "jobs", "kill", "pwd"].map(
    (name) => [name, "regular"] as const,
  ),
  ...["read", "true", "type", "ulimit", "umask", "unalias", "wait"].map((name) => [name, "regular"] as const),
  ...["[", "echo", "printf", "test"].map((name) => [name, "other"] as const),
]);

export const isSpecialBuiltin = (name: string): boolean => builtinKinds.get(name) === "special";

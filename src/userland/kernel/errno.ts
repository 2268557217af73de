/** The errors of Linux's system calls that a tree can give, in the words of glibc's strerror(3). */
const words = {
  EPERM: "Operation not permitted",
  ENOENT: "No such file or directory",
  ESRCH: "No such process",
  EIO: "Input/output error",
  ENXIO: "No such device or address",
  E2BIG: "Argument list too long",
  ENOEXEC: "Exec format error",
  EBADF: "Bad file descriptor",
  ECHILD: "No child processes",
  EAGAIN: "Resource temporarily unavailable",
  EACCES: "Permission denied",
  EBUSY: "Device or resource busy",
  EEXIST: "File exists",
  EXDEV: "Invalid cross-device link",
  ENODEV: "No such device",
  ENOTDIR: "Not a directory",
  EISDIR: "Is a directory",
  EINVAL: "Invalid argument",
  EMFILE: "Too many open files",
  ENOTTY: "Inappropriate ioctl for device",
  ETXTBSY: "Text file busy",
  EFBIG: "File too large",
  ENOSPC: "No space left on device",
  ESPIPE: "Illegal seek",
  EROFS: "Read-only file system",
  EMLINK: "Too many links",
  EPIPE: "Broken pipe",
  ENAMETOOLONG: "File name too long",
  ENOTEMPTY: "Directory not empty",
  ELOOP: "Too many levels of symbolic links",
  ENODATA: "No data available",
  EOPNOTSUPP: "Operation not supported",
} as const;

export type Errno = keyof typeof words;

/** A system call that failed, as a program sees it: something that it may handle. Its message is strerror's. */
export class SystemError extends Error {
  readonly code: Errno;
  /** What the call was about, latin1, as it was given; "" where that was no path. */
  readonly path: string;

  constructor(code: Errno, path = "") {
    super(words[code]);
    this.name = "SystemError";
    this.code = code;
    this.path = path;
  }
}

/** Whether a call failed like this. */
export const isErrno = (error: unknown, ...codes: readonly Errno[]): error is SystemError =>
  error instanceof SystemError && (codes.length === 0 || codes.includes(error.code));

import { SystemError } from "../kernel/errno.ts";

/** What a system call gave, or how it failed. Whatever else is thrown passes through. */
export function tried<T>(call: () => T): T | SystemError {
  try {
    return call();
  } catch (error) {
    if (error instanceof SystemError) return error;
    throw error;
  }
}

/** `tried` for a call that takes its time. */
export async function triedLater<T>(call: () => Promise<T>): Promise<T | SystemError> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof SystemError) return error;
    throw error;
  }
}

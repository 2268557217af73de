import { DjibError } from "../errors.ts";

/** undefined where the Dockerfile or .dockerignore has a mistake, which the build tells of itself. */
export function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DjibError) return undefined;
    throw error;
  }
}

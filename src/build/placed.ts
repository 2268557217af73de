import { DjibError, type Location } from "../errors.ts";

/** What fails on behalf of a line of the Dockerfile says which line that is. */
export async function placed<T>(where: Location, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DjibError) || error.details.where !== undefined) throw error;
    throw new DjibError(error.code, error.message, { ...error.details, where, cause: error });
  }
}

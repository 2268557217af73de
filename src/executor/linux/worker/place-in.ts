/** Where a path of an image, latin1, is in a directory of the host. */
export const placeIn = (root: string, path: string): Buffer => Buffer.from(`${root}/${path}`, "latin1");

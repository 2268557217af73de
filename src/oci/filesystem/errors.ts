import { problems } from "../../errors.ts";

export const problem = problems({
  "filesystem/not-a-file": "Something read the content of a path inside an image that is not a regular file.",
  "filesystem/not-a-directory":
    "A path inside an image leads through a name that is not a directory, so nothing can be below it.",
  "filesystem/too-many-links":
    "A path inside an image leads through more than 40 symbolic links, most likely in a circle. Linux gives up there too (ELOOP).",
});

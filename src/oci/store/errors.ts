import { problems } from "../../errors.ts";

export const problem = problems({
  "store/full":
    "The disk that holds djib's store has no room left, or a quota is used up. Nothing half-written was left. Free space, remove old images and cached steps with `djib prune`, or put the store elsewhere with DJIB_STORE.",
  "store/io":
    "The operating system refused to read or write a file of djib's store: a failing disk, a file system mounted read-only, or a directory of another user. The message names the path.",
  "store/missing":
    "Something that should be in djib's store is not there any more: it was removed by hand, by a collection, or put aside because it was damaged. Pull or build again.",
});

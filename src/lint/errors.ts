import { problems } from "../errors.ts";

export const problem = problems({
  "copy/no-such-path":
    "COPY --from names a path that the other stage never makes: it is not in that stage's base image, and none of its WORKDIR, COPY, ADD and RUN lines makes it. Where a RUN line does something djib cannot follow, it is only a warning, and the build goes on.",
});

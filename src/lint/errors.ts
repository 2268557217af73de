import { problems } from "../errors.ts";

export const problem = problems({
  "lint/bad-option":
    "`# check=` at the top of the file, or --build-arg BUILDKIT_DOCKERFILE_CHECK, holds what cannot be read. It is `skip=RULE,RULE` or `skip=all`, `experimental=RULE` and `error=true`, with `;` between them and no blanks.",
  "lint/violation":
    "The file says `# check=error=true`, and rules found something: nothing is built until it is mended or silenced with `# check=skip=RULE`. `djib help RULE` explains a rule.",
  "copy/no-such-path":
    "COPY --from names a path that the other stage never makes: it is not in that stage's base image, and none of its WORKDIR, COPY, ADD and RUN lines makes it. Where a RUN line does something djib cannot follow, it is only a warning, and the build goes on.",
});

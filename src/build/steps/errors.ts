import { problems } from "../../errors.ts";

export const problem = problems({
  "copy/no-such-source":
    "A source of COPY or ADD is not where it is looked for. Sources of a plain COPY are relative to the build context (the directory at the end of `djib build`), never to the Dockerfile, and what .dockerignore hides is not there; sources of `COPY --from` are looked for in the root of that stage or image. A source with a wildcard may match nothing.",
  "copy/bad-pattern":
    "A source of COPY or ADD holds a wildcard that is not complete: `[` without `]`, or a backslash at the end. `\\[` stands for the character itself.",
  "copy/onto-directory":
    "COPY or ADD would have to put a file where the image has a directory. End the destination with `/` to put the file into the directory.",
  "copy/onto-file":
    "COPY or ADD would have to put a directory where the image has a file, or to make a directory below a file. Directories are only merged into directories.",
  "copy/bad-owner":
    "`--chown` or USER holds a name, and the image that is copied into has no files yet. Names are looked up in its /etc/passwd and /etc/group; on scratch, give numbers.",
  "copy/unknown-owner":
    "A name in `--chown` or USER is not in /etc/passwd or /etc/group of the image that is copied into. As docker build does, djib uses 0 (root). Make the user in a RUN before, or give numbers.",
  "copy/link-by-name":
    "`COPY --link` copies without looking at the image below, so it cannot look names up there: give `--chown` numbers.",
  "add/bad-archive":
    "An archive that ADD unpacks is damaged, or names a path that could not be made inside the image's tree.",
  "workdir/not-a-directory": "WORKDIR names a path that is, or leads through, something that is not a directory.",
});

import { type Cases, type Files, lines } from "../case.ts";

const files: Files = {
  "a.py": "a",
  "a.pyc": "a",
  "b.md": "b",
  "pkg/c.py": "c",
  "pkg/c.pyc": "c",
  "pkg/deep/d.pyc": "d",
  "pkg/deep/d.md": "d",
  "docs/README.md": "r",
  "docs/x/README.md": "r",
  ".git/config": "g",
  "node_modules/m/index.js": "m",
  "dir.d/f": "f",
  " blank": "x",
  "#hash": "x",
  "!not": "x",
};
const by = (rules: string, ...text: readonly string[]) =>
  lines(["FROM scratch", ...(text.length === 0 ? ["COPY . /x"] : text)], {
    files: { ...files, ".dockerignore": rules },
  });

/** dockerfile.md section 7: which files a build sees. */
export const ignoring: Cases = {
  "no rules": lines(["FROM scratch", "COPY . /x"], { files }),
  "a name at the top": by("a.py\n.git\nnode_modules\n"),
  "a star does not cross directories": by("*.pyc\n"),
  "two stars cross directories": by("**/*.pyc\n"),
  "two stars at the end": by("pkg/**\n"),
  "two stars in the middle": by("docs/**/README.md\n"),
  "two stars within a name": by("pkg/**c.py\n"),
  everything: by("*\n"),
  "everything but": by("*\n!a.py\n!pkg\n"),
  "everything but a file within a directory": by("*\n!pkg/deep/d.md\n"),
  "the last rule wins": by("*.md\n!b.md\nb.md\n"),
  "exceptions from exceptions": by("pkg\n!pkg/deep\npkg/deep/*.pyc\n"),
  "a leading slash": by("/a.py\n/pkg/deep\n"),
  "a slash at the end": by("pkg/\na.py/\n"),
  "dots are cleaned": by("./a.py\npkg/../b.md\n"),
  "comments and blank lines": by("# a.py\n\n   \n  b.md  \n"),
  "a hash behind a blank is a pattern": by(" #hash\n"),
  "a byte order mark": by("\uFEFFa.py\n"),
  "lines that end with CRLF": by("a.py\r\npkg\r\n"),
  "blanks around an exception": by("*\n! a.py\n"),
  "an escaped exclamation mark": by("\\!not\n"),
  "a class": by("[ab].*\n"),
  "a question mark": by("?.md\n"),
  "a dot is no wildcard": by("dir.d\na.p.\n"),
  "the Dockerfile and the rules themselves": by("Dockerfile\n.dockerignore\n"),
  "an ignored file is not found": by("a.py\n", "COPY a.py /x"),
  "an ignored directory is not found": by("pkg\n", "COPY pkg /x"),
  "a star over ignored files": by("*.pyc\n", "COPY *.py* /x/"),
  "rules do not count for stages": by("a.py\n", "COPY b.md /x/a.py", "FROM scratch", "COPY --from=0 /x /"),
  "a link to an ignored file": lines(["FROM scratch", "COPY . /x"], {
    files: { ...files, l: { link: "a.py" }, ".dockerignore": "a.py" },
  }),
  "COPY of a link to an ignored file": lines(["FROM scratch", "COPY l /x"], {
    files: { ...files, l: { link: "a.py" }, ".dockerignore": "a.py" },
  }),
  "rules of a Dockerfile's own": lines(["FROM scratch", "COPY . /x"], {
    files: { ...files, ".dockerignore": "pkg", "Dockerfile.dockerignore": "docs" },
  }),
  "rules of another Dockerfile's own": lines([""], {
    files: { ...files, ".dockerignore": "pkg", "Other.dockerignore": "docs", Other: "FROM scratch\nCOPY . /x\n" },
    flags: ["--file={context}/Other"],
  }),
  "a lone exclamation mark": by("!\n"),
  "a pattern that is malformed": by("a[\n"),
  "a parent directory as a pattern": by("..\n../a.py\n"),
  "a dot as a pattern": by(".\n"),
  "a slash as a pattern": by("/\n"),
  "exceptions keep directories on the way": by("**\n!**/*.py\n"),
  "an empty directory stays": lines(["FROM scratch", "COPY . /x"], {
    files: { "e/f": "1", "g/h": { directory: true }, ".dockerignore": "e/f\n" },
  }),
};

// docs/rules/README.md lists the rules of `djib check`; each has a page of its own beside it.
import { rules } from "../../src/lint/rules.ts";
import { compareGenerated } from "./generated.ts";

const head = `# Rules of \`djib check\`

\`djib check PATH\` reads a Dockerfile and what is around it, and tells of mistakes without building. It needs no
registry and no engine: where a base image cannot be looked at, it says so, and rules that need its variables or
its user are silent. \`djib help RULE\` prints what a page says. This page is generated.

- **Exit status:** 0 where nothing is wrong, 1 for a finding of level error, 2 for wrong usage. \`--fail-on warning\`,
  or \`error=true\` in the file, make it 1 for any finding, \`--fail-on never\` for none. A Dockerfile that cannot be
  read or planned gives 1.
- **Choosing:** \`--only RULE,RULE\` and \`--skip RULE,RULE\`. In the file, as with docker: \`# check=skip=RULE,RULE\`
  (or \`skip=all\`) and \`;error=true\` at its very top, \`# check=skip=RULE\` right above an instruction;
  \`--build-arg BUILDKIT_DOCKERFILE_CHECK=…\` replaces the line at the top.
- **docker's subset:** \`djib build --check\` and \`--call=check[,format=json]\` print docker's rules as docker does,
  with its exit status; a normal \`djib build\` warns of them.

## The rules

| rule | from | level | what it finds |
| --- | --- | --- | --- |
`;

const tail = `
## \`--format json\`

One object: \`version\` (1), \`file\`, \`findings\`, \`unknownImages\` (\`image\`, \`reason\`), \`executors\`
(null, or as \`djib plan --executors --json\` prints it), \`error\` (null, or \`code\`,
\`message\` and its place), \`errors\` and \`warnings\` (counts). A finding has \`rule\`, \`source\` (docker or djib),
\`severity\`, \`message\`, \`file\`, \`line\`, \`column\`, \`endLine\`, \`endColumn\` (from 1; one past the last character),
\`help\`, and \`url\` where docker has a page.

## \`--format sarif\`

SARIF 2.1.0, for code hosts that show findings beside the lines. Base images that could not be looked at, and the
error that ended the reading, are notifications of the invocation.
`;

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll(/<([^>]*)>/g, "&lt;$1&gt;");
const rows = rules.map(({ name, source, severity, about, experimental }) => {
  const level = experimental ? `${severity}, off by default` : severity;
  return `| [${name}](${name}.md) | ${source} | ${level} | ${cell(about)} |\n`;
});
compareGenerated("docs/rules/README.md", head + rows.join("") + tail);

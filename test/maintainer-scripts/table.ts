/** What became of one script. */
export interface Row {
  readonly package: string;
  readonly script: string;
  readonly verdict: "equal" | "refused" | "different";
  readonly why: string;
}

/** The page of them all. */
export function table(rows: readonly Row[]): string {
  const count = (verdict: Row["verdict"]) => rows.filter((row) => row.verdict === verdict).length;
  const packages = new Set(rows.map((row) => row.package)).size;
  const lines = rows.map(
    ({ package: name, script, verdict, why }) => `| ${name} | ${script} | ${verdict} | ${why.replaceAll("|", "\\|")} |`,
  );
  return `# Maintainer scripts without Linux

Each maintainer script of the packages of a Debian 12 with Python, run by djib's own user land over the tree
with the arguments and the environment that dpkg gives, and compared with the same script run by the real
programs in a chroot: status, output, and every file that it made, changed or removed. **equal**: all of it is;
**refused**: it stops before it does anything else than Linux, and says at which word; **different**: a fault.
Made by \`npm run verify -- maintainer-scripts\`.

${rows.length} scripts of ${packages} packages: ${count("equal")} equal, ${count("refused")} refused, ${count("different")} different.

| package | script | | why |
| --- | --- | --- | --- |
${lines.join("\n")}
`;
}

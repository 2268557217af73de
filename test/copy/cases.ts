import { type Case, copy, user, workdir } from "./case.ts";
import { addCases } from "./cases-add.ts";
import { excludeCases } from "./cases-exclude.ts";
import { parentsCases } from "./cases-parents.ts";
import { destinationCases } from "./cases-destination.ts";
import { ownerCases } from "./cases-owner.ts";
import { sourceCases } from "./cases-source.ts";

const workdirCases: Record<string, Case> = {
  "WORKDIR makes a directory": { files: {}, steps: [workdir("/app")] },
  "WORKDIR makes its parents": { files: {}, steps: [workdir("/srv/shop/app")] },
  "WORKDIR with a slash at the end": { files: {}, steps: [workdir("/app/")] },
  "WORKDIR relative to the one before": { files: {}, steps: [workdir("/srv"), workdir("shop"), workdir("../other")] },
  "WORKDIR of the root": { files: { a: "a" }, steps: [workdir("/"), copy("a", ".")] },
  "WORKDIR as a numeric user": { files: {}, steps: [workdir("/root-made"), user("1000"), workdir("/root-made/a/b")] },
  "WORKDIR as user and group": { files: {}, steps: [user("1000:2000"), workdir("/w")] },
  "WORKDIR as a named user": {
    files: { passwd: "root:x:0:0::/:\napp:x:7:8::/:\n", group: "grp:x:99:\n" },
    steps: [copy(["passwd", "group"], "/etc/"), user("app"), workdir("/w"), user("app:grp"), workdir("/v")],
  },
  "WORKDIR as an unknown user": { files: {}, steps: [user("nobody"), workdir("/w")] },
  "WORKDIR leaves what is there": {
    files: { "d/": { directory: true, mode: 0o1777 } },
    steps: [copy("d/..", "/", { chown: "5:5" }), user("9"), workdir("/d")],
  },
  "WORKDIR through a link": {
    files: { "t/real/f": "f", "t/link": { link: "/real" } },
    steps: [copy("t", "/"), workdir("/link/made")],
  },
  "WORKDIR through a link out of the root": {
    files: { "t/link": { link: "../../../out" } },
    steps: [copy("t", "/"), workdir("/link/made")],
  },
  "WORKDIR of a dangling link": { files: { "t/link": { link: "there" } }, steps: [copy("t", "/"), workdir("/link")] },
  "WORKDIR of a file": { files: { f: "f" }, steps: [copy("f", "/f"), workdir("/f")] },
  "WORKDIR below a file": { files: { f: "f" }, steps: [copy("f", "/f"), workdir("/f/g")] },
  "COPY relative to WORKDIR": {
    files: { a: "a", b: "b" },
    steps: [workdir("/w"), copy("a", "."), copy("b", "sub/"), copy("b", "./c")],
  },
};

/** Every case that BuildKit was asked, by name. */
export const cases: Readonly<Record<string, Case>> = {
  ...sourceCases,
  ...destinationCases,
  ...ownerCases,
  ...workdirCases,
  ...addCases,
  ...parentsCases,
  ...excludeCases,
};

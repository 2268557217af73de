import type { PlannedStage } from "../../build/plan/plan.ts";
import { inside } from "../docker/rule.ts";
import { stagesOfImage, visitsOfImage } from "./image.ts";
import { djibRule } from "./rule.ts";

/** Programs that change the user when the container starts. */
const changesUser = /\b(gosu|su-exec|setpriv|runuser|chpst|su)\b|entrypoint|\.sh\b/;

export const runsAsRoot = djibRule({
  name: "RunsAsRoot",
  about: "The container runs as root",
  why: "Whoever finds a hole in the site is root in the container: free to change the code, and one kernel or runtime bug away from the host. Many clusters refuse to start such images.",
  fix: "Make a user and change to it at the end, by number so that Kubernetes can check it: RUN useradd --uid 10001 app / USER 10001. Only what the site writes to must belong to it.",
  *check(subject) {
    const stage = stagesOfImage(subject).at(-1);
    const first = stagesOfImage(subject)[0];
    const visits = visitsOfImage(subject);
    if (stage === undefined || first === undefined || first.base.kind === "scratch") return;
    if (!isRootByDefault(first) && !visits.every(subject.knowsBase)) return;
    const { User = "", Cmd, Entrypoint } = stage.config;
    const user = User.split(":")[0]!;
    if (user !== "" && user !== "root" && user !== "0") return;
    const start = visits.findLast(({ written }) => written.name === "CMD" || written.name === "ENTRYPOINT")?.written;
    if (start === undefined || changesUser.test([...(Entrypoint ?? []), ...(Cmd ?? [])].join(" "))) return;
    const last = visits.findLast(({ written }) => written.name === "USER")?.written;
    yield last === undefined
      ? inside(start, "the program runs as root: no USER above it")
      : inside(last, "the program runs as root");
  },
});

/** Docker's official images of Python and of the systems below it leave the user to whoever builds on them. */
const isRootByDefault = ({ base }: PlannedStage): boolean =>
  base.kind === "image" &&
  base.reference.domain === "docker.io" &&
  /^library\/(python|debian|ubuntu|alpine|buildpack-deps)$/.test(base.reference.repository);

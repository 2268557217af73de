// Builds the Dockerfiles of test/userland/dockerfiles with real programs, by the linux executor, and writes
// test/recordings/userland-dockerfiles.json: what each layer holds, and what was printed.
import { openBuilder } from "../../test/userland/dockerfiles/builder.ts";
import { dockerfileCases } from "../../test/userland/dockerfiles/cases/cases.ts";
import { linuxBundle } from "../../test/support/linux-bundle.ts";
import { plainCtx } from "../../test/support/run-step.ts";
import { writeRecording } from "../lib/recorder.ts";

const files = ["archives", "cases", "configuration", "directories", "entrypoints", "shell", "users"]
  .map((name) => `test/userland/dockerfiles/cases/${name}.ts`)
  .concat("scripts/record/userland-dockerfiles.ts", "test/userland/dockerfiles/builder.ts");

await using builder = await openBuilder();
const { linuxExecutor } = await linuxBundle();
const linux = linuxExecutor({ store: builder.store });
const cases: Record<string, object> = {};
for (const [name, one] of Object.entries(dockerfileCases)) cases[name] = await builder.answer(one, linux);
const capability = await linux.probe(plainCtx());
writeRecording(
  "userland-dockerfiles.json",
  files,
  { linux: capability.works ? capability.describe : "none" },
  { cases },
);

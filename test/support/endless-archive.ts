// Writes an archive that never ends to the path it is given; says when some of it is on the disk.
import { writeDestination } from "../../src/sinks/host/destination.ts";

await writeDestination(
  process.argv[2]!,
  (async function* () {
    yield Buffer.alloc(1 << 20);
    console.log("begun");
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  })(),
);

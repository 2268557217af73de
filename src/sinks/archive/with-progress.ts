import type { Emit } from "../../events.ts";
import type { ArchiveFile } from "./write-archive.ts";

/** The same files; emits `transfer` events, way "load", as the layers among them are read. */
export async function* withProgress(files: AsyncIterable<ArchiveFile>, emit: Emit): AsyncGenerator<ArchiveFile> {
  for await (const file of files) {
    const { name, content } = file;
    if (content === undefined || !name.endsWith(".tar")) {
      yield file;
      continue;
    }
    const { digest, size } = content;
    const event = { type: "transfer", id: `load ${digest}`, way: "load", what: digest, total: size } as const;
    const open = async function* () {
      let done = 0;
      emit({ ...event, done });
      for await (const chunk of content.open()) {
        yield chunk;
        done += chunk.length;
        emit({ ...event, done });
      }
    };
    yield { name, content: { digest, size, open } };
  }
}

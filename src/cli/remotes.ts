import type { Given } from "../build/given.ts";
import type { Store } from "../oci/store/store.ts";
import { openRemotes, type Remotes } from "../sources/remotes.ts";
import { version } from "./version.ts";

/** What a build fetches by itself, with the secrets and the agent that the command line lends to it. */
export async function userRemotes(store: Store, given: Given | undefined): Promise<Remotes> {
  return openRemotes({
    store,
    userAgent: `djib/${version}`,
    secrets: async (id) => given?.secrets.get(id)?.(),
    agent: given?.agents.get("default"),
  });
}

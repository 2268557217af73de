import { problem } from "../errors.ts";
import { GitFailure } from "./command.ts";

/** Does something with git, and says what its failure means. `url` holds no secrets. */
export async function explained<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    throw problem("source/git", `git cannot fetch ${url}`, {
      detail: error.lines,
      help: helpFor(error.said, url),
      cause: error,
    });
  }
}

function helpFor(said: string, url: string): string | undefined {
  if (/could not read Username|Authentication failed|HTTP 40[13]|error: 40[13]/.test(said))
    return "a private repository needs a token: --secret id=GIT_AUTH_TOKEN,env=TOKEN; or it does not exist";
  if (/Permission denied \(/.test(said)) return "the server takes none of the agent's keys: see ssh-add -l";
  if (/REMOTE HOST IDENTIFICATION HAS CHANGED/.test(said))
    return "the server's key is not the one in ~/.ssh/known_hosts; find out why before you remove that line";
  if (/not found|does not exist|not appear to be a git repository/.test(said)) return `check the address ${url}`;
  if (/Could not resolve host|unable to connect|Failed to connect|Connection (?:refused|timed out)/i.test(said))
    return "check the name, the network and the proxy settings (HTTPS_PROXY, NO_PROXY)";
  return undefined;
}

import { type Case, type Step } from "../case.ts";

/** `URL` stands for the server. */
const wget = (line: string, more: Omit<Step, "run"> = {}): Step => ({ run: ["wget", ...line.split(" ")], ...more });

export const wgetCases: Readonly<Record<string, Case>> = {
  quietly: {
    steps: [
      wget("-q URL/a.txt"),
      wget("-q URL/a.txt"),
      wget("-q URL/"),
      wget("-q URL/b.txt?c=d"),
      wget("-q -P d/e URL/a.txt"),
      wget("-q -O x URL/a.txt"),
      wget("-qO- URL/a.txt"),
      wget("-q -O both URL/a.txt URL/b.txt"),
      wget("-q URL/status/404"),
      wget("-q URL/empty"),
    ],
  },
  briefly: {
    steps: [
      wget("-nv URL/a.txt"),
      wget("-nv -O x URL/a.txt"),
      wget("-nv -O - URL/a.txt"),
      wget("-nv URL/status/404"),
      wget("-nv URL/status/500"),
      wget("-nv http://127.0.0.1:1/"),
      wget("-nv URL/chunked"),
      wget("-nv URL/redirect/2"),
    ],
  },
  "at length": {
    steps: [
      wget("URL/a.txt"),
      wget("URL/large/x"),
      wget("URL/chunked"),
      wget("URL/redirect/2"),
      wget("URL/status/404"),
      wget("http://127.0.0.1:1/x"),
      wget("-O - URL/a.txt"),
      wget("--progress=dot:giga -q URL/a.txt"),
    ],
  },
  "times of the server": { steps: [wget("-q URL/dated"), wget("-q --no-use-server-timestamps -O d URL/dated")] },
  redirects: { steps: [wget("-q URL/redirect/3"), wget("-q URL/loop"), wget("-q --max-redirect=1 URL/redirect/3")] },
  "headers and posting": {
    steps: [
      wget("-qO- --header=X-Own:1 -U me --referer=http://x/ URL/echo"),
      wget("-qO- --post-data=a=1 URL/echo"),
      wget("-qO- URL/echo"),
    ],
  },
  logins: {
    steps: [
      wget("-qO- --user=me --password=secret URL/private"),
      wget("-qO- URL/private"),
      wget("-nv --user=me --password=wrong URL/private"),
      wget("URL/private"),
    ],
  },
  lists: { files: { list: "URL/a.txt\n\nURL/b.txt\n" }, steps: [wget("-q -i list")] },
  proxies: {
    steps: [
      wget("-q -t1 URL/a.txt", { env: { http_proxy: "http://127.0.0.1:1" } }),
      wget("-q --no-proxy URL/a.txt", { env: { http_proxy: "http://127.0.0.1:1" } }),
    ],
  },
  connections: {
    steps: [wget("-q -t 1 URL/drop"), wget("-nv -t 1 http://nosuch.invalid/"), wget("-q -O /nowhere/at/all URL/a.txt")],
  },
  "wrong command lines": { steps: [{ run: ["wget"] }, wget("--nonsense"), wget("-O")] },
};

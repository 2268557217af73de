import { type Case, type Step } from "../case.ts";

/** `URL` stands for the server. */
const curl = (line: string, more: Omit<Step, "run"> = {}): Step => ({ run: ["curl", ...line.split(" ")], ...more });

export const curlCases: Readonly<Record<string, Case>> = {
  "to standard output": {
    steps: [curl("-s URL/file.txt"), curl("-sS URL/"), curl("-s URL/chunked"), curl("-s URL/empty")],
  },
  "to files": {
    files: { "d/": {} },
    steps: [
      curl("-s -o a URL/file.txt"),
      curl("-sO URL/b.txt"),
      curl("-sO URL/x/y/c.txt?query#fragment"),
      curl("-so d/e URL/empty"),
      curl("-s --create-dirs -o n/m/f URL/file.txt"),
      curl("-s -o n2/f URL/file.txt"),
      curl("-s --output-dir d -O URL/g.txt"),
      curl("-sO URL/"),
      curl("-sS -o 1 URL/1.txt -o 2 URL/2.txt URL/3.txt"),
      curl("-s --remote-name-all URL/r1.txt URL/r2.txt"),
    ],
  },
  large: { steps: [curl("-s -o a URL/large/")] },
  "names of the server": { steps: [curl("-sOJ URL/named"), curl("-sOJ URL/file.txt")] },
  "times of the server": { steps: [curl("-sR -o a URL/dated")] },
  errors: {
    steps: [
      curl("-f URL/status/404 -s"),
      curl("-fsS URL/status/404"),
      curl("-fsSL -o x URL/status/500"),
      curl("-s URL/status/404"),
      curl("--fail-with-body -sS URL/status/403"),
      curl("-fsS URL/status/404 URL/file.txt"),
      curl("-fsS --fail-early URL/status/404 URL/file.txt"),
    ],
  },
  redirects: {
    steps: [
      curl("-s URL/redirect/1"),
      curl("-sL URL/redirect/3"),
      curl("-sSL URL/loop"),
      curl("-sSL --max-redirs 2 URL/redirect/3"),
      curl("-sSL --max-redirs 0 URL/redirect/1"),
      curl("-sL -o a URL/redirect/2"),
      curl("-sLI URL/redirect/2"),
      curl("-sSL --proto-redir =https URL/redirect/1"),
    ],
  },
  posting: {
    files: { body: "from\na file\n" },
    steps: [
      curl("-s -d a=1 -d b=2 URL/echo"),
      curl("-s -d @body URL/echo"),
      curl("-s --data-binary @body URL/echo"),
      curl("-s --data-raw @body URL/echo"),
      curl("-s -X PUT -d x URL/echo"),
      curl("-s -X DELETE URL/echo"),
      curl("-sG -d q=1 URL/echo?p=0"),
      curl("-sL -d a=1 URL/see-other/302"),
      curl("-sL -d a=1 URL/see-other/303"),
      curl("-sL -d a=1 URL/see-other/307"),
      curl("-sL -X POST -d a=1 URL/see-other/302"),
      curl("-s -d @- URL/echo", { stdin: "in\nput" }),
    ],
  },
  headers: {
    steps: [
      curl("-s -H X-Own:1 URL/echo"),
      curl("-s -A me/1 -e http://from/ URL/echo"),
      curl("-s -H User-Agent: URL/echo"),
      curl("-s -H Accept:text/x URL/echo"),
      curl("-s -H X-Own; URL/echo"),
      curl("-s -A  URL/echo"),
    ],
  },
  "what the server says": {
    steps: [
      curl("-sI URL/file.txt"),
      curl("-si URL/file.txt"),
      curl("-s -D h URL/file.txt"),
      curl("-s -D - -o x URL/file.txt"),
      curl("-sI URL/status/404"),
      curl("-fsSI URL/status/404"),
      curl("-fsSi URL/status/404"),
    ],
  },
  logins: {
    steps: [curl("-s URL/private"), curl("-s -u me:secret URL/private"), curl("-fsS -u me:wrong URL/private")],
  },
  encodings: {
    steps: [
      curl("-s --compressed URL/gzip"),
      curl("-s --compressed URL/file.txt"),
      curl("-s -o x URL/gzip"),
      curl("-s --compressed URL/echo"),
    ],
  },
  "write out": {
    steps: [
      curl("-s -o /dev/null -w %{http_code} URL/file.txt"),
      {
        run: [
          "curl",
          "-s",
          "-o",
          "x",
          "-w",
          "%{http_code} %{size_download}\\n%{url_effective}\\t%{num_redirects} %{content_type} %% %{exitcode}\\n",
          "-L",
          "URL/redirect/2",
        ],
      },
      curl("-sf -w %{response_code}:%{errormsg} URL/status/404"),
      curl("-s -w %{filename_effective} -o y URL/file.txt"),
    ],
  },
  connections: {
    steps: [
      curl("-s http://127.0.0.1:1/"),
      curl("-sS http://nosuch.invalid/"),
      curl("-s URL/drop"),
      curl("-sS URL/drop"),
      curl("-sS URL/cut"),
      curl("-s -m 0.3 URL/hang"),
      curl("--proto =https -sS URL/file.txt"),
      curl("-s -x http://127.0.0.1:1 URL/file.txt"),
      curl("-s URL/file.txt", { env: { http_proxy: "http://127.0.0.1:1" } }),
      curl("-s URL/file.txt", { env: { http_proxy: "http://127.0.0.1:1", no_proxy: "127.0.0.1" } }),
      curl("-s URL/file.txt", { env: { HTTP_PROXY: "http://127.0.0.1:1" } }),
    ],
  },
  again: { steps: [curl("-s --retry 1 --retry-delay 1 URL/status/503"), curl("-fsS --retry 1 URL/status/404")] },
  files: { files: { a: "content\n" }, steps: [curl("-sS file:///nowhere/at/all"), curl("-s file:///dev/null")] },
  "wrong command lines": {
    steps: [
      { run: ["curl"] },
      curl("--nonsense x"),
      curl("-o"),
      curl("-s -o x"),
      curl("--retry x URL/"),
      { run: ["curl", "-sS", "http://a b/"] },
      curl("--re x URL/"),
    ],
  },
};

import { type Answers, says } from "../fakes/fake-engine.ts";

/** Docker's answer to an image that it took. */
export const loaded = says('{"stream":"Loaded image: sample:1.0\\n"}\n');

/** What an engine does instead of loading an image, and what the user is told. */
export const refusals: readonly (readonly [string, Answers[string], RegExp])[] = [
  [
    "an error in a stream that began well",
    says('{"stream":"x"}\r\n{"errorDetail":{"message":"no space left on device"}}'),
    /no space left on device/,
  ],
  ["two messages on one line", says('{"stream":"x"}{"error":"bad archive"}'), /bad archive/],
  ["an error status", says({ message: "boom" }, 500), /refused: boom/],
  ["an error status without words", says("", 503), /HTTP 503/],
  ["a redirection", says("", 307), /HTTP 307/],
  ["escape sequences", says({ message: "\u001b]0;evil\u0007\u001b[31mred" }, 500), /refused: \]0;evil \[31mred$/],
  [
    "an error before it has read the archive",
    // As Go's server does it: the answer, then half a second in which the connection stays.
    (request, response) => {
      response.writeHead(500, { "content-length": "19", connection: "close" }).write('{"message":"early"}');
      setTimeout(() => request.socket.destroy(), 500).unref();
    },
    /early/,
  ],
  ["a broken connection", (request) => void request.socket.destroy(), /broke the connection off/],
  [
    "half an answer",
    (request, response) => {
      request.resume().on("end", () => {
        response.writeHead(200, { "content-length": "1000" });
        response.write("{", () => request.socket.destroy());
      });
    },
    /broke off its answer/,
  ],
  [
    "an answer without end",
    (request, response) => {
      request.resume().on("end", () => {
        const more = () => {
          if (!response.destroyed) {
            response.write("x".repeat(1 << 20));
            setImmediate(more);
          }
        };
        more();
      });
    },
    /its answer is longer/,
  ],
  ["success, and no image afterwards", loaded, /does not have the image afterwards/],
];

import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { it } from "node:test";
import fc from "fast-check";
import type { Event } from "../../src/events.ts";
import { painter } from "../../src/cli/render/style.ts";
import type { Terminal } from "../../src/cli/render/terminal.ts";
import { TerminalProgress } from "../../src/cli/render/progress/terminal.ts";
import { cells, cut, padded } from "../../src/cli/render/width.ts";

/** A terminal that knows what progress uses: lines, and going up to clear from there. */
class Screen implements Terminal {
  readonly lines: string[] = [""];
  readonly stdout = new Writable();
  readonly live = true;
  readonly color = false;
  size = { columns: 60, rows: 12 };
  writes = 0;

  out(): void {
    throw new Error("nothing of progress belongs on standard output");
  }

  err(text: string): void {
    this.writes++;
    const up = /^\u001b\[(\d+)F\u001b\[0J/.exec(text);
    if (up !== null) {
      assert.ok(Number(up[1]) < this.size.rows, "goes up to what has scrolled away");
      this.lines.splice(this.lines.length - 1 - Number(up[1]));
      this.lines.push("");
    }
    for (const character of text.slice(up?.[0].length ?? 0)) {
      assert.ok(character === "\n" || character >= " ", "a control character");
      if (character === "\n") this.lines.push("");
      else this.lines.push(this.lines.pop()! + character);
    }
    for (const line of this.lines) assert.ok(cells(line) < this.size.columns, `too wide: ${line}`);
  }

  columns(): number {
    return this.size.columns;
  }

  rows(): number {
    return this.size.rows;
  }
}

const step = (id: string, title: string) => {
  const [stage, number] = id.split("/");
  return { id, stage: stage!, number: Number(number), of: 2, title, line: 1 };
};

function begun(titles: Readonly<Record<string, string>>) {
  const screen = new Screen();
  let now = 0;
  const progress = new TerminalProgress(screen, () => now, painter(false));
  const steps = Object.entries(titles).map(([id, title]) => step(id, title));
  const tell = (...events: Event[]) => events.forEach((event) => progress.handle(event));
  const digest = `sha256:${"4be1".repeat(16)}`;
  tell({
    type: "base",
    stage: "a",
    reference: "python:3.13-slim",
    platform: "linux/arm64",
    digest,
    cached: true,
    age: 90,
  });
  tell({ type: "plan", name: "shop", platform: "linux/arm64", executor: undefined, steps });
  return { screen, progress, tell, wait: (ms: number) => void (now += ms) };
}

it("keeps one line for each finished step, in columns, and nothing of what was at work", async () => {
  const { screen, progress, tell, wait } = begun({
    "builder/1": `RUN pip install ${"a-package ".repeat(20)}`,
    "final/1": "COPY . /app",
  });
  tell({ type: "step-start", id: "builder/1" }, { type: "step-start", id: "final/1" });
  const text = `first\n${"日本語".repeat(40)}\u001b[2J\tpart`;
  tell({ type: "step-output", id: "builder/1", stream: "stdout", text });
  wait(1400);
  await sleep(150);
  assert.deepEqual(screen.lines.slice(3), [
    " … builder  1/2  RUN pip install a-package a-packag…   1.4s",
    `     ${"日本語".repeat(8)}日本…`,
    " … final    1/2  COPY . /app                           1.4s",
    "",
  ]);
  tell({ type: "step-done", id: "final/1", cached: true }, { type: "step-failed", id: "builder/1", message: "" });
  tell({ type: "image", id: `sha256:${"9c2f".repeat(16)}`, size: 121e6, added: 3.1e6 });
  progress.end();
  assert.deepEqual(screen.lines, [
    "shop  linux/arm64",
    "",
    " ✓ base     python:3.13-slim  linux/a…  pulled 1 minute ago",
    " ✓ final    1/2  COPY . /app  cached                   1.4s",
    " ✗ builder  1/2  RUN pip install a-package a-packag…   1.4s",
    " ✓ image    sha256:9c2f9c2f9c2f  121 MB, 3.1 MB new",
    "",
  ]);
});

it("draws no more lines than the terminal has, and fits one that changes its size", async () => {
  const ids = Array.from({ length: 30 }, (_, i) => `stage-${i}/1`);
  const { screen, progress, tell } = begun(Object.fromEntries(ids.map((id) => [id, `RUN ${"x".repeat(80)}`])));
  for (const id of ids) tell({ type: "step-start", id });
  await sleep(150);
  const before = screen.writes;
  await sleep(250);
  assert.ok(screen.writes - before < 6, "one write for each frame");
  screen.size = { columns: 90, rows: 20 };
  for (const id of ids.slice(0, 25)) tell({ type: "step-done", id, cached: false });
  await sleep(150);
  for (const id of ids.slice(25)) tell({ type: "step-done", id, cached: false });
  progress.end();
  assert.equal(screen.lines.filter((line) => line.startsWith(" ✓ stage-")).length, 30);
  assert.equal(screen.lines.filter((line) => line.startsWith(" … ")).length, 0);
});

it("cuts any text to the cells there are, and changes none that fits", () => {
  const any = fc.string({ unit: "grapheme" });
  fc.assert(
    fc.property(any, fc.integer({ min: 1, max: 40 }), (text, room) => {
      const short = cut(text, room);
      assert.ok(cells(short) <= room);
      assert.equal(short === text, cells(text) <= room);
      assert.ok(text.startsWith(short.replace(/…$/, "")) || short === text);
      assert.equal(cells(padded(short, room)), room);
    }),
  );
  assert.deepEqual(["abc", "日本", "e\u0301", "✓", "🐍", ""].map(cells), [3, 4, 1, 1, 2, 0]);
});

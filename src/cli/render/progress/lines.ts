import type { Event, PlannedStep } from "../../../events.ts";
import { age, seconds, short, size } from "../quantities.ts";
import { harmless, type Paint, type Style } from "../style.ts";
import { cells, cut, padded } from "../width.ts";

const marks = {
  done: ["✓", "green"],
  failed: ["✗", "red"],
  working: ["…", "cyan"],
} as const satisfies Record<string, readonly [string, Style]>;

export interface StatusLine {
  readonly mark: keyof typeof marks;
  readonly where: string;
  readonly what: string;
  /** Stands behind `what`, and is kept where that is cut. */
  readonly note?: string | undefined;
  /** Stands at the end of the line. */
  readonly took?: string;
}

/** One line of at most `columns` cells: a mark, where it belongs, what it is, and how long it took. */
export function statusLine({ mark, where, what, note, took = "" }: StatusLine, columns: number, paint: Paint): string {
  const [sign, style] = marks[mark];
  const end = took === "" ? "" : `  ${took.padStart(5)}`;
  const room = columns - cells(where) - 5 - end.length;
  const behind = note === undefined ? "" : `  ${onOneLine(note)}`;
  const text = padded(cut(onOneLine(what), Math.max(1, room - cells(behind))) + behind, end === "" ? 0 : room);
  return ` ${paint(style, sign)} ${paint("bold", where)}  ${text}${paint("dim", end)}`;
}

/** Text from outside as a part of one line. */
export const onOneLine = (text: string): string => harmless(text).replaceAll("\t", "    ").replaceAll("\n", " ");

export const stepWhere = (step: PlannedStep, width: number): string =>
  `${padded(step.stage, width)}  ${step.number}/${step.of}`;

export const baseLine = (event: Extract<Event, { type: "base" }>) => ({
  what: `${event.reference}  ${event.platform}  ${short(event.digest)}`,
  note: event.age === undefined ? "pulled" : `pulled ${age(event.age)} ago`,
});

export const imageLine = (event: Extract<Event, { type: "image" }>): string =>
  `${event.platform === undefined ? "" : `${event.platform}  `}${short(event.id)}  ${size(event.size)}, ${size(event.added)} new`;

/** What a transfer carries: a digest shortened, anything else as it is. */
export const transferred = ({ what }: Extract<Event, { type: "transfer" }>): string =>
  what.startsWith("sha256:") ? short(what) : what;

/** What is built, for which platform, and what executes its RUN lines. */
export const planLine = ({ name, platform, executor }: Extract<Event, { type: "plan" }>): string =>
  [...(name === undefined ? [] : [name]), platform, ...(executor === undefined ? [] : [`RUN by ${executor}`])].join(
    "  ",
  );

export const took = (from: number, to: number): string => seconds(Math.max(0, to - from) / 1000);

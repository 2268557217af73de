import type { Event, PlannedStep } from "../../../events.ts";
import { age, seconds, short, size } from "../quantities.ts";
import { harmless, type Paint } from "../style.ts";

/** The one line that a finished thing keeps: a mark, where it belongs, what it was, how long it took. */
export function finishedLine(
  mark: "done" | "failed",
  where: string,
  what: string,
  took: string,
  columns: number,
  paint: Paint,
): string {
  const sign = mark === "done" ? paint("green", "✓") : paint("red", "✗");
  const room = Math.max(20, columns - where.length - took.length - 6);
  const text = harmless(what);
  const cut = text.length > room ? `${text.slice(0, room - 1)}…` : text.padEnd(room);
  return ` ${sign} ${paint("bold", where)}  ${cut} ${paint("dim", took)}`;
}

export const stepWhere = (step: PlannedStep, width: number): string =>
  `${step.stage.padEnd(width)}  ${step.number}/${step.of}`;

export function baseLine(event: Extract<Event, { type: "base" }>): string {
  const how = event.cached ? `cached${event.age === undefined ? "" : `, ${age(event.age)} old`}` : "pulled";
  return `${event.reference}  ${event.platform}  ${short(event.digest)}  ${how}`;
}

export const imageLine = (event: Extract<Event, { type: "image" }>): string =>
  `${short(event.id)}  ${size(event.size)}, ${size(event.added)} new`;

export const took = (from: number, to: number): string => seconds(Math.max(0, to - from) / 1000);

import { lutimesSync } from "node:fs";

/** Gives a file both its times, in seconds; a link itself, not what it leads to. */
export function setTime(place: Buffer, seconds: number): void {
  // Node takes a negative number for "now", but not a negative Date.
  const time = new Date(seconds * 1000);
  lutimesSync(place, time, time);
}

import { nearest } from "../../nearest.ts";
import { problem } from "../errors.ts";
import type { Word } from "../syntax.ts";

const names = [
  ..."ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS".split(" "),
  ..."TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX".split(" "),
  ...Array.from({ length: 15 }, (_, index) => `RTMIN+${index + 1}`),
  ...Array.from({ length: 14 }, (_, index) => `RTMAX-${index + 1}`),
];

/** Checks an expanded STOPSIGNAL; it goes into the config as it is written (moby/sys/signal, ParseSignal). */
export function checkSignal({ text, where }: Word): void {
  const name = text.toUpperCase().replace(/^SIG/, "");
  if (/^[+-]?\d+$/.test(text) ? Number(text) !== 0 : names.includes(name)) return;
  const meant = nearest(name, names);
  throw problem("dockerfile/bad-signal", `${JSON.stringify(text)} is not a signal`, {
    where,
    help: meant ? `did you mean SIG${meant}?` : "write a name such as SIGTERM, or its number",
  });
}

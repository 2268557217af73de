import { type Case, copy } from "./case.ts";

const users = {
  "etc/passwd": "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1001::/home/app:/bin/sh\napp:x:5:5::/:\nweb:x:33:33::/:\n",
  "etc/group": "root:x:0:\nstaff:x:50:app\nweb:x:34:\n",
} as const;
const files = { ...users, f: "f", "d/g": "g", "d/s/h": "h" };
const withUsers = copy("etc", "/etc");

const owned = (chown: string): Case => ({ files, steps: [withUsers, copy("d", "/x/y", { chown })] });
const moded = (chmod: string): Case => ({
  files: {
    "d/": { directory: true, mode: 0o750 },
    "d/x": { mode: 0o755, content: "x" },
    "d/r": { mode: 0o640, content: "r" },
    "d/s": { mode: 0o4755, content: "s" },
    "d/n/": { directory: true, mode: 0o2770 },
    "d/n/w": { mode: 0o200, content: "w" },
    "d/l": { link: "x" },
  },
  steps: [copy("d", "/a/b", { chmod })],
});

export const ownerCases: Record<string, Case> = {
  "--chown with a number": owned("7"),
  "--chown with two numbers": owned("7:8"),
  "--chown with a name": owned("app"),
  "--chown with a name and a group": owned("app:staff"),
  "--chown with a name and a number": owned("app:9"),
  "--chown with a number and a group": owned("9:staff"),
  "--chown with a group of the user's name": owned("web:web"),
  "--chown with an empty group": owned("app:"),
  "--chown with a group alone": owned(":staff"),
  "--chown with root": owned("root:root"),
  "--chown with an unknown name": owned("nobody"),
  "--chown with an unknown group": owned("app:nobody"),
  "--chown where there is no passwd": { files, steps: [copy("f", "/x/f", { chown: "app:staff" })] },
  "--chown where passwd is a link": {
    files: { "t/etc/passwd": { link: "/real" }, "t/real": users["etc/passwd"], f: "f" },
    steps: [copy("t", "/"), copy("f", "/x", { chown: "app" })],
  },
  "--chown leaves directories that are there": {
    files,
    steps: [copy("f", "/x/f"), copy("d", "/x", { chown: "7:8" }), copy("f", "/x/new/f", { chown: "7:8" })],
  },
  "--chown of a setuid file": {
    files: { f: { mode: 0o6755, content: "f" }, "d/s": { mode: 0o4711, content: "s" } },
    steps: [copy("f", "/f", { chown: "7:8" }), copy("d", "/d", { chown: "7:8" })],
  },
  "--chown with --from": {
    files,
    source: [copy("d", "/d", { chown: "1:2" })],
    steps: [copy("/d", "/x", { from: "src", chown: "3" })],
  },
  "--chmod in octal": moded("644"),
  "--chmod with special bits": moded("6751"),
  "--chmod with the sticky bit": moded("1777"),
  "--chmod of one file, with parents": { files, steps: [copy("f", "/p/q/f", { chmod: "0600" })] },
  "--chmod beyond octal": moded("8"),
  "--chmod beyond twelve bits": moded("17777"),
  "--chmod that is no mode": moded("rwx"),
  "--chmod u=rwX,go=rX": moded("u=rwX,go=rX"),
  "--chmod a-w": moded("a-w"),
  "--chmod +x": moded("+x"),
  "--chmod go=": moded("go="),
  "--chmod g=u": moded("g=u"),
  "--chmod o=g-w": moded("o=g-w"),
  "--chmod g+s,u-s": moded("g+s,u-s"),
  "--chmod +t": moded("+t"),
  "--chmod a=rX": moded("a=rX"),
  "--chmod -X": moded("-X"),
  "--chmod u+x,g=u,o=": moded("u+x,g=u,o="),
  "--chmod u=rwx,go=u-w": moded("u=rwx,go=u-w"),
  "--chmod =": moded("="),
  "--chmod a+st": moded("a+st"),
  "--chmod o+s": moded("o+s"),
};

import { inside } from "../docker/rule.ts";
import { stagesOfImage, visitsOfImage } from "./image.ts";
import { djibRule } from "./rule.ts";

export const debugEnabled = djibRule({
  name: "DebugEnabled",
  severity: "error",
  about: "Django's debug mode is switched on in the image",
  why: "With DEBUG on, every error page shows settings, source and local variables to whoever caused it, and each query stays in memory.",
  fix: "Delete the line, so that production is what one gets by default; switch it on where one develops: docker run -e DEBUG=1.",
  *check(subject) {
    const stages = stagesOfImage(subject);
    const final = new Map((stages.at(-1)?.config.Env ?? []).map((entry) => [entry, true]));
    for (const { written, instruction } of visitsOfImage(subject)) {
      if (instruction.name !== "ENV") continue;
      for (const { key, value } of instruction.pairs)
        if (/^(DJANGO_)?DEBUG$/.test(key.text) && /^(1|true|on|yes)$/i.test(value.text))
          if (final.has(`${key.text}=${value.text}`))
            yield inside(
              written,
              `${key.text}=${value.text} shows error pages with settings and source to everyone`,
              key.where,
            );
    }
  },
});

import type { Emit } from "../../events.ts";
import { makePlans } from "../../build/build.ts";
import { labelled } from "../../build/plan/several.ts";
import { planFlags } from "../build-flags.ts";
import { buildRequest } from "../build-request.ts";
import { command } from "../command.ts";
import { registryConfig } from "../registries.ts";
import { renderWarning } from "../render/error.ts";
import { planAsData, renderPlan } from "../render/plan.ts";
import { painter } from "../render/style.ts";
import { lint } from "../review.ts";
import { userStore } from "../stores.ts";

export default command({
  name: "plan",
  summary: "Show what a build would do, without doing it",
  usage: "[OPTIONS] [PATH]",
  arity: [0, 1],
  flags: {
    ...planFlags,
    json: { kind: "switch", about: "as data, with everything expanded" },
    executors: { kind: "switch", about: "what each executor says of each RUN" },
  },
  examples: ["djib plan .", "djib plan --json --target builder .", "djib plan --executors ."],
  async run({ flags, args, host, terminal, signal }) {
    await using store = await userStore(host);
    const { registrySource } = await import("../../sources/registry.ts");
    const paint = painter(terminal.color);
    const emit: Emit = (event) => {
      if (event.type === "warning") terminal.err(renderWarning(event, paint));
    };
    const ctx = { host, signal, emit };
    const { request } = await buildRequest(flags, args[0] ?? ".", store, ctx);
    const whole = { ...request, name: undefined, noCache: false, timestamps: "content", modes: "git" } as const;
    const source = registrySource({ store, config: registryConfig(host), pull: flags.pull === true });
    const plans = await makePlans(whole, { source, store, lint }, ctx);
    if (flags.executors) {
      const { forecastPlans } = await import("../forecast.ts");
      const { executorsAsData, renderExecutors } = await import("../render/executors.ts");
      const looking = { store, source, fetches: true, allowOwnerLoss: flags["allow-owner-loss"] };
      const { all, chosen } = await forecastPlans(labelled(plans), request, looking, ctx);
      if (flags.json) terminal.out(`${JSON.stringify(executorsAsData(all, chosen), null, 2)}\n`);
      else terminal.out(renderExecutors(all, chosen, paint));
      return 0;
    }
    const data = plans.map(planAsData);
    if (flags.json) terminal.out(`${JSON.stringify(data.length === 1 ? data[0] : data, null, 2)}\n`);
    else terminal.out(plans.map((plan) => renderPlan(plan, painter(false))).join("\n"));
    return 0;
  },
});

import { setTimeout as sleep } from "node:timers/promises";

export interface Visit {
  /** Of the front page, its style sheet, and the style sheet of the admin's login page. */
  readonly page: number;
  readonly style: number;
  readonly adminStyle: number;
  readonly adminStylePath: string;
}

/** Waits until a Django example answers, then looks at it as a browser would. The database needs its tables. */
export async function visit(address: string): Promise<Visit> {
  const page = await fetch(address);
  const style = await fetch(new URL(styleOf(await page.text()), address));
  const login = await fetch(new URL("/admin/login/", address));
  const adminStylePath = styleOf(await login.text());
  const adminStyle = await fetch(new URL(adminStylePath, address));
  return { page: page.status, style: style.status, adminStyle: adminStyle.status, adminStylePath };
}

/** Resolves when the health page answers 200; rejects after twenty seconds. */
export async function untilHealthy(address: string): Promise<void> {
  const healthy = async () => (await fetch(new URL("/healthz", address))).ok;
  for (const deadline = Date.now() + 20_000; !(await healthy().catch(() => false)); await sleep(100)) {
    if (Date.now() > deadline) throw new Error(`${address} does not answer`);
  }
}

function styleOf(html: string): string {
  const found = /<link[^>]+href="([^"]+\.css)"/.exec(html)?.[1];
  if (found === undefined) throw new Error(`no style sheet in\n${html}`);
  return found;
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Violation = { id: string; nodes: { html: string; failureSummary: string }[] };

/** What axe finds on a page as it stands now, each with the place it names. */
export async function findingsOf(page: Page, place: string): Promise<string[]> {
  await page.evaluate(source);
  const violations = await page.evaluate(async () => {
    const run = Reflect.get(window, 'axe') as { run(): Promise<{ violations: Violation[] }> };
    return (await run.run()).violations;
  });
  return violations.map(
    ({ id, nodes }) => `${place} ${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`,
  );
}

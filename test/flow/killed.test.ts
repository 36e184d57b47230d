import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Person } from '../../src/demo/month/person.ts';
import { until } from '../jobs/world.ts';
import { type Installation, install } from './installation.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'cedent-killed-'));
let installation: Installation | undefined;
afterAll(async () => {
  await installation?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const View = z.looseObject({
  id: z.string(),
  number: z.string(),
  status: z.string(),
  hash: z.string().nullish(),
});

it('product and database killed after an approval: the request still ends answered, told once', async () => {
  installation = await install(dataDir);
  const treasury = await installation.signIn('treasury');
  const approver = await installation.signIn('approver');
  const drafted = await post(treasury, '/requests', {
    facilityId: 'FA-YJ',
    choice: {
      need: {
        amountMinor: 50_000_000,
        currency: 'CNY',
        valueOn: await today(treasury),
        horizonDays: 30,
      },
    },
  });
  const submitted = await post(treasury, `/requests/${drafted.id}/submit`, {});
  const same = await treasury.post(`/requests/${drafted.id}/approve`, { hash: submitted.hash });
  expect(same.status).toBe(403);
  await post(approver, `/requests/${drafted.id}/approve`, { hash: submitted.hash });
  await installation.kill();

  installation = await install(dataDir);
  const finance = await installation.signIn('finance');
  const ended = await settled(finance, drafted.id);
  expect(['funded', 'partly_funded']).toContain(ended.status);
  expect(schedulesOf(drafted.number)).toBe(1);
  expect(await finance.get('/audit/verification')).toMatchObject({ ok: true });
}, 300_000);

async function post(person: Person, path: string, body: unknown) {
  const answer = await person.post(path, body);
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return View.parse(answer.body);
}

/** The day, once the insurer's decisions are in, without which nothing can be planned. */
async function today(person: Person): Promise<string> {
  const Plan = z.looseObject({ asOf: z.string().optional() });
  const read = async () => Plan.parse(await person.get('/selection')).asOf ?? '';
  return until(read, (day) => day !== '');
}

async function settled(person: Person, id: string) {
  const over = ['funded', 'partly_funded', 'declined', 'rejected', 'cash_matched'];
  let view = View.parse(await person.get(`/requests/${id}`));
  for (let look = 0; look < 300 && !over.includes(view.status); look += 1) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    view = View.parse(await person.get(`/requests/${id}`));
  }
  return view;
}

const Entry = z.looseObject({
  entry: z.string(),
  body: z.looseObject({ reference: z.string() }).optional(),
});

/** How many schedules the factor has taken under a number, by its own books. */
function schedulesOf(number: string): number {
  const books = readFileSync(join(dataDir, 'partners', 'factor.jsonl'), 'utf8');
  const entries = books
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Entry.parse(JSON.parse(line)));
  return entries.filter(({ entry, body }) => entry === 'schedule' && body?.reference === number)
    .length;
}

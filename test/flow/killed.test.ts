import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type Installation, install, type Person } from './installation.ts';

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
    facilityId: 'FX-HF',
    choice: {
      need: {
        amountMinor: 5_000_000,
        currency: 'EUR',
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
  const books = readFileSync(join(dataDir, 'partners', 'factor.jsonl'), 'utf8');
  expect(books.split('\n').filter((line) => line.includes(drafted.number)).length).toBe(1);
  expect(await finance.get('/audit/verification')).toMatchObject({ ok: true });
}, 300_000);

async function post(person: Person, path: string, body: unknown) {
  const answer = await person.post(path, body);
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return View.parse(answer.body);
}

async function today(person: Person): Promise<string> {
  const plan = z.looseObject({ asOf: z.string() }).parse(await person.get('/selection'));
  return plan.asOf;
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

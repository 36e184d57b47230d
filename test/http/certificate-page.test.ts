import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Certificate } from '../../src/core/certificate/certificate.ts';
import { certify } from '../../src/core/certificate/certify.ts';
import { createPages } from '../../src/http/pages/app.tsx';
import { textOf } from '../../src/http/pages/text/text.ts';
import { input, invoice, planOf, terms } from '../core/selection-samples.ts';
import { seedLedger } from './ledger.ts';
import { seedStory } from './story.ts';
import { as, BASE_URL, createWorld, type World } from './world.ts';

const given = input({
  receivables: [
    invoice(1, { openMinor: 10_000 }),
    invoice(2, { debtorId: 'D2', openMinor: 6_000 }),
  ],
  facilities: [terms([{ rule: 'disputed', scope: 'disputed_part' }])],
});
const [sound] = certify(given, planOf(given));
if (!sound) throw new Error('no certificate');

/** What the engine certifies next: also what it never would. */
let certified: Certificate = sound;
let world: World;
beforeAll(async () => {
  world = await createWorld({
    certify: async () => ({ status: 'certified', certificates: [certified] }),
    pages: createPages,
  });
  await seedStory(world, world.alpha, await seedLedger(world, world.alpha));
});
afterAll(() => world?.close());

const said = textOf('en').certificate;

/** The page of a certificate; each day is asked for once, so that none is kept from before. */
async function pageOf(certificate: Certificate, asOf: string): Promise<string> {
  certified = certificate;
  const { treasury } = world.alpha.people;
  const path = `${BASE_URL}/certificates/F1?asOf=${asOf}`;
  const response = await world.app.request(path, as(treasury));
  expect(response.status).toBe(200);
  return response.text();
}

it('says that its lines agree, and raises an alarm when they do not', async () => {
  const sane = await pageOf(sound, '2026-09-10');
  expect(sane).toContain(said.agrees);
  expect(sane).not.toContain('role="alert"');
  const off = await pageOf({ ...sound, usedMinor: sound.usedMinor + 1 }, '2026-09-11');
  expect(off).toContain(said.differs);
  expect(off).toContain(`${said.difference} 0.01`);
  expect(off).toContain('role="alert"');
  expect(off).not.toContain(said.agrees);
});

it('states the bound and the gap where a greater pool is not excluded', async () => {
  const upper = { ...sound, poolUpperMinor: 20_000 };
  expect(sound.poolUpperMinor).toBe(16_000);
  expect(await pageOf(upper, '2026-09-12')).toContain(said.upper('EUR 200.00', 'EUR 40.00', '20%'));
  expect(await pageOf(sound, '2026-09-13')).not.toContain('no pool above');
});

it('shows a difference of the roll-forward as one', async () => {
  const roll = {
    openedOn: '2026-08-31',
    openingMinor: 10_000,
    salesMinor: 7_000,
    collectionsMinor: 500,
    creditNotesMinor: 300,
    adjustmentsMinor: 0,
    expectedMinor: 16_200,
    grossMinor: 16_000,
    differenceMinor: -200,
  };
  const page = await pageOf({ ...sound, rollForward: roll }, '2026-09-14');
  const row = /<tr class="short">.*?<\/tr>/s.exec(page)?.[0];
  expect(row).toContain(said.rollDifference);
  expect(row).toContain('−2.00');
});

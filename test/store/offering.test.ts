import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Id } from '../../src/core/ids.ts';
import { databaseNow } from '../../src/store/business-clock.ts';
import { addTerms, createFacility, readFacilities } from '../../src/store/facility.ts';
import { readOfferings } from '../../src/store/offering.ts';
import { withdrawRequest } from '../../src/store/request.ts';
import {
  analyst,
  answeredBy,
  draftedBy,
  effectiveOn,
  fundedBy,
  type Run,
  sentBy,
} from './funded.ts';
import { addBooks, addTenant, importLines, line, openStore, type Store, version } from './open.ts';

const actor = { system: 'jobs' } as const;

let store: Store;
let tenantId: Id;
const run: Run = (work) => store.database.asTenant(tenantId, work);
beforeAll(async () => {
  store = await openStore();
  tenantId = await addTenant(store);
});
afterAll(() => store.close());

it('is what the facility was never sent: not what it declined, holds or held', async () => {
  await run(async (tx) => {
    const { connectionId } = await addBooks(tx);
    const agreement = { ...version.agreement, scope: 'whole_turnover' };
    const whole = { ...version, agreement };
    await addTerms(tx, { actor, facilityId: 'F1', version: whole });
    const terms = { ...version.terms, facilityId: 'F2' };
    await createFacility(tx, { actor, connectionId, version: { ...version, terms } });
    const names = ['free', 'held', 'declined', 'drafted', 'withdrawn', 'elsewhere', 'sent'];
    await importLines(
      tx,
      effectiveOn,
      names.map((number) => line(number)),
    );
  });
  await fundedBy(run, 'held');
  const no = { status: 'declined', reason: 'not_eligible', detail: '' } as const;
  await answeredBy(run, await sentBy(run, 'declined'), no);
  await sentBy(run, 'sent');
  await draftedBy(run, 'drafted');
  const { requestId } = await draftedBy(run, 'withdrawn');
  const step = { actor: analyst, requestId, reason: 'later', effectiveOn };
  expect(await run((tx) => withdrawRequest(tx, step))).toMatchObject({ ok: true });
  await fundedBy(run, 'elsewhere', {}, 'F2');

  const offerings = await run(async (tx) => {
    const when = { asOf: effectiveOn, knownAt: await databaseNow(tx) };
    return readOfferings(tx, when, await readFacilities(tx, when));
  });
  expect(offerings.map(({ facility }) => facility.terms.facilityId)).toEqual(['F1']);
  const places = offerings[0]?.unoffered.map(({ number, place, heldBy }) => [
    number,
    place,
    heldBy,
  ]);
  expect(places?.toSorted()).toEqual([
    ['drafted', 'drafted', undefined],
    ['elsewhere', 'elsewhere', 'F2'],
    ['free', 'nowhere', undefined],
    ['withdrawn', 'nowhere', undefined],
  ]);
});

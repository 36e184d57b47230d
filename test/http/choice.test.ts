import { afterAll, beforeAll, expect, it } from 'vitest';
import { Plan } from '../../src/core/plan.ts';
import { proposeWith } from '../../src/host/propose.ts';
import { selectWith } from '../../src/host/select.ts';
import { createFacility } from '../../src/store/facility.ts';
import { sameThread } from '../selecting.ts';
import { setup } from '../store/open.ts';
import { type Entry, seedLedger } from './ledger.ts';
import { seedStory } from './story.ts';
import { as, BASE_URL, createWorld, type World, writing } from './world.ts';

let world: World;
let items: Entry[];
beforeAll(async () => {
  world = await createWorld({
    select: selectWith(sameThread),
    propose: proposeWith(sameThread),
  });
  items = await seedLedger(world, world.alpha);
  const { connectionId } = await seedStory(world, world.alpha, items);
  await world.db.asTenant(world.alpha.tenantId, async (tx) => {
    const made = await createFacility(tx, {
      actor: setup,
      connectionId,
      version: { effectiveOn: '2026-01-01', terms, agreement },
    });
    expect(made).toMatchObject({ status: 'recorded' });
  });
});
afterAll(() => world.close());

/** All ten receivables are of one debtor, of whom the funder takes one and a half. */
const terms = {
  version: 1,
  facilityId: 'CAPPED',
  name: 'Capped',
  funder: 'Funder',
  mode: 'sale',
  currency: 'EUR',
  limitMinor: 10_000_000,
  advanceRateBp: 8_000,
  price: { rateBp: 400, dayCount: 'ACT/360', serviceFeeBp: 0, minimumFeeMinor: 0 },
  rules: [
    { rule: 'already_financed' },
    { rule: 'funder_limit', limits: [], otherwiseMinor: 150_000 },
  ],
} as const;

const agreement = {
  reference: 'A-1',
  signedOn: '2026-01-01',
  product: 'factoring',
  recourse: true,
  notice: 'disclosed',
  scope: 'single_receivables',
  requestValidDays: 14,
  accounting: { treatment: 'secured_borrowing' },
  assignee: { id: 'F', name: 'Funder Ltd', identifiers: {} },
  documents: [{ template: 'gb/assignment-schedule', version: '1.0.0' }],
};

const treasury = () => world.alpha.people.treasury;

async function draft(fundedMinor: Record<string, number>) {
  const choice = { receivableIds: Object.keys(fundedMinor), fundedMinor };
  const body = { facilityId: 'CAPPED', choice };
  const response = await world.app.request(
    `${BASE_URL}/api/v1/requests`,
    writing(treasury(), body),
  );
  return { status: response.status, body: await response.json() };
}

/** Two receivables of which the waterfall leaves nothing: the cap is used up by others. */
async function cutAway(): Promise<[string, string]> {
  const response = await world.app.request(`${BASE_URL}/api/v1/selection`, as(treasury()));
  const { facilities } = Plan.parse(await response.json());
  const lines = facilities.find(({ facilityId }) => facilityId === 'CAPPED')?.lines ?? [];
  const ids = lines
    .filter(
      ({ eligibleMinor, deductions }) =>
        eligibleMinor === 0 && deductions[0]?.rule === 'funder_limit',
    )
    .map(({ receivableId }) => receivableId);
  const [first, second] = ids;
  if (!first || !second) throw new Error('the cap cuts no two receivables away');
  return [first, second];
}

it('whose amounts do not hold together any more is refused, with the rule and its numbers', async () => {
  const [first, second] = await cutAway();
  expect(await draft({ [first]: 100_000, [second]: 50_001 })).toMatchObject({
    status: 422,
    body: {
      reason: { code: 'choice_over_cap', params: { rule: 'funder_limit', limitMinor: 150_000 } },
    },
  });
  expect(await draft({ [first]: 100_001 })).toMatchObject({
    status: 422,
    body: { reason: { code: 'choice_outdated' } },
  });
});

it('for amounts of a plan is drafted with them, although the waterfall gave the cap to others', async () => {
  const [first, second] = await cutAway();
  expect(await draft({ [first]: 100_000, [second]: 49_999 })).toMatchObject({
    status: 201,
    body: {
      lines: [
        { receivableId: first, fundedMinor: 100_000, advanceMinor: 80_000 },
        { receivableId: second, fundedMinor: 49_999, advanceMinor: 39_999 },
      ],
    },
  });
});

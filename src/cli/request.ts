import { defineCommand } from 'citty';
import { assert } from '../core/assert.ts';
import { linesOf } from '../core/funding/request-state.ts';
import { sumMinor } from '../core/money.ts';
import { count, money } from '../core/wording/format.ts';
import { wordRefusal } from '../core/wording/word.ts';
import { proposeWith } from '../host/propose.ts';
import { createSelector } from '../solve/selector.ts';
import { businessDay, databaseNow } from '../store/business-clock.ts';
import type { Tx } from '../store/database.ts';
import { readFacilities } from '../store/facility.ts';
import type { Person } from '../store/person.ts';
import { approveRequest, draftRequest, submitRequest } from '../store/request.ts';
import { readRequest } from '../store/request-facts.ts';
import { listRequests } from '../store/request-view.ts';
import { Refusal, Usage } from './failure.ts';
import { wordStep } from './job/request.ts';
import { asPerson } from './local.ts';
import { amountOption, countOption, dayOption, required } from './options.ts';
import { strictly } from './strict.ts';
import { locale, say } from './text.ts';

const args = {
  facility: { type: 'string', valueHint: 'ID', description: 'which facility is drawn' },
  need: { type: 'string', valueHint: 'AMOUNT', description: 'the cash wanted, in its currency' },
  horizon: { type: 'string', valueHint: 'DAYS', description: 'for how long; 60 when not given' },
  'as-of': { type: 'string', valueHint: 'DAY', description: 'of the ledger; today' },
  approve: { type: 'string', valueHint: 'NUMBER', description: 'approve FR-… instead' },
  as: { type: 'string', valueHint: 'PERSON', description: 'treasury asks, approver approves' },
} as const;

/** Asks for cash (drafted and submitted at once), or approves what another person submitted. */
export const request = defineCommand({
  meta: { name: 'request', description: 'ask a facility for cash, or approve a request' },
  args,
  run: strictly(args, async (given) => {
    if (given.approve !== undefined) {
      const { approve: number, need, facility } = given;
      if (need !== undefined || facility !== undefined) {
        throw new Usage(say('option_conflict', { one: '--approve', other: '--need' }));
      }
      const who = { name: given.as ?? 'approver', permission: 'request.approve' } as const;
      await asPerson(who, ({ db, person }) =>
        db.asTenant(person.tenantId, (tx) => approve(tx, person, number)),
      );
      return;
    }
    const order = {
      facilityId: required('--facility', given.facility),
      need: required('--need', given.need),
      horizonDays: countOption('--horizon', given.horizon ?? '60', 3650),
      asOf: given['as-of'] === undefined ? undefined : dayOption('--as-of', given['as-of']),
    };
    const who = { name: given.as ?? 'treasury', permission: 'request.prepare' } as const;
    await asPerson(who, ({ db, person }) =>
      db.asTenant(person.tenantId, (tx) => ask(tx, person, order)),
    );
  }),
});

type Order = { facilityId: string; need: string; horizonDays: number; asOf: string | undefined };

async function ask(tx: Tx, person: Person, order: Order): Promise<void> {
  const { facilityId, horizonDays } = order;
  const effectiveOn = await businessDay(tx);
  const asOf = order.asOf ?? effectiveOn;
  const when = { asOf, knownAt: await databaseNow(tx) };
  const [facility] = await readFacilities(tx, { ...when, facilityIds: [facilityId] });
  if (!facility) throw new Refusal(say('facility_missing', { facilityId, asOf }));
  const { currency } = facility.terms;
  const amountMinor = amountOption('--need', order.need, currency);
  const need = { amountMinor, currency, valueOn: asOf, horizonDays };
  const selector = createSelector();
  const propose = proposeWith(selector);
  const actor = { personId: person.id };
  const wanted = { personId: person.id, facilityId, asOf, choice: { need } };
  const proposed = await propose(tx, wanted).finally(selector.close);
  if (proposed.status === 'refused') {
    throw new Refusal(wordRefusal(locale, proposed.code, proposed.params));
  }
  const { status: _, asOf: __, lines, ...made } = proposed;
  const draft = { actor, facilityId, lines, ...made, acceptedNearMatches: [] };
  const drafted = await draftRequest(tx, { ...draft, effectiveOn: asOf });
  if (!drafted.ok) throw wordStep(drafted);
  const { requestId, number } = drafted.value;
  const submitted = await submitRequest(tx, { actor, requestId, effectiveOn });
  if (!submitted.ok) throw wordStep(submitted);
  const advance = sumMinor(lines.map((line) => line.advanceMinor));
  const amount = money(locale, advance, currency);
  const asked = { number, count: count(locale, lines.length), amount, hash: submitted.value.hash };
  process.stdout.write(`${say('asked', asked)}\n`);
}

async function approve(tx: Tx, person: Person, number: string): Promise<void> {
  const rows = await listRequests(tx, { limit: 1_000 });
  const row = rows.find((one) => one.number === number);
  const found = row && (await readRequest(tx, row.id));
  if (!found) throw new Refusal(say('request_missing', { number }));
  const { state, id: requestId } = found;
  const hash = 'hash' in state ? state.hash : '';
  const effectiveOn = await businessDay(tx);
  const actor = { personId: person.id };
  const approved = await approveRequest(tx, { actor, requestId, hash, effectiveOn });
  if (!approved.ok) throw wordStep(approved);
  assert('canonical' in state, 'what was approved is frozen');
  const { totals, facility } = state.canonical;
  const amount = money(locale, totals.advanceMinor, facility.currency);
  const lines = count(locale, linesOf(state).length);
  process.stdout.write(`${say('approved', { number, count: lines, amount, hash })}\n`);
}

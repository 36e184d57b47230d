import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, type Day } from '../../src/core/calendar.ts';
import type { Id } from '../../src/core/ids.ts';
import { acknowledgeAlerts, countAlerts, listAlerts } from '../../src/store/alert.ts';
import { businessDay } from '../../src/store/business-clock.ts';
import { recordCircumstances } from '../../src/store/circumstance.ts';
import { recordDecisions } from '../../src/store/cover.ts';
import { newId, type Tx } from '../../src/store/database.ts';
import { advanceClock } from '../../src/store/day.ts';
import { readDuties, readDutyBook, reckonDuties } from '../../src/store/duty.ts';
import { insertPerson } from '../../src/store/person.ts';
import { addPolicyTerms } from '../../src/store/policy-terms.ts';
import { policy, rules } from '../core/clock/sample.ts';
import {
  addBooks,
  addTenant,
  decision,
  importLines,
  line,
  openStore,
  type Store,
  setup,
} from './open.ts';

let store: Store;
let tenant: Id;
let today: Day;
const run = <Value>(work: (tx: Tx) => Promise<Value>) => store.database.asTenant(tenant, work);

beforeAll(async () => {
  store = await openStore();
  tenant = await addTenant(store);
  today = await run(businessDay);
  await run(addBooks);
});
afterAll(() => store.close());

async function insure(tx: Tx): Promise<void> {
  const {
    policyId: _,
    version: __,
    ...stated
  } = policy({
    effectiveOn: addDays(today, -300),
    period: { from: addDays(today, -300), to: addDays(today, 400) },
    insured: [{ sellerId: 'S1', role: 'policyholder', from: addDays(today, -300) }],
    declarations: [],
    duties: rules.filter(({ duty }) => duty === 'overdue_notice' || duty === 'stop_of_cover'),
  });
  const answer = await addPolicyTerms(tx, { actor: setup, policyId: 'P1', stated });
  expect(answer).toMatchObject({ status: 'recorded' });
}

/** Due so that the extension ends in ten days, and the notice is due thirty days after that. */
const dueOn = () => addDays(today, -50);

describe('duties', () => {
  test('are worked out again whenever the books change, once for all that changed meanwhile', async () => {
    await run(insure);
    await run((tx) =>
      importLines(tx, today, [line('1', { issuedOn: addDays(today, -60), dueOn: dueOn() })]),
    );
    await run((tx) => recordDecisions(tx, { actor: setup, decisions: [decision()] }));
    const waiting = await run((tx) =>
      tx.query(
        `select 1 from cedent.delivery where operation = 'reckonDuties' and state = 'ready'`,
      ),
    );
    expect(waiting).toHaveLength(1);
    const duties = await run((tx) => readDuties(tx));
    expect(duties).toMatchObject([
      { ruleId: 'stop', lastDay: addDays(today, 10), debtorId: 'D1', subject: '1' },
      { ruleId: 'overdue', lastDay: addDays(today, 40) },
    ]);
  });

  test('pass on record from soon to due to past, with one alert for each state', async () => {
    expect(await run(reckonDuties)).toMatchObject({ facts: 1, alerts: 0 });
    expect(await run(reckonDuties)).toEqual({ facts: 0, alerts: 0 });
    await run((tx) => advanceClock(tx, { actor: setup, days: 27 }));
    // The forecast of the stop has come true; the notice is due soon.
    expect(await run(reckonDuties)).toEqual({ facts: 3, alerts: 2 });
    expect(await codes()).toEqual(['duty_due_soon', 'duty_past']);
    const [overdue] = await run((tx) => readDuties(tx)).then((all) => all.filter(isOverdue));
    expect(overdue?.status).toBe('due_soon');
    await run((tx) => advanceClock(tx, { actor: setup, days: 20 }));
    await run(reckonDuties);
    const book = await run((tx) => readDutyBook(tx, overdue?.id ?? ''));
    expect(book.map(({ status }) => status)).toEqual(['due_soon', 'due', 'past']);
    expect(book.at(-1)?.on).toBe(addDays(today, 41));
    // What was soon is past now: only the newest state is shown.
    expect(await codes()).toEqual(['duty_past', 'duty_past']);
  });

  test('are seen by a named person, once', async () => {
    const personId = newId();
    await run((tx) =>
      insertPerson(tx, {
        id: personId,
        kind: 'person',
        name: 'Mara',
        roles: ['finance'],
        locale: 'en',
        subject: { issuer: 'issuer', subject: 'mara' },
      }),
    );
    const ids = (await run((tx) => listAlerts(tx, { limit: 10 }))).map(({ id }) => id);
    const seen = { ids, personId, note: 'told the broker' };
    expect(await run((tx) => acknowledgeAlerts(tx, seen))).toBe(2);
    expect(await run((tx) => acknowledgeAlerts(tx, seen))).toBe(0);
    expect(await run(countAlerts)).toBe(0);
  });

  test('end when the invoice is paid; an insolvency is a circumstance like any other', async () => {
    const paidOn = await run(businessDay);
    await run((tx) => importLines(tx, paidOn, []));
    await run(reckonDuties);
    const open = await run((tx) => tx.query('select 1 from cedent.open_duty'));
    expect(open).toEqual([]);
    expect(await run((tx) => readDuties(tx))).toEqual([]);
    await run((tx) =>
      recordCircumstances(tx, {
        actor: setup,
        circumstances: [{ kind: 'insolvency', debtorId: 'D1', on: paidOn, knownOn: paidOn }],
      }),
    );
    expect(await run(reckonDuties)).toEqual({ facts: 0, alerts: 0 });
  });
});

function isOverdue({ ruleId }: { ruleId: string }): boolean {
  return ruleId === 'overdue';
}

async function codes(): Promise<string[]> {
  const alerts = await run((tx) => listAlerts(tx, { limit: 10 }));
  return alerts.map(({ code }) => code).toSorted();
}

import { addDays } from '../../src/core/calendar.ts';
import { businessDay } from '../../src/store/business-clock.ts';
import type { Tx } from '../../src/store/database.ts';
import { createFacility } from '../../src/store/facility.ts';
import { addConnection, holdReceivable, importLines, line, setup, version } from '../store/open.ts';

/**
 * Facilities whose certificates have something to say: F3 reserves by its history, F4 has drawn more
 * than its receivables carry, F5 has a cap that leaves no pool. And the ledger of the month before.
 */
export async function seedCertified(tx: Tx): Promise<void> {
  const { connectionId } = await addConnection(tx);
  const { rules } = version.terms;
  const cap = { rule: 'debtor_concentration', scope: 'debtor', base: 'poolAfterCaps' };
  for (const changes of [
    {
      facilityId: 'F3',
      name: 'Reserved line',
      rules: [...rules, { ...cap, shareBp: 900, base: 'grossEligible' }],
      reserves: [
        { reserve: 'rent', monthlyMinor: 20_000_00, months: 3 },
        { reserve: 'dilution_excess', allowanceBp: 10, months: 2, rounding: 'none' },
        { reserve: 'credit_lag', months: 2, lagDays: 20, capDays: 30 },
      ],
      reservesReduce: 'base',
    },
    {
      facilityId: 'F4',
      name: 'Drawn line',
      limitMinor: 100_000_00,
      rules,
      reserves: [{ reserve: 'fixed', name: 'Audit', amountMinor: 5_000_00 }],
      reservesReduce: 'limit',
    },
    { facilityId: 'F5', name: 'Narrow line', rules: [{ ...cap, shareBp: 500 }] },
  ]) {
    const terms = { ...version.terms, currency: 'CNY', limitMinor: 90_000_000_00, ...changes };
    const made = await createFacility(tx, {
      actor: setup,
      connectionId,
      version: { ...version, terms },
    });
    if (made.status === 'refused') throw new Error(JSON.stringify(made));
  }
  await holdReceivable(tx, {
    number: 'SI-26-10451',
    facilityId: 'F4',
    advancedMinor: 112_345_67,
    assignedMinor: 150_000_00,
  });
  const before = addDays(`${(await businessDay(tx)).slice(0, 7)}-01`, -1);
  const issuedOn = addDays(before, -40);
  const old = { currency: 'CNY', issuedOn, dueOn: addDays(before, 10), faceMinor: 3_000_000_00 };
  await importLines(tx, before, [line('OLD-1', old), line('OLD-2', { ...old, debtor: 'D2' })], {
    complete: false,
  });
}

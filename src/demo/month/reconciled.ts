import { z } from 'zod';
import { assert } from '../../core/assert.ts';
import { facilityIds } from '../books.ts';
import type { Stage } from './stage.ts';

const Charge = z.looseObject({
  charge: z.string(),
  status: z.string(),
  derivations: z.array(z.unknown()).optional(),
});
const Summary = z.looseObject({
  account: z.looseObject({ charges: z.array(Charge) }),
  pledge: z.looseObject({ differenceMinor: z.int() }).optional(),
});
const Rows = z.looseObject({
  items: z.array(z.looseObject({ charges: z.array(Charge) })),
  next: z.null(),
});
const Differences = z.looseObject({
  items: z.array(z.looseObject({ code: z.string(), measure: z.string(), amountMinor: z.int() })),
  next: z.null(),
});

/**
 * Every side of every facility says the same to the cent, but for the booking that finance has dismissed;
 * and every charge is what its agreement gives, with how it is reckoned. Answers how many charges.
 */
export async function checkReconciled({ finance, today }: Stage, since: string): Promise<number> {
  let count = 0;
  for (const facilityId of Object.values(facilityIds)) {
    const path = `/facilities/${facilityId}/reconciliation`;
    const query = `asOf=${today()}&since=${since}`;
    const { account, pledge } = Summary.parse(await finance.get(`${path}?${query}`));
    const page = `${query}&limit=200`;
    const { items: rows } = Rows.parse(await finance.get(`${path}/receivables?${page}`));
    const { items } = Differences.parse(await finance.get(`${path}/differences?${page}`));
    for (const { code, measure, amountMinor } of items) {
      const isKnown = code === 'dismissed';
      assert(isKnown, `${facilityId} is not reconciled: ${code} of ${measure}, ${amountMinor}`);
    }
    assert((pledge?.differenceMinor ?? 0) === 0, `the books owe ${facilityId} another amount`);
    const charges = [...account.charges, ...rows.flatMap((row) => row.charges)];
    for (const { charge, status, derivations = [] } of charges) {
      const isReckoned = status === 'reckoned' && derivations.length > 0;
      assert(isReckoned, `${charge} of ${facilityId} cannot be reckoned by its agreement`);
    }
    count += charges.length;
  }
  return count;
}

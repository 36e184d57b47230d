import { z } from 'zod';
import { assert } from '../../core/assert.ts';
import { type Currency, sumMinor } from '../../core/money.ts';
import { type CamtEntry, camtStatement } from '../camt.ts';
import { type Stage, taken } from './stage.ts';

/** The firm's bank: an account for each currency, whose statements finance reads in. */
export type Bank = {
  /** A day's statement with these entries, through the import that everybody uses. */
  statement(currency: Currency, entries: readonly Omit<CamtEntry, 'reference'>[]): Promise<void>;
};

const Taken = z.looseObject({ entries: z.int(), unmatched: z.int() });

export function openBank(stage: Stage): Bank {
  const balances = new Map<Currency, number>();
  let statements = 0;
  return {
    async statement(currency, entries) {
      statements += 1;
      const account = accounts[currency] ?? `MD-${currency}`;
      const openingMinor = balances.get(currency) ?? 500_000_000;
      const id = `${account}-${String(statements).padStart(3, '0')}`;
      const booked = entries.map((entry, index) => ({
        ...entry,
        reference: `${id}-${index + 1}`,
      }));
      const body = camtStatement({
        id,
        account,
        currency,
        bookedOn: stage.today(),
        openingMinor,
        entries: booked,
      });
      balances.set(
        currency,
        sumMinor([openingMinor, ...booked.map(({ amountMinor }) => amountMinor)]),
      );
      const file = { contentType: 'application/xml', body };
      const said = Taken.parse(await stage.finance.send('/bank-statements', file).then(taken));
      assert(said.unmatched === 0, `${id} has entries that nothing explains`);
      stage.say('statement', { account, count: said.entries });
      await stage.settle();
    },
  };
}

const accounts: Readonly<Record<string, string>> = {
  CNY: 'CNY-33020100880123',
  EUR: 'EUR-33020100880456',
};

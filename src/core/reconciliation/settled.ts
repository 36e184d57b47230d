import { rebateOf } from '../charge/advance.ts';
import { owedMinor, residualMinor } from '../funding/account.ts';
import { sumMinor } from '../money.ts';
import type { AgreedCharge } from './agreed.ts';
import type { Life } from './life.ts';

/**
 * What the seller should have got in the end of a sale that is settled: what was collected less what was
 * advanced and what the agreement charges, where it says so, else what was charged. It differs by what
 * the charges differ by, so it is shown with them and is no difference of its own.
 */
export function settlementOf(
  { held, facts }: Life,
  charges: readonly AgreedCharge[],
): AgreedCharge[] {
  const { account, mode } = held;
  const last = facts.findLast(({ fact }) => fact.kind === 'rebated');
  const isOver = owedMinor(account) === 0 && residualMinor(account) === 0;
  if (!isOver || mode !== 'sale' || !last || charges.length === 0) return [];
  if (account.writeOffMinor !== 0) return [];
  const agreed = (charge: AgreedCharge['charge'], bookedMinor: number) => {
    const found = charges.find((one) => one.charge === charge);
    return found?.status === 'reckoned' ? found.agreedMinor : bookedMinor;
  };
  const { amountMinor, derivation } = rebateOf({
    collectedMinor: sumMinor([account.collectedMinor, account.fxMinor]),
    advanceMinor: account.advanceMinor,
    feesMinor: agreed('fees', account.feesMinor),
    feeTaxMinor: agreed('feeTax', account.feeTaxMinor),
    interestMinor: agreed('interest', account.interestMinor),
    chargebacksMinor: 0,
    newHoldbacksMinor: 0,
  });
  return [
    {
      charge: 'rebate',
      chargedMinor: account.rebateMinor,
      through: last.on,
      status: 'reckoned',
      agreedMinor: amountMinor,
      derivations: [derivation],
    },
  ];
}

import { sumMinor } from '../money.ts';
import { normaliseNumber } from '../receivable.ts';
import { type BankEntry, paymentsOf } from './entry.ts';
import { isEvidence } from './numbers.ts';
import { type Allocation, because, type Why } from './outcome.ts';

/** An entry that is explained and that nothing has taken back yet. */
export type TakenEntry = { entry: BankEntry; allocations: readonly Allocation[] };

/**
 * What an entry that reverses one gives back: the allocations of the only earlier entry of the same
 * account and the opposite amount that shares a reference with it.
 */
export function reversalOf<Taken extends TakenEntry>(
  entry: BankEntry,
  earlier: readonly Taken[],
): { reversed: Taken; allocations: Allocation[] } | Why {
  const own = referencesOf(entry);
  const fitting = earlier.filter(
    ({ entry: before }) =>
      before.account === entry.account &&
      before.currency === entry.currency &&
      before.amountMinor === -entry.amountMinor &&
      before.entryKey !== entry.entryKey &&
      [...referencesOf(before)].some((reference) => own.has(reference)),
  );
  const [reversed] = fitting;
  if (!reversed) return because('reversal_unknown', {});
  if (fitting.length > 1) return because('ambiguous', { count: fitting.length });
  const by = reversed.entry.references[0] ?? reversed.entry.entryKey;
  const allocations = reversed.allocations.map(
    (allocation): Allocation => ({
      ...allocation,
      amountMinor: sumMinor([-allocation.amountMinor]),
      rule: 'reversal',
      by,
    }),
  );
  return { reversed, allocations };
}

/** What tells one payment from another: whole references, and none that banks write for having none. */
function referencesOf(entry: BankEntry): Set<string> {
  const references = [
    ...entry.references,
    ...paymentsOf(entry).flatMap((payment) => [...payment.references, ...payment.text]),
  ];
  return new Set(references.map(normaliseNumber).filter((one) => isEvidence(one) && !isNone(one)));
}

function isNone(reference: string): boolean {
  return ['NOTPROVIDED', 'NONREF', 'NONE'].includes(reference);
}

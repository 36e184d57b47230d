import type { LedgerItem } from '../core/ledger.ts';
import type { AmountMinor, Currency } from '../core/money.ts';
import { createKeyIndex } from './key-index.ts';
import type { RowProblem } from './problem.ts';

/** What a file adds up to, to be compared with the general ledger or with the number typed in. */
export type Summary = {
  rows: number;
  accepted: number;
  rejected: number;
  /** Settled on or before the as-of day: read, and not open. */
  settled: number;
  debtors: number;
  totals: { currency: Currency; count: number; faceMinor: AmountMinor; openMinor: AmountMinor }[];
  /** Rejected rows by the code of their first problem. */
  rejectedBy: Partial<Record<RowProblem['code'], number>>;
};

export type Tally = {
  /** False when the total would leave the exact range. */
  accept: (item: LedgerItem) => boolean;
  reject: (first: RowProblem['code']) => void;
  settle: () => void;
  summary: () => Summary;
};

export function createTally(): Tally {
  const debtors = createKeyIndex();
  const totals = new Map<Currency, Summary['totals'][number]>();
  const rejectedBy: Summary['rejectedBy'] = {};
  const counts = { accepted: 0, rejected: 0, settled: 0 };
  return {
    accept(item) {
      const { currency } = item;
      const total = totals.get(currency) ?? { currency, count: 0, faceMinor: 0, openMinor: 0 };
      totals.set(currency, total);
      total.count += 1;
      total.faceMinor += item.faceMinor;
      total.openMinor += item.openMinor;
      counts.accepted += 1;
      debtors.note(item.debtorId, 1);
      return Number.isSafeInteger(total.faceMinor) && Number.isSafeInteger(total.openMinor);
    },
    reject(first) {
      counts.rejected += 1;
      rejectedBy[first] = (rejectedBy[first] ?? 0) + 1;
    },
    settle() {
      counts.settled += 1;
    },
    summary: () => ({
      rows: counts.accepted + counts.rejected + counts.settled,
      ...counts,
      debtors: debtors.size(),
      totals: [...totals.values()].sort((left, right) => (left.currency < right.currency ? -1 : 1)),
      rejectedBy,
    }),
  };
}

import type { Day } from '../calendar.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import type { Receivable } from '../receivable.ts';
import type { ExposureDelta } from './feed.ts';

/** The open items of the day the feed before was of, as they were known when it was made. */
export type FeedBefore = { asOf: Day; items: readonly Receivable[] };

/**
 * What became of a debtor's open invoices since the feed before: opening + issued − settled + other
 * = closing. `other` is what neither was issued since nor was open then: entered late, or open again.
 */
export function deltaOf(
  before: FeedBefore,
  owed: { before: readonly Receivable[]; now: readonly Receivable[] },
): ExposureDelta {
  const opening = openById(owed.before);
  const parts = { issued: [0], settled: [0], other: [0] };
  for (const item of owed.now) {
    if (item.kind !== 'invoice') continue;
    const was = opening.get(item.id);
    opening.delete(item.id);
    const change = item.openMinor - (was ?? 0);
    if (was === undefined && item.issuedOn > before.asOf) parts.issued.push(change);
    else if (change < 0) parts.settled.push(-change);
    else parts.other.push(change);
  }
  return {
    since: before.asOf,
    openingMinor: sumMinor([...openById(owed.before).values()]),
    issuedMinor: sumMinor(parts.issued),
    settledMinor: sumMinor([...parts.settled, ...opening.values()]),
    otherMinor: sumMinor(parts.other),
  };
}

function openById(items: readonly Receivable[]): Map<string, AmountMinor> {
  const invoices = items.filter((item) => item.kind === 'invoice');
  return new Map(invoices.map(({ id, openMinor }) => [id, openMinor]));
}

/** What it comes to: the closing amount. */
export function closingOf(delta: ExposureDelta): AmountMinor {
  const { openingMinor, issuedMinor, settledMinor, otherMinor } = delta;
  return sumMinor([openingMinor, issuedMinor, -settledMinor, otherMinor]);
}

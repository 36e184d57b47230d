import { stringify } from 'csv-stringify/sync';
import type { Wire } from '../../src/core/adapter.ts';
import type { ExposureFeed, ExposureLine } from '../../src/core/exposure/feed.ts';
import { sha256 } from '../../src/core/hash.ts';
import { toDecimal } from '../../src/core/money.ts';
import { cellText, slug } from '../drop.ts';

/**
 * The exposure file: a head (H), a line for each debtor (D) and a tail with the control totals (T).
 * The insurer publishes no fields for it; these are ours, agreed with it for the connection.
 */
export function toFile(feed: ExposureFeed): Wire {
  const { control } = feed;
  const money = (amountMinor: number) => toDecimal({ amountMinor, currency: feed.currency });
  const head = [
    'H',
    '1',
    cellText(feed.reference),
    String(feed.sequence),
    cellText(feed.policyId),
    cellText(feed.sellerName),
    feed.asOf,
    feed.currency,
    feed.previousHash ?? '',
  ];
  const tail = [
    'T',
    String(control.debtors),
    String(control.receivables),
    money(control.outstandingGrossMinor),
    money(control.creditNotesMinor),
    money(control.unappliedCashMinor),
    money(control.ledgerGrossMinor),
  ];
  const lines = feed.lines.map((line) => toRecord(line, money));
  const body = stringify([head, ...lines, tail], { record_delimiter: '\r\n' });
  return { method: 'FILE', target: nameOf(feed, body), contentType: 'text/csv', body };
}

function toRecord(line: ExposureLine, money: (amountMinor: number) => string): string[] {
  const { buckets } = line;
  return [
    'D',
    cellText(line.debtorId),
    cellText(line.debtorName),
    cellText(line.country ?? ''),
    cellText(line.insurerBuyerId ?? ''),
    cellText(line.coverId ?? ''),
    money(line.limitMinor),
    money(line.outstandingGrossMinor),
    money(line.creditNotesMinor),
    money(line.unappliedCashMinor),
    money(line.notDueMinor),
    money(buckets.days1to30),
    money(buckets.days31to60),
    money(buckets.days61to90),
    money(buckets.days91to120),
    money(buckets.days121to180),
    money(buckets.over180),
    money(line.disputedMinor),
    line.oldestDueOn ?? '',
    money(line.financedMinor),
  ];
}

function nameOf(feed: ExposureFeed, body: string): string {
  const seller = slug(feed.sellerName);
  const policy = slug(feed.policyId);
  return `${seller}-${policy}-${feed.sequence}-${sha256(body).slice(0, 8)}.csv`;
}

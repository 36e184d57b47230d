import { stringify } from 'csv-stringify/sync';
import type { Call, FileTaken, Found, Outcome, Wire } from '../../src/core/adapter.ts';
import { notNow, TransportFailed } from '../../src/core/answer.ts';
import { told } from '../../src/core/detail.ts';
import type { ExposureFeed, ExposureLine } from '../../src/core/exposure/feed.ts';
import { sha256 } from '../../src/core/hash.ts';
import type { MailboxSettings } from '../../src/core/mailbox.ts';
import { toDecimal } from '../../src/core/money.ts';

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
    text(feed.reference),
    String(feed.sequence),
    text(feed.policyId),
    text(feed.sellerName),
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

/** Left in the inbox under a name only these bytes have; the mailbox shows it whole or not at all. */
export async function leave(
  settings: MailboxSettings,
  wire: Wire,
  call: Call,
): Promise<Outcome<FileTaken>> {
  if (!call.mailbox) return notNow(told('mailbox_not_open', {}));
  try {
    await call.mailbox.put(settings.folder, wire.target, Buffer.from(wire.body, 'utf8'));
  } catch (error) {
    if (error instanceof TransportFailed && error.certainty === 'not_sent') {
      return notNow(error.detail, 60);
    }
    return { kind: 'unknown', detail: told('file_unconfirmed', {}) };
  }
  const raw = { body: `${wire.target} sha256 ${sha256(wire.body)}` };
  return { kind: 'done', value: { fileName: wire.target }, raw };
}

/** Inbox first: a file taken between the two looks is then seen in the second. */
export async function lookFor(
  settings: MailboxSettings,
  wire: Wire,
  call: Call,
): Promise<Outcome<Found<FileTaken>>> {
  if (!call.mailbox) return notNow(told('mailbox_not_open', {}));
  try {
    const waiting = await call.mailbox.list(settings.folder);
    const taken = await call.mailbox.list(settings.processedFolder);
    const there = waiting.includes(wire.target) || taken.includes(wire.target);
    const raw = { body: [...waiting, ...taken].join('\n') };
    const value: Found<FileTaken> = there
      ? { found: true, value: { fileName: wire.target } }
      : { found: false };
    return { kind: 'done', value, raw };
  } catch (error) {
    return notNow(error instanceof TransportFailed ? error.detail : told('mailbox_not_read', {}));
  }
}

function toRecord(line: ExposureLine, money: (amountMinor: number) => string): string[] {
  const { buckets } = line;
  return [
    'D',
    text(line.debtorId),
    text(line.debtorName),
    text(line.country ?? ''),
    text(line.insurerBuyerId ?? ''),
    text(line.coverId ?? ''),
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

/** A spreadsheet must not run a debtor's name: text that would start a formula gets an apostrophe. */
function text(cell: string): string {
  const plain = cell.replace(/[\r\n\t]+/g, ' ');
  return /^\s*[=+\-@＝＋－＠]/.test(plain) ? `'${plain}` : plain;
}

function nameOf(feed: ExposureFeed, body: string): string {
  const seller = slug(feed.sellerName);
  const policy = slug(feed.policyId);
  return `${seller}-${policy}-${feed.sequence}-${sha256(body).slice(0, 8)}.csv`;
}

/** Letters and digits of the name; a name without any (中文) is known by its hash. */
function slug(name: string): string {
  const letters = name
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
  return letters.length >= 2 ? letters.slice(0, 24) : sha256(name).slice(0, 12).toUpperCase();
}

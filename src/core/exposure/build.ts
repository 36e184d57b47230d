import { assert } from '../assert.ts';
import { type Day, daysBetween } from '../calendar.ts';
import { coverOn } from '../cover/available.ts';
import type { CoverDecision } from '../cover/limit.ts';
import type { Debtor } from '../debtor.ts';
import { convert, rateOn } from '../eligibility/fx.ts';
import type { ExistingPosition, FxRate } from '../input.ts';
import { type AmountMinor, type Currency, sumMinor } from '../money.ts';
import type { Invoice, Receivable } from '../receivable.ts';
import { closingOf, deltaOf, type FeedBefore } from './delta.ts';
import type { ExposureDelta, ExposureFeed, ExposureLine } from './feed.ts';

/** The ledger's totals, read apart from the items that make the lines. */
export type LedgerControl = {
  receivables: number;
  outstandingGrossMinor: AmountMinor;
  creditNotesMinor: AmountMinor;
  unappliedCashMinor: AmountMinor;
};

export type FeedInput = {
  header: Pick<
    ExposureFeed,
    'feedId' | 'reference' | 'sequence' | 'policyId' | 'sellerName' | 'asOf' | 'currency'
  > & { previousHash?: string };
  /** The seller's open items; those of another currency belong to that currency's feed. */
  items: readonly Receivable[];
  debtors: readonly Debtor[];
  buyers: readonly { debtorId: string; buyerId: string }[];
  /** In the order they were recorded. */
  cover: readonly CoverDecision[];
  fx: readonly FxRate[];
  positions: readonly ExistingPosition[];
  ledger: LedgerControl;
  /** Absent for the first feed of a seller and currency. */
  before?: FeedBefore;
};

export type FeedRefusal =
  | {
      code: 'control_total_differs';
      params: { measure: string; lines: number; ledger: number; difference: number };
    }
  | { code: 'debtor_unknown'; params: { debtorId: string; number: string } }
  | { code: 'rate_missing'; params: { from: Currency; to: Currency; asOf: Day; debtorId: string } };

export type FeedResult =
  | { status: 'built'; feed: ExposureFeed }
  | ({ status: 'refused' } & FeedRefusal);

/**
 * What each debtor owes, aged by the original due date, for the insurer. Refused by name when the
 * lines do not add up to the ledger, or when a line could not be stated truly.
 */
export function buildFeed(input: FeedInput): FeedResult {
  const items = input.items.filter(({ currency }) => currency === input.header.currency);
  const books = booksOf(input);
  const lines: ExposureLine[] = [];
  const owedNow = Map.groupBy(items, ({ debtorId }) => debtorId);
  for (const debtorId of debtorsOf(owedNow, books)) {
    const line = lineOf(debtorId, owedNow.get(debtorId) ?? [], books);
    if (line.status === 'refused') return line;
    lines.push(line.line);
  }
  const { header, ledger } = input;
  const control = controlOf(lines, items.length, ledger);
  const difference = differenceOf(control, ledger);
  if (difference) return { status: 'refused', code: 'control_total_differs', params: difference };
  return { status: 'built', feed: { version: 1, ...header, lines, control } };
}

type Books = {
  header: FeedInput['header'];
  debtors: Map<string, Debtor>;
  buyers: Map<string, string>;
  cover: Map<string, CoverDecision[]>;
  fx: readonly FxRate[];
  financed: Set<string>;
  before: { feed: FeedBefore; owed: Map<string, Receivable[]> } | undefined;
};

function booksOf(input: FeedInput): Books {
  const cover = new Map<string, CoverDecision[]>();
  for (const decision of input.cover) {
    if (decision.policyId !== input.header.policyId) continue;
    const known = cover.get(decision.debtorId);
    if (known) known.push(decision);
    else cover.set(decision.debtorId, [decision]);
  }
  return {
    header: input.header,
    debtors: new Map(input.debtors.map((debtor) => [debtor.id, debtor])),
    buyers: new Map(input.buyers.map(({ debtorId, buyerId }) => [debtorId, buyerId])),
    cover,
    fx: input.fx,
    financed: new Set(
      input.positions.filter((held) => held.advancedMinor > 0).map((held) => held.receivableId),
    ),
    before: input.before && { feed: input.before, owed: owedBefore(input.before, input.header) },
  };
}

function owedBefore(
  { items }: FeedBefore,
  { currency }: FeedInput['header'],
): Map<string, Receivable[]> {
  const own = items.filter((item) => item.currency === currency && item.kind === 'invoice');
  return Map.groupBy(own, ({ debtorId }) => debtorId);
}

/**
 * Debtors by id, so that the same ledger gives the same bytes whatever order it came in; those that
 * owed something in the feed before have a line too, so that what was settled is told.
 */
function debtorsOf(owed: Map<string, Receivable[]>, { before }: Books): string[] {
  return [...new Set([...owed.keys(), ...(before?.owed.keys() ?? [])])].sort();
}

type LineResult =
  | { status: 'stated'; line: ExposureLine }
  | Extract<FeedResult, { status: 'refused' }>;

function lineOf(debtorId: string, items: readonly Receivable[], books: Books): LineResult {
  const { asOf } = books.header;
  const debtor = books.debtors.get(debtorId);
  if (!debtor) {
    const params = { debtorId, number: items[0]?.key.number ?? '' };
    return { status: 'refused', code: 'debtor_unknown', params };
  }
  const limit = limitOf(debtorId, books);
  if (limit.status === 'refused') return limit;
  const invoices = items.filter((item) => item.kind === 'invoice');
  const buyerId = books.buyers.get(debtorId);
  const oldestDueOn = invoices.map(({ dueOn }) => dueOn).sort()[0];
  const line: ExposureLine = {
    debtorId,
    debtorName: debtor.name,
    ...(debtor.country === undefined ? {} : { country: debtor.country }),
    ...(buyerId === undefined ? {} : { insurerBuyerId: buyerId }),
    ...(limit.coverId === undefined ? {} : { coverId: limit.coverId }),
    limitMinor: limit.amountMinor,
    outstandingGrossMinor: sumMinor(invoices.map(({ openMinor }) => openMinor)),
    creditNotesMinor: openOf(items, 'credit_note'),
    unappliedCashMinor: openOf(items, 'unapplied_cash'),
    ...ageing(invoices, asOf),
    disputedMinor: sumMinor(invoices.map(({ disputedMinor }) => disputedMinor)),
    ...(oldestDueOn === undefined ? {} : { oldestDueOn }),
    financedMinor: sumMinor(
      invoices.filter(({ id }) => books.financed.has(id)).map(({ openMinor }) => openMinor),
    ),
    ...deltaFor(debtorId, items, books),
  };
  const aged = sumMinor([line.notDueMinor, ...Object.values(line.buckets)]);
  assert(aged === line.outstandingGrossMinor, `the ageing of debtor ${debtorId} lost an amount`);
  const { delta } = line;
  assert(
    !delta || closingOf(delta) === line.outstandingGrossMinor,
    `what became of debtor ${debtorId} since the last feed does not come to what is open`,
  );
  return { status: 'stated', line };
}

function deltaFor(
  debtorId: string,
  now: readonly Receivable[],
  { before }: Books,
): { delta?: ExposureDelta } {
  if (!before) return {};
  const owed = { before: before.owed.get(debtorId) ?? [], now };
  return { delta: deltaOf(before.feed, owed) };
}

type Limit = { status: 'known'; amountMinor: AmountMinor; coverId?: string };

function limitOf(
  debtorId: string,
  { header, cover, fx }: Books,
): Limit | Extract<FeedResult, { status: 'refused' }> {
  const { asOf, currency: to } = header;
  const decisions = cover.get(debtorId) ?? [];
  for (const { currency: from } of decisions) {
    if (rateOn(fx, { from, to, asOf }).status === 'found') continue;
    return { status: 'refused', code: 'rate_missing', params: { from, to, asOf, debtorId } };
  }
  const answer = coverOn(decisions, {
    asOf,
    convert(amount, from, rounding) {
      const rate = rateOn(fx, { from, to, asOf });
      assert(rate.status === 'found', `the rate ${from} to ${to} was there`);
      return convert(amount, rate.ratio, rounding);
    },
  });
  const amountMinor = answer.status === 'in_force' ? answer.amountMinor : 0;
  const coverId = decisions.findLast(({ decidedOn }) => decidedOn <= asOf)?.coverId;
  return { status: 'known', amountMinor, ...(coverId === undefined ? {} : { coverId }) };
}

function openOf(items: readonly Receivable[], kind: Receivable['kind']): AmountMinor {
  return sumMinor(items.filter((item) => item.kind === kind).map(({ openMinor }) => openMinor));
}

type Buckets = ExposureLine['buckets'];
const bucketEnds: [keyof Buckets, number][] = [
  ['days1to30', 30],
  ['days31to60', 60],
  ['days61to90', 90],
  ['days91to120', 120],
  ['days121to180', 180],
  ['over180', Number.POSITIVE_INFINITY],
];

function ageing(invoices: readonly Invoice[], asOf: Day) {
  const buckets: Buckets = {
    days1to30: 0,
    days31to60: 0,
    days61to90: 0,
    days91to120: 0,
    days121to180: 0,
    over180: 0,
  };
  let notDueMinor = 0;
  for (const { dueOn, openMinor } of invoices) {
    const days = daysBetween(dueOn, asOf);
    const name = days > 0 ? bucketEnds.find(([, end]) => days <= end)?.[0] : undefined;
    if (name === undefined) notDueMinor = sumMinor([notDueMinor, openMinor]);
    else buckets[name] = sumMinor([buckets[name], openMinor]);
  }
  return { notDueMinor, buckets };
}

function controlOf(
  lines: readonly ExposureLine[],
  receivables: number,
  ledger: LedgerControl,
): ExposureFeed['control'] {
  return {
    debtors: lines.length,
    receivables,
    outstandingGrossMinor: sumMinor(lines.map((line) => line.outstandingGrossMinor)),
    creditNotesMinor: sumMinor(lines.map((line) => line.creditNotesMinor)),
    unappliedCashMinor: sumMinor(lines.map((line) => line.unappliedCashMinor)),
    ledgerGrossMinor: ledger.outstandingGrossMinor,
    ...sumOfDeltas(lines),
  };
}

function sumOfDeltas(lines: readonly ExposureLine[]): { delta?: ExposureDelta } {
  const deltas = lines.flatMap(({ delta }) => delta ?? []);
  const [first] = deltas;
  if (!first) return {};
  const sum = (pick: (delta: ExposureDelta) => AmountMinor) => sumMinor(deltas.map(pick));
  return {
    delta: {
      since: first.since,
      openingMinor: sum(({ openingMinor }) => openingMinor),
      issuedMinor: sum(({ issuedMinor }) => issuedMinor),
      settledMinor: sum(({ settledMinor }) => settledMinor),
      otherMinor: sum(({ otherMinor }) => otherMinor),
    },
  };
}

function differenceOf(control: ExposureFeed['control'], ledger: LedgerControl) {
  const measures = [
    'receivables',
    'outstandingGrossMinor',
    'creditNotesMinor',
    'unappliedCashMinor',
  ] as const;
  for (const measure of measures) {
    const difference = control[measure] - ledger[measure];
    if (difference === 0) continue;
    return { measure, lines: control[measure], ledger: ledger[measure], difference };
  }
  return undefined;
}

import type { SelectionInput } from '../input.ts';
import type { Currency } from '../money.ts';
import { sharings } from '../placing/sharing.ts';
import type { Refusal, RefusalCode } from '../plan.ts';
import type { Receivable } from '../receivable.ts';
import { monthsOf } from '../reserve/months.ts';
import { rateOn } from './fx.ts';
import { byFacility, byId, byKey, byReceivable } from './identities.ts';
import { hasTermsIn } from './judgedCover.ts';
import { type Identity, repeats } from './repeats.ts';
import { noDebtor, rowDebtors } from './rowDebtors.ts';
import { policiesOf, termsRefusals } from './termsRefusals.ts';

const refusalsMax = 100;

/**
 * What the engine cannot answer honestly, by name and place; at most a hundred, empty when it can. The
 * rows of a ledger that was accepted before are not looked at again.
 */
export function refusalsOf(
  input: SelectionInput,
  { isLedgerKnown }: { isLedgerKnown: boolean } = { isLedgerKnown: false },
): Refusal[] {
  const found: Refusal[] = [];
  const rows = isLedgerKnown ? [] : [structural(input)];
  for (const check of [...rows, termsRefusals(input), badNeed(input), lateOpenings(input)]) {
    for (const refusal of check) {
      if (found.length < refusalsMax) found.push(refusal);
      else return found;
    }
  }
  if (found.length > 0) return found;
  const rates = missingRates(input);
  return (rates.length > 0 ? rates : tooLarge(input)).slice(0, refusalsMax);
}

function* structural(input: SelectionInput): Generator<Refusal> {
  const { receivables, debtors, facilities, positions, payables, openings = [] } = input;
  yield* repeated('debtor_duplicate', 'debtors', byId(debtors));
  yield* repeated('facility_duplicate', 'facilities', byFacility(facilities));
  yield* repeated('receivable_duplicate', 'receivables', byId(receivables));
  yield* repeated('receivable_key_duplicate', 'receivables', byKey(receivables));
  yield* repeated('position_duplicate', 'positions', byReceivable(positions));
  yield* repeated('opening_duplicate', 'openings', byFacility(openings));
  const debtorOf = rowDebtors(input);
  for (let index = 0; index < debtorOf.length; index += 1) {
    if (debtorOf[index] === noDebtor) yield unknownDebtor('receivables', index, receivables[index]);
  }
  const known = new Set(debtors.map(({ id }) => id));
  for (const [index, item] of payables.entries()) {
    if (!known.has(item.debtorId)) yield unknownDebtor('payables', index, item);
  }
  for (let index = 0; index < receivables.length; index += 1) {
    const item = receivables[index];
    if (item?.kind !== 'invoice' || item.disputedMinor <= item.openMinor) continue;
    const { disputedMinor, openMinor, currency } = item;
    const params = { receivableId: item.id, disputedMinor, openMinor, currency };
    yield { code: 'disputed_above_open', path: `receivables.${index}.disputedMinor`, params };
  }
}

function* repeated(code: RefusalCode, list: string, identity: Identity): Generator<Refusal> {
  for (const { row, first: firstRow } of repeats(identity)) {
    const params = { id: identity.textOf(row), row, firstRow };
    yield { code, path: `${list}.${row}`, params };
  }
}

function unknownDebtor(
  list: string,
  index: number,
  { debtorId = '' }: { debtorId?: string } = {},
): Refusal {
  return { code: 'debtor_unknown', path: `${list}.${index}.debtorId`, params: { debtorId } };
}

function* badNeed({ need, asOf }: SelectionInput): Generator<Refusal> {
  if (!need || need.valueOn >= asOf) return;
  const { valueOn } = need;
  yield { code: 'need_before_as_of', path: 'need.valueOn', params: { valueOn, asOf } };
}

/** What moved since the last certificate is known only where that one is older. */
function* lateOpenings({ openings = [], asOf }: SelectionInput): Generator<Refusal> {
  for (const [index, { on: since }] of openings.entries()) {
    if (since < asOf) continue;
    const path = `openings.${index}.on`;
    yield { code: 'opening_not_before', path, params: { since, asOf } };
  }
}

function missingRates(input: SelectionInput): Refusal[] {
  const { fx, asOf } = input;
  const found: Refusal[] = [];
  for (const pair of pairsUsed(input)) {
    const [from = '', to = ''] = pair.split('>');
    const answer = rateOn(fx, { from, to, asOf });
    if (answer.status === 'missing') {
      const params = { from, to, asOf, reverseGiven: hasReverse(input, { from, to }) };
      found.push({ code: 'fx_rate_missing', path: 'fx', params });
    }
    if (answer.status === 'ambiguous') {
      found.push({ code: 'fx_rate_ambiguous', path: 'fx', params: { from, to, on: answer.on } });
    }
  }
  return found;
}

function hasReverse({ fx }: SelectionInput, { from, to }: { from: string; to: string }): boolean {
  return fx.some((rate) => rate.from === to && rate.to === from);
}

/** Every direction the selection converts in. */
function pairsUsed(input: SelectionInput): string[] {
  const { receivables, payables, cover, facilities, history, need, asOf } = input;
  const { invoiced, credited } = openIn(receivables);
  const pairs = new Set<string>();
  const use = (from: Iterable<Currency>, to: Currency) => {
    for (const currency of from) if (currency !== to) pairs.add(`${currency}>${to}`);
  };
  for (const terms of facilities) {
    const { currency, rules, reserves = [] } = terms;
    use(invoiced, currency);
    for (const rule of rules) {
      if (rule.rule === 'credits') use(credited, currency);
      if (rule.rule === 'contra') use(new Set(payables.map((item) => item.currency)), currency);
    }
    const policies = new Set(policiesOf(terms).map(({ policyId }) => policyId));
    const decisions = cover.filter(({ policyId }) => policies.has(policyId));
    use(new Set(decisions.map((item) => item.currency)), currency);
    use(ownCurrencies(input, policies), currency);
    const months = new Set(reserves.flatMap((reserve) => monthsOf(reserve, asOf)));
    const read = history.filter(({ month }) => months.has(month));
    use(new Set(read.map((item) => item.currency)), currency);
    if (need) use([currency], need.currency);
  }
  for (const { under } of need ? sharings(facilities, hasTermsIn(input)) : []) {
    const [first, ...others] = under;
    if (first) use(new Set(others.map((terms) => terms.currency)), first.currency);
  }
  return [...pairs].sort();
}

/** What limits that the insured sets itself, and everyone's, are stated in. */
function ownCurrencies(
  { policies = [], circumstances = [] }: SelectionInput,
  policyIds: ReadonlySet<string>,
): Set<Currency> {
  const own = policies.filter(({ policyId }) => policyIds.has(policyId));
  if (own.length === 0) return new Set();
  const set = circumstances.flatMap((one) =>
    one.kind === 'discretionary_limit' ? [one.currency] : [],
  );
  return new Set([...own.map(({ currency }) => currency), ...set]);
}

/** Sums, costs and covers stay below 2^53 minor units, in every currency they are converted to. */
function tooLarge(input: SelectionInput): Refusal[] {
  const { receivables, payables, facilities, cover, need } = input;
  const gross = totals(payables, openIn(receivables).totals);
  const covers = totals(
    cover.flatMap(({ currency, layers }) =>
      layers.map(({ amountMinor: openMinor }) => ({ currency, openMinor })),
    ),
  );
  const found: Refusal[] = [];
  for (const { facilityId, currency, price } of facilities) {
    const params = { facilityId, currency };
    const most = converted(input, gross, currency);
    const horizon = BigInt(Math.max(need?.horizonDays ?? 1, price.minimumDays ?? 1));
    const perDay = BigInt(price.rateBp + price.serviceFeeBp + 1);
    const perSchedule = BigInt(price.fixedFeeMinor ?? 0);
    const fees = BigInt(price.minimumFeeMinor) * BigInt(receivables.length) + perSchedule;
    const cost = ((most * perDay) / 10_000n + fees) * horizon;
    const inNeed = converted(input, new Map([[currency, most + cost]]), need?.currency ?? currency);
    if (most + cost > sumMax || inNeed > sumMax) {
      found.push({ code: 'amounts_too_large', path: 'receivables', params });
    }
    if (converted(input, covers, currency) <= sumMax) continue;
    found.push({ code: 'amounts_too_large', path: 'cover', params });
  }
  return found;
}

const sumMax = BigInt(Number.MAX_SAFE_INTEGER);

type Amount = { currency: Currency; openMinor: number };

/** What a ledger's rows are in and come to; worked out once for all selections from the same rows. */
type OpenIn = {
  invoiced: Set<Currency>;
  credited: Set<Currency>;
  totals: ReadonlyMap<Currency, bigint>;
};

const known = new WeakMap<readonly Receivable[], OpenIn>();

function openIn(receivables: readonly Receivable[]): OpenIn {
  const before = known.get(receivables);
  if (before) return before;
  const invoiced = new Set<Currency>();
  const credited = new Set<Currency>();
  for (let row = 0; row < receivables.length; row += 1) {
    const item = receivables[row];
    if (item) (item.kind === 'invoice' ? invoiced : credited).add(item.currency);
  }
  const found = { invoiced, credited, totals: totals(receivables) };
  known.set(receivables, found);
  return found;
}

function totals(
  amounts: readonly Amount[],
  to: ReadonlyMap<Currency, bigint> = new Map(),
): Map<Currency, bigint> {
  const sums = new Map(to);
  const places = new Map<Currency, number>();
  // Numbers as long as they are exact, which is for millions of amounts.
  const parts: number[] = [];
  for (const { currency, openMinor } of amounts) {
    const place = places.get(currency) ?? places.size;
    if (place === places.size) places.set(currency, place);
    const amount = Math.abs(openMinor);
    const before = parts[place] ?? 0;
    const isExact = before + amount <= Number.MAX_SAFE_INTEGER;
    parts[place] = isExact ? before + amount : amount;
    if (!isExact) add(sums, currency, before);
  }
  for (const [currency, place] of places) add(sums, currency, parts[place] ?? 0);
  return sums;
}

function add(sums: Map<Currency, bigint>, currency: Currency, amount: number): void {
  sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amount));
}

/** An upper bound: a minor unit per row is added for rounding. Pairs without a rate are not used. */
function converted(
  { fx, asOf, receivables }: SelectionInput,
  amounts: ReadonlyMap<Currency, bigint>,
  to: Currency,
): bigint {
  let total = 0n;
  for (const [from, amount] of amounts) {
    const answer = rateOn(fx, { from, to, asOf });
    if (answer.status !== 'found') continue;
    const { numerator, denominator } = answer.ratio;
    total += (amount * BigInt(numerator)) / BigInt(denominator) + BigInt(receivables.length);
  }
  return total;
}

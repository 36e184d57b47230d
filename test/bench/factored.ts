import { dayOfNumber } from '../../src/core/calendar.ts';
import type { CoverDecision } from '../../src/core/cover/limit.ts';
import type { Debtor } from '../../src/core/debtor.ts';
import type { Rule } from '../../src/core/facility/rule.ts';
import type { Terms } from '../../src/core/facility.ts';
import type { FxRate, SelectionInput } from '../../src/core/input.ts';
import type { BusinessKey, Receivable } from '../../src/core/receivable.ts';

export const asOfNumber = 20_757;
export const asOf = dayOfNumber(asOfNumber);
export const countries = Array.from(
  { length: 30 },
  (_, index) => `${letter(index)}${letter(7 * index)}`,
);

/**
 * A ledger such as factors see: amounts over four orders of magnitude, a few debtors with most of
 * them, six currencies, 3 % credits, a fifth of the debtors without cover. The same for a size. With
 * `ownKeys` each row has a number and a key of its own, else one key for all keeps memory small.
 */
export function factoredInput(
  count: number,
  debtorCount: number,
  { ownKeys }: { ownKeys: boolean } = { ownKeys: false },
): SelectionInput {
  const random = randomFrom(7);
  const debtors = Array.from({ length: debtorCount }, (_, index) => debtorOf(index, random));
  const days = Array.from({ length: 400 }, (_, index) => dayOfNumber(asOfNumber - 200 + index));
  const receivables = Array.from({ length: count }, (_, index) => {
    const debtor = debtors[Math.floor(debtorCount * random() ** 2.5)];
    const number = ownKeys ? text(`B-${index}`) : undefined;
    return receivableOf(index, { debtorId: debtor?.id ?? '', days, random, number });
  });
  const cover = debtors
    .filter(() => random() < 0.8)
    .map((debtor): CoverDecision => coverOf(debtor.id, Math.floor(Math.exp(13 + random() * 5))));
  return {
    version: 1,
    asOf,
    receivables,
    debtors,
    facilities: [
      termsOf('F1', 'EUR', { days: 90, countries: 26 }),
      termsOf('F2', 'EUR', { days: 120, countries: 28, isInsured: true }),
      termsOf('F3', 'EUR', { days: 75, countries: 29 }),
      termsOf('F4', 'USD', { days: 90, countries: 20 }),
      termsOf('F5', 'PLN', { days: 60, countries: 24, isInsured: true }),
    ],
    cover,
    fx: rates(),
    payables: [],
    positions: [],
    history: [],
  };
}

type Drawing = {
  debtorId: string;
  days: readonly string[];
  random: () => number;
  /** Of its own key, if it has one. */
  number: string | undefined;
};

function receivableOf(index: number, { debtorId, days, random, number }: Drawing): Receivable {
  const amountMinor = Math.floor(Math.exp(8 + random() * 7));
  const currency = currencies[Math.floor(random() * random() * currencies.length)] ?? 'EUR';
  const age = Math.floor(random() * 190) - 2;
  const term = terms[Math.floor(random() * terms.length)] ?? 30;
  const issuedOn = days[200 - age] ?? asOf;
  const id = text(`00000000-0000-8000-8000-${index.toString(16).padStart(12, '0')}`);
  if (random() < 0.03) {
    return {
      id,
      key: keyOf('credit_note', number) ?? creditKey,
      kind: 'credit_note',
      debtorId,
      currency,
      issuedOn,
      faceMinor: -amountMinor,
      openMinor: -amountMinor,
    };
  }
  // One literal, which takes half the memory of parts put together.
  return {
    id,
    key: keyOf('invoice', number) ?? invoiceKey,
    kind: 'invoice',
    debtorId,
    currency,
    issuedOn,
    dueOn: days[200 - age + term] ?? asOf,
    faceMinor: amountMinor,
    openMinor: amountMinor,
    disputedMinor: 0,
  };
}

const currencies = ['EUR', 'PLN', 'USD', 'SEK', 'GBP', 'CHF'];
const terms = [14, 30, 30, 45, 60, 90, 120];
const origin = { sellerId: 'S1', ledger: 'AR', number: 'B-1', fiscalYear: 2026, instalment: 1 };
// One key for all keeps ten million rows small; no rule here reads a number.
const invoiceKey = { ...origin, kind: 'invoice' as const };
const creditKey = { ...origin, kind: 'credit_note' as const };

function keyOf(kind: BusinessKey['kind'], number: string | undefined): BusinessKey | undefined {
  if (number === undefined) return undefined;
  return { sellerId: 'S1', ledger: 'AR', number, kind, fiscalYear: 2026, instalment: 1 };
}

function debtorOf(index: number, random: () => number): Debtor {
  const country = countries[Math.floor(random() * countries.length)];
  return {
    id: `D${String(index).padStart(7, '0')}`,
    name: `Debtor ${index}`,
    ...(country && { country }),
    ...(index % 7 === 0 && { groupId: `G${index % 490}` }),
    ...(random() < 0.01 && { status: 'insolvent' as const }),
    ...(random() < 0.01 && { relation: 'affiliate' as const }),
    identifiers: {},
  };
}

function coverOf(debtorId: string, amountMinor: number): CoverDecision {
  return {
    policyId: 'P1',
    debtorId,
    coverId: debtorId,
    status: 'agreed',
    rawCode: '',
    currency: 'EUR',
    layers: [{ amountMinor, validFrom: '2026-01-01' }],
    effectiveOn: '2026-01-01',
    decidedOn: '2026-01-01',
  };
}

function termsOf(
  facilityId: string,
  currency: string,
  { days, countries: allowed, isInsured }: { days: number; countries: number; isInsured?: boolean },
): Terms {
  const limit: Rule = isInsured
    ? { rule: 'insured_limit', policyId: 'P1' }
    : { rule: 'funder_limit', limits: [], otherwiseMinor: 500_000_000 };
  return {
    version: 1,
    facilityId,
    name: facilityId,
    funder: facilityId,
    mode: 'sale',
    currency,
    limitMinor: 1_000_000_000_000,
    advanceRateBp: 8_500,
    price: { rateBp: 450, dayCount: 'ACT/360', serviceFeeBp: 20, minimumFeeMinor: 0 },
    rules: [
      { rule: 'not_yet_issued' },
      { rule: 'debtor_status', excluded: ['insolvent'] },
      { rule: 'related_party', excluded: ['affiliate'] },
      { rule: 'currency', allowed: currencies.slice(0, 4) },
      { rule: 'country', allowed: countries.slice(0, allowed) },
      { rule: 'amount_range', minMinor: 10_000, maxMinor: 200_000_000 },
      { rule: 'term_too_long', days, operator: '>' },
      { rule: 'past_due_date', days: days - 30, operator: '>' },
      { rule: 'past_invoice_date', days: days + 60, operator: '>' },
      {
        rule: 'cross_ageing',
        days: 60,
        basis: 'due_date',
        shareBp: 3_500,
        operator: '>',
        scope: 'debtor',
      },
      { rule: 'credits', unreferenced: 'latest_due_first' },
      limit,
    ],
  };
}

/** The pledge's caps on debtor, group and country, as shares of the pool that they leave. */
export const caps: Rule[] = [
  { rule: 'debtor_concentration', shareBp: 1_000, scope: 'debtor', base: 'poolAfterCaps' },
  { rule: 'group_concentration', shareBp: 1_500, base: 'poolAfterCaps' },
  { rule: 'country_concentration', shareBp: 2_000, base: 'poolAfterCaps' },
];

const inEuroCents = new Map(
  Object.entries({ EUR: 10_000, PLN: 2_341, USD: 9_217, SEK: 903, GBP: 11_688, CHF: 10_402 }),
);

function rates(): FxRate[] {
  return ['EUR', 'USD', 'PLN'].flatMap((to) =>
    currencies
      .filter((from) => from !== to)
      .map((from) => {
        const numerator = inEuroCents.get(from) ?? 1;
        const denominator = inEuroCents.get(to) ?? 1;
        return { from, to, numerator, denominator, on: asOf, source: 'bench' };
      }),
  );
}

/** In one piece, as a parser gives it: V8 keeps texts put together as their parts until they are read. */
function text(put: string): string {
  return Buffer.from(put, 'latin1').toString('latin1');
}

function letter(index: number): string {
  return String.fromCharCode(65 + (index % 26));
}

/** Numerical Recipes' generator: the same numbers for a seed everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return function random() {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

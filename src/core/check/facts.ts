import { assert } from '../assert.ts';
import { type Day, dayNumber } from '../calendar.ts';
import { isInForce } from '../cover/limit.ts';
import type { Debtor } from '../debtor.ts';
import type { Terms } from '../facility.ts';
import type { ExistingPosition, SelectionInput } from '../input.ts';
import { type AmountMinor, type Currency, exponentOf } from '../money.ts';
import type { CreditItem, Invoice } from '../receivable.ts';

export type Violation = { code: string; path: string; message: string };

export function violation(code: string, path: string, message: string): Violation {
  return { code, path, message: `${path}: ${message}` };
}

/** The input looked up by name, with its own arithmetic: nothing here is shared with the engine. */
export type Facts = {
  input: SelectionInput;
  terms: Map<string, Terms>;
  debtors: Map<string, Debtor>;
  invoices: Map<string, Invoice>;
  /** A debtor's index, and the node its group counts to by that index. */
  nodes: { count: number; debtor: Map<string, number>; group: Int32Array };
  credits: CreditItem[];
  positions: Map<string, ExistingPosition>;
  asOf: number;
  dayOf: (day: Day) => number;
  down: Convert;
  up: Convert;
  even: Convert;
  coverOf: (of: { policyId: string; debtorId: string; to: Currency }) => AmountMinor;
};

type Convert = (amount: AmountMinor, from: Currency, to: Currency) => AmountMinor;

export function factsOf(input: SelectionInput): Facts {
  const invoices = new Map<string, Invoice>();
  const credits: CreditItem[] = [];
  for (const item of input.receivables) {
    if (item.kind === 'invoice') invoices.set(item.id, item);
    else credits.push(item);
  }
  const down = converter(input, () => 0n);
  const up = converter(input, () => 1n);
  return {
    input,
    terms: new Map(input.facilities.map((terms) => [terms.facilityId, terms])),
    debtors: new Map(input.debtors.map((debtor) => [debtor.id, debtor])),
    invoices,
    nodes: nodesOf(input.debtors),
    credits,
    positions: new Map(input.positions.map((position) => [position.receivableId, position])),
    asOf: dayNumber(input.asOf),
    dayOf: remembered(dayNumber),
    down,
    up,
    even: converter(input, nearest),
    coverOf: coverBook(input, down),
  };
}

function nodesOf(debtors: readonly Debtor[]): Facts['nodes'] {
  const names = new Map<string, number>();
  const byName = (name: string) => {
    const node = names.get(name) ?? names.size;
    names.set(name, node);
    return node;
  };
  return {
    count: debtors.length,
    debtor: new Map(debtors.map(({ id }, index) => [id, index])),
    group: Int32Array.from(debtors, ({ id, groupId }) =>
      byName(groupId === undefined ? `debtor ${id}` : `group ${groupId}`),
    ),
  };
}

/** What is added to a whole amount for a remainder, twice the remainder being known. */
type Rounding = (of: { whole: bigint; twice: bigint; below: bigint }) => 0n | 1n;

function nearest({ whole, twice, below }: Parameters<Rounding>[0]): 0n | 1n {
  if (twice !== below) return twice > below ? 1n : 0n;
  return whole % 2n === 0n ? 0n : 1n;
}

function converter({ fx, asOf }: SelectionInput, rounding: Rounding): Convert {
  const known = new Map<Currency, Map<Currency, { above: bigint; below: bigint }>>();
  const rateOf = (from: Currency, to: Currency) => {
    const row = known.get(from) ?? new Map<Currency, { above: bigint; below: bigint }>();
    known.set(from, row);
    const before = row.get(to);
    if (before) return before;
    const stated = fx.filter((item) => item.from === from && item.to === to && item.on <= asOf);
    const rate = stated.toSorted((left, right) => (left.on < right.on ? 1 : -1))[0];
    assert(rate, `no rate ${from} to ${to}`);
    const ratio = {
      above: BigInt(rate.numerator) * 10n ** BigInt(exponentOf(to)),
      below: BigInt(rate.denominator) * 10n ** BigInt(exponentOf(from)),
    };
    row.set(to, ratio);
    return ratio;
  };
  const convert: Convert = (amount, from, to) => {
    if (from === to) return amount;
    const { above, below } = rateOf(from, to);
    const product = BigInt(amount) * above;
    const rest = ((product % below) + below) % below;
    const whole = (product - rest) / below;
    return Number(rest === 0n ? whole : whole + rounding({ whole, twice: 2n * rest, below }));
  };
  return convert;
}

function remembered(compute: (day: Day) => number): (day: Day) => number {
  const known = new Map<Day, number>();
  return function rememberedDay(day) {
    const value = known.get(day) ?? compute(day);
    known.set(day, value);
    return value;
  };
}

/** Each cover's last readable word by the as-of day; only what is plainly in force adds up. */
function coverBook(input: SelectionInput, down: Convert): Facts['coverOf'] {
  const { asOf } = input;
  const last = new Map<string, SelectionInput['cover'][number]>();
  for (const decision of input.cover) {
    const { policyId, debtorId, coverId, decidedOn, effectiveOn, status } = decision;
    if (decidedOn > asOf || (effectiveOn > asOf && status !== 'unknown_raw')) continue;
    const key = JSON.stringify([policyId, debtorId, coverId]);
    if (decidedOn >= (last.get(key)?.decidedOn ?? '')) last.set(key, decision);
  }
  const byDebtor = new Map<string, SelectionInput['cover']>();
  for (const decision of last.values()) {
    const key = JSON.stringify([decision.policyId, decision.debtorId]);
    byDebtor.set(key, [...(byDebtor.get(key) ?? []), decision]);
  }
  return function coverOf({ policyId, debtorId, to }) {
    let total = 0;
    for (const decision of byDebtor.get(JSON.stringify([policyId, debtorId])) ?? []) {
      if (!isInForce(decision.status)) continue;
      if (decision.endsOn !== undefined && decision.endsOn <= asOf) continue;
      let layers = 0;
      for (const { amountMinor, validFrom, validTo } of decision.layers) {
        if (validFrom <= asOf && (validTo === undefined || asOf <= validTo)) layers += amountMinor;
      }
      total += down(layers, decision.currency, to);
    }
    return total;
  };
}

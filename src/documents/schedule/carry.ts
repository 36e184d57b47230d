import type { CanonicalRequest, RequestLine } from '../../core/funding/request.ts';
import { sumMinor } from '../../core/money.ts';
import { refuse } from '../problem.ts';

/** What has been listed so far in one currency. */
export type Carry = {
  currency: string;
  count: number;
  faceMinor: number;
  openMinor: number;
};

/** The carry after these lines, in the order of `currencies`, of those already met. */
export function carryOver(
  before: readonly Carry[],
  lines: readonly RequestLine[],
  currencies: readonly string[],
): Carry[] {
  const carries = new Map(before.map((carry) => [carry.currency, carry]));
  for (const { currency, faceMinor, openMinor } of lines) {
    const carry = carries.get(currency);
    carries.set(currency, {
      currency,
      count: (carry?.count ?? 0) + 1,
      faceMinor: sumMinor([carry?.faceMinor ?? 0, faceMinor]),
      openMinor: sumMinor([carry?.openMinor ?? 0, openMinor]),
    });
  }
  return currencies.flatMap((currency) => carries.get(currency) ?? []);
}

/** The printed totals are the request's; refuses one whose lines add up to something else. */
export function checkTotals(request: CanonicalRequest): void {
  const { totals, lines } = request;
  const currencies = totals.perCurrency.map(({ currency }) => currency);
  const found = carryOver([], lines, currencies);
  compare('totals.count', totals.count, lines.length);
  compare(
    'totals.perCurrency',
    JSON.stringify(totals.perCurrency.map(figuresOf)),
    JSON.stringify(found.map(figuresOf)),
  );
  compare('totals.perCurrency.count', lines.length, sumMinor(found.map(({ count }) => count)));
  compare(
    'totals.fundedMinor',
    totals.fundedMinor,
    sumMinor(lines.map((line) => line.fundedMinor)),
  );
  compare(
    'totals.advanceMinor',
    totals.advanceMinor,
    sumMinor(lines.map((line) => line.advanceMinor)),
  );
}

function figuresOf({ currency, count, faceMinor, openMinor }: Carry) {
  return [currency, count, faceMinor, openMinor];
}

function compare(field: string, stated: string | number, found: string | number): void {
  if (stated === found) return;
  refuse({
    code: 'TotalsMismatch',
    field,
    stated: String(stated),
    found: String(found),
  });
}

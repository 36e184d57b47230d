import { assert } from '../assert.ts';
import { type Day, dayNumber } from '../calendar.ts';
import type { Terms } from '../facility.ts';
import type { FxRate, SelectionInput } from '../input.ts';
import { type AmountMinor, type Currency, type Rounding, sumMinor } from '../money.ts';
import type { LineExplanation, Params } from '../plan.ts';
import { convert, type Ratio, rateOn } from './fx.ts';
import { at, type Ledger } from './ledger.ts';

/**
 * A ledger seen by one facility while its rules work through it: one line per invoice, in the
 * ledger's order. Rules only ever call `take`, so a line's gross always equals what was taken plus
 * what is left (EXPLAINED).
 */
export type FacilityView = {
  terms: Terms;
  ledger: Ledger;
  asOf: Day;
  asOfNumber: number;
  lines: LineExplanation[];
  /** Into the facility's currency; the pair is known to have a rate. */
  toFacility: (amount: AmountMinor, from: Currency, rounding: Rounding) => AmountMinor;
};

export function viewOf(input: SelectionInput, ledger: Ledger, terms: Terms): FacilityView {
  const toFacility = converterTo(input.fx, terms.currency, input.asOf);
  const lines = ledger.invoices.map((invoice): LineExplanation => {
    const grossMinor = toFacility(invoice.openMinor, invoice.currency, 'down');
    return { receivableId: invoice.id, grossMinor, deductions: [], eligibleMinor: grossMinor };
  });
  return { terms, ledger, asOf: input.asOf, asOfNumber: dayNumber(input.asOf), lines, toFacility };
}

export function converterTo(
  fx: readonly FxRate[],
  to: Currency,
  asOf: Day,
): FacilityView['toFacility'] {
  const ratios = new Map<Currency, Ratio>();
  return function convertTo(amount, from, rounding) {
    if (from === to) return amount;
    let ratio = ratios.get(from);
    if (!ratio) {
      const answer = rateOn(fx, { from, to, asOf });
      assert(answer.status === 'found', `the rate ${from} to ${to} is ${answer.status}`);
      ratio = answer.ratio;
      ratios.set(from, ratio);
    }
    return convert(amount, ratio, rounding);
  };
}

/** Takes an amount off a line, for one rule with its numbers; nothing is recorded for zero. */
export function take(
  line: LineExplanation,
  rule: string,
  amountMinor: AmountMinor,
  params: Params,
): void {
  if (amountMinor === 0) return;
  assert(amountMinor > 0 && amountMinor <= line.eligibleMinor, `${rule} takes more than is left`);
  line.deductions.push({ rule, amountMinor, params });
  line.eligibleMinor -= amountMinor;
}

export function lineAt(view: FacilityView, index: number): LineExplanation {
  const line = view.lines[index];
  assert(line, `no line ${index}`);
  return line;
}

/** The indexes of a debtor's lines. */
export function linesOfDebtor(ledger: Ledger, debtor: number): number[] {
  const from = at(ledger.start, debtor);
  return Array.from({ length: at(ledger.start, debtor + 1) - from }, (_, offset) => from + offset);
}

export function eligibleOf(view: FacilityView, indexes: Iterable<number>): AmountMinor {
  const amounts: number[] = [];
  for (const index of indexes) amounts.push(lineAt(view, index).eligibleMinor);
  return sumMinor(amounts);
}

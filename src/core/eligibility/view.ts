import { assert } from '../assert.ts';
import { type Day, dayNumber } from '../calendar.ts';
import type { Debtor } from '../debtor.ts';
import type { RuleCode } from '../facility/rule.ts';
import type { Terms } from '../facility.ts';
import type { SelectionInput } from '../input.ts';
import type { AmountMinor } from '../money.ts';
import type { LineExplanation, Params } from '../plan.ts';
import type { Invoice } from '../receivable.ts';
import { type Converter, converterTo } from './convert.ts';
import { type CoverOf, coverBookOf } from './coverBook.ts';
import { type HasTerms, hasTermsIn, type JudgedOf, judgedCoverOf } from './judgedCover.ts';
import { at, debtorAt, invoiceAt, type Ledger } from './ledger.ts';

/** A ledger as one facility sees it. */
export type FacilityView = {
  terms: Terms;
  ledger: Ledger;
  asOf: Day;
  asOfNumber: number;
  /** The day cash is wanted; without a need the as-of day. */
  valueOnNumber: number;
  toFacility: Converter;
  coverOf: CoverOf;
  /** True of a policy whose terms are in the input: `judgedOf` then says what it covers. */
  hasTerms: HasTerms;
  judgedOf: JudgedOf;
};

/** The input's facilities, in its order. */
export function viewsOf(input: SelectionInput, ledger: Ledger): FacilityView[] {
  const { asOf, need, facilities } = input;
  const coverIn = coverBookOf(input);
  const hasTerms = hasTermsIn(input);
  const judgedIn = judgedCoverOf(input, ledger);
  return facilities.map((terms) => {
    const toFacility = converterTo(input.fx, terms.currency, asOf);
    return {
      terms,
      ledger,
      asOf,
      asOfNumber: dayNumber(asOf),
      valueOnNumber: dayNumber(need?.valueOn ?? asOf),
      toFacility,
      coverOf: coverIn(terms.currency, toFacility),
      hasTerms,
      judgedOf: judgedIn(terms.currency, toFacility),
    };
  });
}

/** One invoice while its facility's rules work through it. */
export type Subject = {
  index: number;
  invoice: Invoice;
  debtor: Debtor;
  line: LineExplanation;
  /** Days as numbers. */
  issued: number;
  due: number;
};

/** Gross is the open amount converted once, rounded down. */
export function subjectAt({ ledger, toFacility }: FacilityView, index: number): Subject {
  const invoice = invoiceAt(ledger, index);
  const grossMinor = toFacility(invoice.openMinor, invoice.currency, 'down');
  return {
    index,
    invoice,
    debtor: debtorAt(ledger, at(ledger.debtorOf, index)),
    line: { receivableId: invoice.id, grossMinor, deductions: [], eligibleMinor: grossMinor },
    issued: at(ledger.issued, index),
    due: at(ledger.due, index),
  };
}

/**
 * Takes an amount off a line, for one rule with its numbers; nothing is recorded for zero. Rules only
 * ever call this, so a line's gross always equals what was taken plus what is left (EXPLAINED).
 */
export function take(
  line: LineExplanation,
  rule: RuleCode,
  amountMinor: AmountMinor,
  params: Params,
): void {
  if (amountMinor === 0) return;
  assert(amountMinor > 0 && amountMinor <= line.eligibleMinor, `${rule} takes more than is left`);
  line.deductions.push({ rule, amountMinor, params });
  line.eligibleMinor -= amountMinor;
}

import { type Day, dayNumber } from '../calendar.ts';
import type { Id } from '../ids.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import type { CoverSource } from '../policy/terms.ts';
import { type Filled, fillLimit } from './fill.ts';
import {
  type CoverParams,
  type Judged,
  type JudgedLine,
  judgeCover,
  type UninsuredCode,
} from './judge.ts';
import { dayText } from './line.ts';
import type { CoverQuestion } from './question.ts';

type Reason = {
  amountMinor: AmountMinor;
  params: CoverParams;
  /** The policy's own clause, where its terms name it. */
  clause?: string;
};

/** A part of an invoice: what becomes of it, and the words and numbers of why. */
export type CoverPart =
  | ({
      outcome: 'insured';
      code: 'within_limit';
      source: CoverSource;
      shareBp: number;
      /** The insured share of it, before deductibles. */
      paidMinor: AmountMinor;
    } & Reason)
  | ({ outcome: 'over_limit'; code: 'above_limit' } & Reason)
  | ({ outcome: 'uninsured'; code: UninsuredCode } & Reason);

export type InvoiceCover = {
  receivableId: Id;
  number: string;
  openMinor: AmountMinor;
  /** The day whose limit it has. */
  limitOn: Day;
  /** Their sum is what is open. */
  parts: CoverPart[];
};

/** What of a debtor's debt a policy insures on a day: insured + over the limit + uninsured = open. */
export type CoverProof = {
  asOf: Day;
  openMinor: AmountMinor;
  insuredMinor: AmountMinor;
  overLimitMinor: AmountMinor;
  uninsuredMinor: AmountMinor;
  /** The insured shares, before deductibles. */
  paidMinor: AmountMinor;
  /** What stopped cover for deliveries, in the order it happened. */
  stops: { cause: Judged['stops'][number]['cause']; on: Day; until?: Day; params: CoverParams }[];
  /** The oldest first, as they use the limit. */
  invoices: InvoiceCover[];
};

/**
 * What part of which invoice is insured, over the limit or uninsured, and because of which clause, for
 * any day: from the versions of a policy, the insurer's decisions, what happened and what was open.
 */
export function proveCover(question: CoverQuestion): (asOf: Day) => CoverProof {
  const judgedOn = judgeCover(question);
  return function provenOn(asOf) {
    const judged = judgedOn(dayNumber(asOf));
    const filled = fillLimit(judged.lines, { wanted: (line) => line.insurableMinor });
    const invoices = judged.lines.map((line, index) => coverOf(question, line, filled[index]));
    return { asOf, ...sumsOf(invoices), stops: toldStops(judged), invoices };
  };
}

function coverOf(
  { currency }: CoverQuestion,
  { line, openMinor, uninsured }: JudgedLine,
  filled: Filled | undefined,
): InvoiceCover {
  const { attachOn: limitOn, invoice } = line;
  const { receivableId, number } = invoice;
  const parts: CoverPart[] = [];
  if (filled) {
    const { insured, overMinor, roomMinor: limitMinor, usedMinor } = filled;
    for (const slice of insured) {
      const { source, amountMinor, shareBp, paidMinor } = slice;
      const params = { source, shareBp, limitOn, limitMinor, currency };
      const of = { source, shareBp, paidMinor, amountMinor, params };
      parts.push({ outcome: 'insured', code: 'within_limit', ...of });
    }
    if (overMinor > 0) {
      const params = { limitOn, limitMinor, usedMinor, currency };
      parts.push({ outcome: 'over_limit', code: 'above_limit', amountMinor: overMinor, params });
    }
  }
  for (const part of uninsured) parts.push({ outcome: 'uninsured', ...part });
  return { receivableId, number, openMinor, limitOn, parts };
}

type Sums = Omit<CoverProof, 'asOf' | 'stops' | 'invoices'>;

function sumsOf(invoices: readonly InvoiceCover[]): Sums {
  const sums = { insured: 0, over_limit: 0, uninsured: 0 };
  let paidMinor = 0;
  for (const { parts } of invoices) {
    for (const part of parts) {
      sums[part.outcome] += part.amountMinor;
      if (part.outcome === 'insured') paidMinor += part.paidMinor;
    }
  }
  const { insured, over_limit: over, uninsured } = sums;
  return {
    openMinor: sumMinor([insured, over, uninsured]),
    insuredMinor: insured,
    overLimitMinor: over,
    uninsuredMinor: uninsured,
    paidMinor,
  };
}

function toldStops({ stops }: Judged): CoverProof['stops'] {
  return stops
    .map(({ cause, on, until, params }) => ({
      cause,
      on,
      params,
      ...(until !== undefined && { until: dayText(until) }),
    }))
    .toSorted((left, right) => (left.on < right.on ? -1 : Number(left.on > right.on)));
}

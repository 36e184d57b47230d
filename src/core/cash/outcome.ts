import { z } from 'zod';
import { AmountMinor } from '../money.ts';
import { Deduction } from './entry.ts';
import type { OpenItem } from './item.ts';

/** What found an allocation, in the order in which rules are tried; a person comes last. */
export const rules = [
  'reversal',
  'reference',
  'documents',
  'advice',
  'number',
  'amount',
  'person',
] as const;
export type Rule = (typeof rules)[number];

/** A part of an entry, and what it is for. */
export const Allocation = z.strictObject({
  itemId: z.string(),
  /** Signed as the entry is. */
  amountMinor: AmountMinor,
  rule: z.enum(rules),
  /** What the rule went by: a reference, a number, the other side's name. */
  by: z.string(),
  /** What was open of the item. */
  openMinor: AmountMinor,
  deductions: z.array(Deduction),
});
export type Allocation = z.infer<typeof Allocation>;

/** Why no rule explains an entry; `core/wording` has a sentence for each, `cash.` before it. */
type WhyParams = {
  ambiguous: { count: number };
  sum_differs: { differenceMinor: AmountMinor; currency: string };
  nothing_open: { name: string };
  party_differs: { name: string };
  party_unknown: object;
  other_currency: { currency: string; found: string };
  document_unknown: { number: string };
  nothing_named: object;
  reversal_unknown: object;
  /** A rule explains it as things are now; nobody has asked it again, or a person took it back. */
  person_decides: object;
};
export type WhyCode = keyof WhyParams;
export type Why = { code: WhyCode; params: Record<string, string | number> };

export function because<Code extends WhyCode>(code: Code, params: WhyParams[Code]): Why {
  return { code, params: { ...params } };
}

export type Outcome =
  | { status: 'matched'; allocations: Allocation[] }
  | { status: 'unmatched'; why: Why; candidates: OpenItem[] };

/** What one rule says: nothing, the allocations, or that what is named does not fit. */
export type Said =
  | { status: 'silent' }
  | { status: 'found'; allocations: Allocation[] }
  | { status: 'contradicted'; why: Why };

export const silent: Said = { status: 'silent' };

export function contradicted<Code extends WhyCode>(code: Code, params: WhyParams[Code]): Said {
  return { status: 'contradicted', why: because(code, params) };
}

import { assert } from '../assert.ts';
import { dayNumber } from '../calendar.ts';
import type { Circumstance } from '../cover/circumstance.ts';
import { coveredInvoice, settledInvoice } from '../cover/covered.ts';
import { type JudgedLine, judgeCover } from '../cover/judge.ts';
import type { CoverDecision } from '../cover/limit.ts';
import type { LateSettlement, SelectionInput } from '../input.ts';
import type { Currency } from '../money.ts';
import type { PolicyTerms } from '../policy/terms.ts';
import type { Converter } from './convert.ts';
import { decisionsByDebtor } from './coverBook.ts';
import { at, debtorAt, invoiceAt, type Ledger } from './ledger.ts';

/** Whether the input has the terms of a policy, by which its cover is judged invoice by invoice. */
export type HasTerms = (policyId: string) => boolean;

export function hasTermsIn({ policies = [] }: Pick<SelectionInput, 'policies'>): HasTerms {
  const known = new Set(policies.map(({ policyId }) => policyId));
  return (policyId) => known.has(policyId);
}

/** Other decisions than the input's, as where a higher limit is asked about. */
export type Redecide = (decisions: readonly CoverDecision[]) => readonly CoverDecision[];

/**
 * What a policy whose terms are given says of a debtor's invoices, in a facility's currency, in the
 * order they use the limit: `line` is each one's place in the ledger.
 */
export type JudgedOf = (of: {
  policyId: string;
  debtor: number;
  redecide?: Redecide | undefined;
}) => JudgedInvoice[];

export type JudgedInvoice = { line: number; judged: JudgedLine };

/** By currency; a debtor is judged once for all facilities of a currency. */
export function judgedCoverOf(
  input: SelectionInput,
  ledger: Ledger,
): (currency: Currency, convert: Converter) => JudgedOf {
  const book = bookOf(input);
  const known = new Map<Currency, JudgedOf>();
  return function judgedIn(currency, convert) {
    const before = known.get(currency);
    if (before) return before;
    const found = judgedBy({ input, ledger, book, currency, convert });
    known.set(currency, found);
    return found;
  };
}

type Book = {
  versions: Map<string, PolicyTerms[]>;
  circumstances: Map<string, Circumstance[]>;
  settlements: Map<string, LateSettlement[]>;
  decisionsUnder: (policyId: string) => Map<string, CoverDecision[]>;
};

function bookOf({
  policies = [],
  circumstances = [],
  settlements = [],
  cover,
}: SelectionInput): Book {
  const decisions = new Map<string, Map<string, CoverDecision[]>>();
  return {
    versions: Map.groupBy(policies, ({ policyId }) => policyId),
    circumstances: Map.groupBy(circumstances, ({ debtorId }) => debtorId),
    settlements: Map.groupBy(settlements, ({ debtorId }) => debtorId),
    decisionsUnder: (policyId) => {
      const found = decisions.get(policyId) ?? decisionsByDebtor(cover, policyId);
      decisions.set(policyId, found);
      return found;
    },
  };
}

type Of = {
  input: SelectionInput;
  ledger: Ledger;
  book: Book;
  currency: Currency;
  convert: Converter;
};

function judgedBy(of: Of): JudgedOf {
  const known = new Map<string, Map<number, JudgedInvoice[]>>();
  return function judgedOf({ policyId, debtor, redecide }) {
    if (redecide) return judge(of, { policyId, debtor, redecide });
    const own = known.get(policyId) ?? new Map<number, JudgedInvoice[]>();
    known.set(policyId, own);
    const found = own.get(debtor) ?? judge(of, { policyId, debtor, redecide: undefined });
    own.set(debtor, found);
    return found;
  };
}

function judge(
  { input, ledger, book, currency, convert }: Of,
  { policyId, debtor, redecide }: Required<Parameters<JudgedOf>[0]>,
): JudgedInvoice[] {
  const { asOf } = input;
  const versions = book.versions.get(policyId);
  assert(versions, `no terms of ${policyId}`);
  const subject = debtorAt(ledger, debtor);
  const first = at(ledger.start, debtor);
  const count = at(ledger.start, debtor + 1) - first;
  const open = Array.from({ length: count }, (_, place) =>
    coveredInvoice(invoiceAt(ledger, first + place), { asOf, convert }),
  );
  const late = book.settlements.get(subject.id) ?? [];
  const settled = late.filter(({ settledOn }) => settledOn <= asOf).map(settledInvoice);
  const stated = book.decisionsUnder(policyId).get(subject.id) ?? [];
  const judgedOn = judgeCover({
    versions,
    decisions: redecide ? redecide(stated) : stated,
    circumstances: book.circumstances.get(subject.id) ?? [],
    debtor: subject,
    invoices: [...open, ...settled],
    currency,
    convert,
  });
  const { lines } = judgedOn(dayNumber(asOf));
  return lines.map((judged) => ({ line: first + judged.line.index, judged }));
}

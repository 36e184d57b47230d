import { addDays, type Day } from '../../../src/core/calendar.ts';
import type { CoverDecision } from '../../../src/core/cover/limit.ts';
import { type CoverPart, type CoverProof, proveCover } from '../../../src/core/cover/proof.ts';
import type { CoveredInvoice, CoverQuestion } from '../../../src/core/cover/question.ts';
import { policyTerms } from '../policy/policy-sample.ts';

/** Every invoice of its own id, by its number. */
export const idOf = (number: string) =>
  `00000000-0000-7000-8000-${number.replace(/\D/g, '').padStart(12, '0')}`;

type Stated = Partial<Omit<CoveredInvoice, 'history' | 'receivableId'>> & {
  number: string;
  openMinor?: number;
  disputedMinor?: number;
  /** What was open of it from later days on. */
  paid?: readonly [on: Day, openMinor: number][];
};

export function invoice(stated: Stated): CoveredInvoice {
  const { openMinor = 10_000, disputedMinor = 0, paid = [], ...own } = stated;
  const issuedOn = own.issuedOn ?? '2026-02-01';
  const facts = [[issuedOn, openMinor] as const, ...paid];
  return {
    receivableId: idOf(own.number),
    sellerId: 'S1',
    issuedOn,
    dueOn: addDays(issuedOn, 60),
    ...own,
    history: facts.map(([on, open]) => ({ on, openMinor: open, disputedMinor })),
  };
}

export function decision(change: Partial<CoverDecision> = {}): CoverDecision {
  const on = change.decidedOn ?? '2026-01-01';
  return {
    policyId: 'P1',
    debtorId: 'D1',
    coverId: 'C1',
    status: 'agreed',
    rawCode: 'DC01',
    currency: 'EUR',
    layers: [{ amountMinor: 100_000, validFrom: on }],
    effectiveOn: on,
    decidedOn: on,
    ...change,
  };
}

/** A cover of so much from a day on. */
export const limit = (amountMinor: number, on: Day = '2026-01-01', change = {}) =>
  decision({ decidedOn: on, layers: [{ amountMinor, validFrom: on }], ...change });

export function question(change: Partial<CoverQuestion> = {}): CoverQuestion {
  return {
    versions: [policyTerms()],
    decisions: [decision()],
    circumstances: [],
    debtor: { id: 'D1', country: 'DE' },
    invoices: [invoice({ number: '1' })],
    currency: 'EUR',
    convert: (amount) => amount,
    ...change,
  };
}

export const proofOf = (change: Partial<CoverQuestion>, asOf: Day = '2026-03-01'): CoverProof =>
  proveCover(question(change))(asOf);

/** By number: the outcome, the code and the amount of each part. */
export function partsOf(proof: CoverProof): Record<string, string[]> {
  const said = (part: CoverPart) => `${part.outcome} ${part.code} ${part.amountMinor}`;
  return Object.fromEntries(proof.invoices.map(({ number, parts }) => [number, parts.map(said)]));
}

import type { IndemnityQuestion } from '../../../src/core/claim/indemnity.ts';
import type { ProvenLine } from '../../../src/core/claim/indemnity-value.ts';
import { type ClaimInvoice, owedAt } from '../../../src/core/claim/owed.ts';
import type { PolicyTerms } from '../../../src/core/policy/terms.ts';

/** Whole units of the currency in cents. */
export const units = (amount: number) => Math.round(amount * 100);

const invoice = (
  number: string,
  [issuedOn, dueOn, amount]: [string, string, number],
): ClaimInvoice => ({
  receivableId: idOf(number),
  number,
  issuedOn,
  dueOn,
  faceMinor: units(amount),
  parts: [],
});

export const idOf = (number: string) => `00000000-0000-4000-8000-${number.padStart(12, '0')}`;

/** Limit 150,000 at 90 %, five invoices, the last one delivered after cover had stopped on 12 May. */
export const owed = () =>
  owedAt({
    invoices: [
      invoice('160', ['2026-05-18', '2026-07-17', 30_000]),
      invoice('101', ['2026-01-12', '2026-03-13', 80_000]),
      invoice('117', ['2026-02-09', '2026-04-10', 60_000]),
      invoice('131', ['2026-03-16', '2026-05-15', 50_000]),
      invoice('149', ['2026-04-20', '2026-06-19', 40_000]),
    ],
    credits: [{ on: '2026-03-01', amountMinor: units(10_000), receivableId: idOf('117') }],
    payments: [{ on: '2026-07-01', amountMinor: units(30_000), receivableId: idOf('149') }],
    dateOfLoss: '2026-09-09',
    excludes: ['tax'],
  });

export const proven: ProvenLine[] = [
  {
    receivableId: idOf('101'),
    insured: [{ minor: units(50_000), shareBp: 9_000 }],
    overLimitMinor: 0,
    uninsured: [],
  },
  {
    receivableId: idOf('117'),
    insured: [{ minor: units(50_000), shareBp: 9_000 }],
    overLimitMinor: 0,
    uninsured: [],
  },
  {
    receivableId: idOf('131'),
    insured: [{ minor: units(50_000), shareBp: 9_000 }],
    overLimitMinor: 0,
    uninsured: [],
  },
  { receivableId: idOf('149'), insured: [], overLimitMinor: units(40_000), uninsured: [] },
  {
    receivableId: idOf('160'),
    insured: [],
    overLimitMinor: 0,
    uninsured: [{ minor: units(30_000), because: 'cover_stopped', clause: 'cl. 17700.20' }],
  },
];

type Indemnity = PolicyTerms['indemnity'];

export const question = (indemnity: Partial<Indemnity> = {}): IndemnityQuestion => ({
  currency: 'EUR',
  owed: owed(),
  proven,
  terms: {
    indemnity: { isCappedByAdvance: false, excludes: ['tax'], ...indemnity },
    clauses: { deductible: 'A,6', shares: 'A,2' },
  },
  firstLossUsedMinor: 0,
  liabilityUsedMinor: 0,
  payees: [{ name: 'the insured' }],
});

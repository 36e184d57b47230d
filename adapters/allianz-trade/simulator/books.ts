import { z } from 'zod';
import type { SimulatorOptions } from '../../simulator.ts';

/** A company in the register, and the most that would be covered of it, in whole policy currency. */
export type Company = {
  companyId: string;
  name: string;
  country: string;
  identifiers: readonly { idTypeCode: string; idValue: string }[];
  appetite: number;
  grade: number;
};

export type AllianzOptions = SimulatorOptions & {
  policies?: readonly { policyId: string; currency: string }[];
  companies?: readonly Company[];
  /** Looks at a job until it is processed. */
  processedAfterReads?: number;
  /** Above this an underwriter decides, after so many looks at the lists. */
  referredAbove?: number;
  decidedAfterReads?: number;
  /** Between these instants it is closed for maintenance, as its calendar said. */
  maintenance?: readonly { from: string; to: string }[];
};

const Limit = z.strictObject({
  technicalDecisionStatusCode: z.string(),
  amount: z.number(),
  currencyCode: z.string(),
  startDate: z.iso.date(),
  endDate: z.iso.date().nullable(),
});

/** What happened, each a whole version; the newest holds. */
export const Entry = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('request'),
    requestId: z.string(),
    jobId: z.string(),
    policy: z.string(),
    companyId: z.string(),
    requestTypeCode: z.string(),
    requestedAmount: z.number(),
    currencyCode: z.string(),
    isRequestUrgent: z.boolean(),
    createdAt: z.string(),
    status: z.enum(['InProgress', 'Decided', 'Failed']),
    coverId: z.string().nullable(),
  }),
  z.strictObject({
    type: z.literal('cover'),
    coverId: z.string(),
    policy: z.string(),
    companyId: z.string(),
    coverStatusCode: z.string(),
    decisionDate: z.iso.date(),
    limits: z.array(Limit),
  }),
  z.strictObject({
    type: z.literal('overdue'),
    overdueId: z.string(),
    policy: z.string(),
    category: z.string(),
    debtorId: z.string(),
    overdueAmount: z.string(),
    currency: z.string(),
    dueDate: z.iso.date(),
    invoiceReference: z.string(),
    status: z.string(),
    reportedAt: z.string(),
  }),
]);
export type Entry = z.infer<typeof Entry>;
export type Of<Type extends Entry['type']> = Extract<Entry, { type: Type }>;

export const defaultCompanies: readonly Company[] = [
  company('61000101', 'Keller Maschinenbau GmbH', 'DE', 'DE811907980', 500_000, 3),
  company('61000102', 'Nordwind Handel AG', 'DE', 'DE136695976', 120_500, 5),
  company('61000103', 'Tissages du Rhône SA', 'FR', 'FR552081317', 80_000, 6),
  company('61000104', 'Officine Valtrompia S.p.A.', 'IT', 'IT00743110157', 0, 9),
  company('61000105', 'Aceros del Ebro S.L.', 'ES', 'ESB12345674', 900_000, 2),
];

function company(
  companyId: string,
  name: string,
  country: string,
  vat: string,
  appetite: number,
  grade: number,
): Company {
  const identifiers = [{ idTypeCode: 'VAT', idValue: vat }];
  return { companyId, name, country, identifiers, appetite, grade };
}

export function openBooks(options: AllianzOptions) {
  const now = options.now ?? (() => new Date());
  const entries: Entry[] = (options.store?.load() ?? []).map((entry) => Entry.parse(entry));
  const policies = options.policies ?? [{ policyId: 'EHDE:7001234', currency: 'EUR' }];
  const companies = [...(options.companies ?? defaultCompanies)];
  const all = <Type extends Entry['type']>(type: Type): Of<Type>[] =>
    entries.filter((entry): entry is Of<Type> => entry.type === type);
  const newest = <Type extends Entry['type']>(type: Type, key: (entry: Of<Type>) => string) => {
    const versions = new Map<string, Of<Type>>();
    for (const entry of all(type)) versions.set(key(entry), entry);
    return [...versions.values()];
  };
  const write = <Written extends Entry>(entry: Written): Written => {
    entries.push(entry);
    options.store?.append(entry);
    return entry;
  };
  return {
    policies,
    companies,
    write,
    now,
    today: () => now().toISOString().slice(0, 10),
    count: (type: Entry['type']) => all(type).length,
    requests: () => newest('request', ({ requestId }) => requestId),
    covers: () => newest('cover', ({ coverId }) => coverId),
    overdues: () => newest('overdue', ({ overdueId }) => overdueId),
  };
}
export type Books = ReturnType<typeof openBooks>;

/** An underwriter decides: as much as is wanted, in whole thousands, from the day of the decision. */
export function decide(books: Books, request: Of<'request'>): Of<'request'> {
  const { policy, companyId, requestTypeCode, requestedAmount, currencyCode } = request;
  const wanted = requestTypeCode === 'GradeCover' ? 10_000 : requestedAmount;
  const appetite = books.companies.find((known) => known.companyId === companyId)?.appetite ?? 0;
  const granted = Math.floor(Math.min(wanted, appetite) / 1000) * 1000;
  const before = books
    .covers()
    .find((cover) => cover.policy === policy && cover.companyId === companyId);
  const coverId = before?.coverId ?? String(80_000_001 + books.count('cover'));
  const permanent = {
    technicalDecisionStatusCode: granted < wanted ? 'PartlyAgreed' : 'Agreed',
    amount: granted,
    currencyCode,
    startDate: books.today(),
    endDate: null,
  };
  books.write({
    type: 'cover',
    coverId,
    policy,
    companyId,
    coverStatusCode: granted === 0 ? 'Refusal' : 'Agreement',
    decisionDate: books.today(),
    limits: granted === 0 ? [] : [permanent],
  });
  return books.write({ ...request, status: 'Decided', coverId });
}

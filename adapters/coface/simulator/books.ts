import { z } from 'zod';
import type { SimulatorOptions } from '../../simulator.ts';

export type Company = {
  easyNumber: string;
  name: string;
  country: string;
  identifierType: string;
  identifierValue: string;
  appetite: number;
};

export type CofaceOptions = SimulatorOptions & {
  policies?: readonly { policyId: string; currency: string }[];
  companies?: readonly Company[];
  /** Looks at a delivery until its decision is there. */
  deliveredAfterReads?: number;
  /** Calls a minute and key; without it there is no limit. */
  callsPerMinute?: number;
};

export const Entry = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('order'),
    deliveryId: z.string(),
    policy: z.string(),
    productCode: z.string(),
    easyNumber: z.string(),
    customerReference: z.string(),
    requestedAmount: z.string(),
    currencyCode: z.string(),
    effectiveDate: z.iso.date(),
    urgent: z.boolean(),
    status: z.enum(['open', 'in_preparation', 'finished', 'cancelled']),
    coverId: z.string().nullable(),
    decisionCode: z.string().nullable(),
  }),
  z.strictObject({
    type: z.literal('cover'),
    coverId: z.string(),
    policy: z.string(),
    easyNumber: z.string(),
    kind: z.string(),
    decisionCode: z.string(),
    amount: z.string(),
    currencyCode: z.string(),
    validFrom: z.iso.date(),
    validTo: z.iso.date().nullable(),
    decisionDate: z.iso.date(),
  }),
]);
export type Entry = z.infer<typeof Entry>;
export type Of<Type extends Entry['type']> = Extract<Entry, { type: Type }>;

export const defaultCompanies: readonly Company[] = [
  company('00001017', 'Keller Maschinenbau GmbH', 'DE', 'DE811907980', 500_000),
  company('00001025', 'Nordwind Handel AG', 'DE', 'DE136695976', 120_500),
  company('00001033', 'Tissages du Rhône SA', 'FR', 'FR552081317', 80_000),
  company('00001041', 'Officine Valtrompia S.p.A.', 'IT', 'IT00743110157', 0),
  company('00001059', 'Aceros del Ebro S.L.', 'ES', 'ESB12345674', 900_000),
];

function company(
  easyNumber: string,
  name: string,
  country: string,
  identifierValue: string,
  appetite: number,
): Company {
  return { easyNumber, name, country, identifierType: 'VAT', identifierValue, appetite };
}

export function openBooks(options: CofaceOptions) {
  const now = options.now ?? (() => new Date());
  const entries: Entry[] = (options.store?.load() ?? []).map((entry) => Entry.parse(entry));
  const all = <Type extends Entry['type']>(type: Type): Of<Type>[] =>
    entries.filter((entry): entry is Of<Type> => entry.type === type);
  const newest = <Type extends Entry['type']>(type: Type, key: (entry: Of<Type>) => string) => {
    const versions = new Map<string, Of<Type>>();
    for (const entry of all(type)) versions.set(key(entry), entry);
    return [...versions.values()];
  };
  return {
    policies: options.policies ?? [{ policyId: '445566', currency: 'EUR' }],
    companies: [...(options.companies ?? defaultCompanies)],
    now,
    today: () => now().toISOString().slice(0, 10),
    write<Written extends Entry>(entry: Written): Written {
      entries.push(entry);
      options.store?.append(entry);
      return entry;
    },
    count: (type: Entry['type']) => all(type).length,
    orders: () => newest('order', ({ deliveryId }) => deliveryId),
    /** Each kind of amount of a cover by itself. */
    covers: () => newest('cover', ({ coverId, kind }) => `${coverId}|${kind}`),
  };
}
export type Books = ReturnType<typeof openBooks>;

/** What would be insured of what was wanted, in whole thousands; nothing is a refusal. */
export function decide(books: Books, order: Of<'order'>): Of<'order'> {
  const { policy, easyNumber, requestedAmount, currencyCode } = order;
  const wanted = Number(requestedAmount);
  const appetite = books.companies.find((known) => known.easyNumber === easyNumber)?.appetite ?? 0;
  const granted = Math.floor(Math.min(wanted, appetite) / 1000) * 1000;
  const decisionCode = granted === 0 ? 'REFUSED' : granted < wanted ? 'PARTIAL' : 'AGREED';
  const coverId = `C${String(books.count('cover') + 1).padStart(7, '0')}`;
  books.write({
    type: 'cover',
    coverId,
    policy,
    easyNumber,
    kind: 'permanent',
    decisionCode,
    amount: String(granted),
    currencyCode,
    validFrom: order.effectiveDate,
    validTo: null,
    decisionDate: books.today(),
  });
  return books.write({ ...order, status: 'finished', coverId, decisionCode });
}

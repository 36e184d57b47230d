import { z } from 'zod';
import type { SimulatorOptions } from '../../simulator.ts';

/** A debtor under the contract, and the most that would be insured of it, in whole currency. */
export type Endorsement = {
  endorsementNo: string;
  name: string;
  country: string;
  taxId: string;
  appetite: number;
};

export type CesceOptions = SimulatorOptions & {
  contracts?: Readonly<Record<string, { currency: string }>>;
  endorsements?: readonly Endorsement[];
  /** A debtor nobody listed is endorsed when a limit is asked for it, with this appetite. */
  appetiteOfNewcomers?: number;
  /** Above this a person looks first, and decides after so many looks at the list. */
  referredAbove?: number;
  decidedAfterReads?: number;
  /** Of a settlement, in hundredths of a per cent; the rest is the insured's. */
  shareBp?: number;
  /** Looks at a claim until it is studied, and until it is settled. */
  settledAfterReads?: number;
};

const amount = z.string().regex(/^-?\d+(\.\d+)?$/);
const ofContract = { contract: z.string() };

/** What happened, in order; the books are what follows from it. */
export const Entry = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('classification'),
    ...ofContract,
    classificationNo: z.string(),
    endorsementNo: z.string(),
    customerReference: z.string(),
    requestReference: z.string(),
    requestedAmount: amount,
    currency: z.string(),
    effectDate: z.iso.date(),
    urgent: z.boolean(),
    statusCode: z.string(),
  }),
  z.strictObject({
    type: z.literal('movement'),
    ...ofContract,
    movementNo: z.int(),
    endorsementNo: z.string(),
    debtorName: z.string(),
    classificationNo: z.string(),
    movementCode: z.string(),
    currency: z.string(),
    amount,
    effectDate: z.iso.date(),
    expiryDate: z.iso.date().nullable(),
    movementDate: z.iso.date(),
  }),
  z.strictObject({
    type: z.literal('sale'),
    ...ofContract,
    saleCesceReferenceNo: z.string(),
    endorsementNo: z.string(),
    saleReference: z.string(),
    saleType: z.string(),
    invoiceNo: z.string(),
    amount,
    currency: z.string(),
  }),
  z.strictObject({
    type: z.literal('collection'),
    ...ofContract,
    collectionNo: z.string(),
    collectionReference: z.string(),
    sale: z.string(),
    amount,
  }),
  z.strictObject({
    type: z.literal('non_payment'),
    ...ofContract,
    dossierNo: z.string(),
    internalNo: z.string(),
    endorsementNo: z.string(),
    notificationReference: z.string(),
    currency: z.string(),
    totalDebt: amount,
    statusCode: z.string(),
  }),
  z.strictObject({
    type: z.literal('dossier'),
    ...ofContract,
    dossierNo: z.string(),
    endorsementNo: z.string(),
    statusCode: z.string(),
  }),
  z.strictObject({
    type: z.literal('document'),
    ...ofContract,
    documentNo: z.string(),
    dossierNo: z.string(),
    documentReference: z.string(),
    documentType: z.string(),
    fileName: z.string(),
    sha256: z.string(),
  }),
  z.strictObject({
    type: z.literal('claim'),
    ...ofContract,
    dossierNo: z.string(),
    endorsementNo: z.string(),
    currency: z.string(),
    claimedAmount: amount,
    payee: z.string(),
  }),
  z.strictObject({
    type: z.literal('step'),
    ...ofContract,
    dossierNo: z.string(),
    stepNo: z.string(),
    date: z.iso.date(),
    code: z.string(),
    description: z.string(),
    documentType: z.string().nullable(),
    dueDate: z.iso.date().nullable(),
  }),
  z.strictObject({
    type: z.literal('settlement'),
    ...ofContract,
    settlementNo: z.string(),
    dossierNo: z.string(),
    date: z.iso.date(),
    currency: z.string(),
    amount,
    payee: z.string(),
    deductions: z.array(z.strictObject({ code: z.string(), amount })),
  }),
  z.strictObject({
    type: z.literal('recovery'),
    ...ofContract,
    recoveryNo: z.string(),
    dossierNo: z.string(),
    date: z.iso.date(),
    currency: z.string(),
    amount,
    cesceAmount: amount.nullable(),
    expenses: amount.nullable(),
  }),
]);
export type Entry = z.infer<typeof Entry>;
export type Of<Type extends Entry['type']> = Extract<Entry, { type: Type }>;

export const defaultEndorsements: readonly Endorsement[] = [
  endorsed('1', 'Keller Maschinenbau GmbH', 'DE', 'DE811907980', 500_000),
  endorsed('2', 'Nordwind Handel AG', 'DE', 'DE136695976', 120_500),
  endorsed('3', 'Tissages du Rhône SA', 'FR', 'FR552081317', 80_000),
  endorsed('4', 'Officine Valtrompia S.p.A.', 'IT', 'IT00743110157', 0),
  endorsed('5', 'Aceros del Ebro S.L.', 'ES', 'ESB12345674', 900_000),
];

function endorsed(
  number: string,
  name: string,
  country: string,
  taxId: string,
  appetite: number,
): Endorsement {
  return { endorsementNo: number.padStart(6, '0'), name, country, taxId, appetite };
}

export function openBooks(options: CesceOptions) {
  const now = options.now ?? (() => new Date());
  const entries: Entry[] = (options.store?.load() ?? []).map((entry) => Entry.parse(entry));
  const contracts = options.contracts ?? { '4520118': { currency: 'EUR' } };
  const endorsements = [...(options.endorsements ?? defaultEndorsements)];
  const write = <Written extends Entry>(entry: Written): Written => {
    entries.push(entry);
    options.store?.append(entry);
    return entry;
  };
  const all = <Type extends Entry['type']>(type: Type, contract?: string): Of<Type>[] =>
    entries.filter(
      (entry): entry is Of<Type> =>
        entry.type === type && (contract === undefined || entry.contract === contract),
    );
  return {
    contracts,
    endorsements,
    write,
    all,
    today: () => now().toISOString().slice(0, 10),
    /** The next number of a kind: never given twice, since entries are only appended. */
    next: (type: Entry['type'], width = 6) => String(all(type).length + 1).padStart(width, '0'),
    /** The newest version of each, by its number. */
    current<Type extends Entry['type']>(
      type: Type,
      contract: string,
      key: (entry: Of<Type>) => string,
    ): Of<Type>[] {
      const newest = new Map<string, Of<Type>>();
      for (const entry of all(type, contract)) newest.set(key(entry), entry);
      return [...newest.values()];
    },
    endorsement(endorsementNo: string): Endorsement | undefined {
      const known = endorsements.find((entry) => entry.endorsementNo === endorsementNo);
      if (known || options.appetiteOfNewcomers === undefined) return known;
      const appetite = options.appetiteOfNewcomers;
      const name = `Deudor ${endorsementNo}`;
      const newcomer = { endorsementNo, name, country: 'ES', taxId: endorsementNo, appetite };
      endorsements.push(newcomer);
      return newcomer;
    },
  };
}
export type Books = ReturnType<typeof openBooks>;

import { z } from 'zod';
import type { SimulatorOptions } from '../../simulator.ts';

/** A company in the insurer's register, and the most it would cover there, in policy currency. */
export type RegisteredBuyer = {
  buyerId: number;
  name: string;
  country: string;
  identifiers: readonly { uid: string; uidType: string }[];
  appetite: number;
};

export type AtradiusOptions = SimulatorOptions & {
  customerId?: number;
  policies?: Readonly<Record<string, { currency: string }>>;
  buyers?: readonly RegisteredBuyer[];
  /** A company nobody listed is registered when it is looked up, with this appetite. */
  appetiteOfNewcomers?: number;
  /** Above this an underwriter looks first: the answer is 202 and comes after some looks at the lists. */
  referredAbove?: number;
  decidedAfterReads?: number;
  /** Its mailbox's folders on disk; a fresh temporary directory when absent. */
  mailboxRoot?: string;
  collectEveryMs?: number;
};

export const Cover = z.strictObject({
  coverId: z.int(),
  customerRefNumber: z.string(),
  policyId: z.string(),
  buyerId: z.int(),
  coverType: z.enum(['credit-limit', 'credit-check']),
  requestCurrency: z.string(),
  requested: z.number(),
  effectFromDate: z.string(),
  appliedAt: z.iso.datetime(),
  decision: z
    .strictObject({
      code: z.string(),
      amount: z.number(),
      temporary: z.strictObject({ amount: z.number(), until: z.string() }).optional(),
      conditions: z.array(z.string()),
      decidedAt: z.iso.datetime(),
      withdrawalDate: z.string().optional(),
      historicCode: z.string().optional(),
      pending: z.string().optional(),
    })
    .optional(),
});
export type Cover = z.infer<typeof Cover>;
export type Decision = NonNullable<Cover['decision']>;

export const defaultBuyers: readonly RegisteredBuyer[] = [
  buyer(1_000_101, 'Keller Maschinenbau GmbH', 'DEU', 'VAT', 'DE811907980', 500_000),
  buyer(1_000_102, 'Nordwind Handel AG', 'DEU', 'VAT', 'DE136695976', 120_500),
  buyer(1_000_103, 'Tissages du Rhône SA', 'FRA', 'SN', '552081317', 80_000),
  buyer(1_000_104, 'Officine Valtrompia S.p.A.', 'ITA', 'VAT', 'IT00743110157', 0),
  buyer(1_000_105, 'Aceros del Ebro S.L.', 'ESP', 'VAT', 'ESB12345674', 900_000),
  buyer(1_000_106, 'Ningbo Haitian Trading Co., Ltd.', 'CHN', 'NRN', '91330200MA2GTEST0X', 300_000),
];

/** Covers asked for and decided; every version appended, the last one holds. */
export function openBooks(options: AtradiusOptions) {
  const now = options.now ?? (() => new Date());
  const policies = options.policies ?? { '4711001': { currency: 'EUR' } };
  const buyers = [...(options.buyers ?? defaultBuyers)];
  const covers = new Map<number, Cover>();
  const looks = new Map<number, number>();
  const write = (cover: Cover): Cover => {
    covers.set(cover.coverId, cover);
    options.store?.append(cover);
    return cover;
  };
  for (const entry of options.store?.load() ?? []) {
    const cover = Cover.parse(entry);
    covers.set(cover.coverId, cover);
  }
  const underwrite = (cover: Cover): Cover => {
    const appetite = buyers.find(({ buyerId }) => buyerId === cover.buyerId)?.appetite ?? 0;
    const asked = inPolicyCurrency(cover);
    return write({ ...cover, decision: decide({ asked, appetite, at: now() }) });
  };
  const inPolicyCurrency = (cover: Cover) => {
    const currency = policies[cover.policyId]?.currency ?? 'EUR';
    return thousands(convert(cover.requested, cover.requestCurrency, currency));
  };
  return {
    policies,
    buyers,
    inPolicyCurrency,
    all: (): readonly Cover[] => [...covers.values()],
    byId: (coverId: number) => covers.get(coverId),
    /** A cover or an application in force for this buyer: the next one must be a change of it. */
    blocking: (policyId: string, buyerId: number) =>
      [...covers.values()].find(
        (cover) => cover.policyId === policyId && cover.buyerId === buyerId && isLive(cover),
      ),
    apply(asked: Omit<Cover, 'coverId' | 'appliedAt' | 'decision'>): Cover {
      const coverId = 20_000_001 + covers.size;
      const cover = write({ ...asked, coverId, appliedAt: now().toISOString() });
      const referred = inPolicyCurrency(cover) > (options.referredAbove ?? 250_000);
      return referred ? cover : underwrite(cover);
    },
    change(cover: Cover, decision: Partial<Decision>): Cover {
      const before = cover.decision ?? decide({ asked: 0, appetite: 0, at: now() });
      const decidedAt = now().toISOString();
      return write({ ...cover, decision: { ...before, decidedAt, ...decision } });
    },
    underwrite,
    /** Each look at the lists brings the underwriter closer to a decision. */
    look(): void {
      for (const cover of covers.values()) {
        if (cover.decision) continue;
        const count = (looks.get(cover.coverId) ?? 0) + 1;
        looks.set(cover.coverId, count);
        if (count > (options.decidedAfterReads ?? 2)) underwrite(cover);
      }
    },
  };
}
export type Books = ReturnType<typeof openBooks>;

/** What the control door may do to a cover. */
export const LimitChange = z.strictObject({
  coverId: z.coerce.number().int(),
  action: z.enum(['decide', 'reduce', 'withdraw', 'notice_withdrawal', 'set']),
  amount: z.number().min(0).multipleOf(1000).optional(),
  on: z.iso.date().optional(),
  code: z.string().optional(),
  historicCode: z.string().optional(),
  conditions: z.array(z.string()).optional(),
  temporary: z.strictObject({ amount: z.number(), until: z.iso.date() }).optional(),
  pending: z.string().optional(),
});
export type LimitChange = z.infer<typeof LimitChange>;

export function changed(books: Books, cover: Cover, change: LimitChange): Cover {
  const { amount, on, code, historicCode, conditions, temporary, pending } = change;
  switch (change.action) {
    case 'decide':
      return books.underwrite(cover);
    case 'reduce':
      return books.change(cover, { code: 'DC09', amount: amount ?? 0 });
    case 'withdraw':
      return books.change(cover, { code: 'DC08', amount: 0, ...(on && { withdrawalDate: on }) });
    case 'notice_withdrawal':
      return books.change(cover, { code: 'DC21', ...(on && { withdrawalDate: on }) });
    case 'set':
      return books.change(cover, {
        ...(code !== undefined && { code }),
        ...(amount !== undefined && { amount }),
        ...(historicCode !== undefined && { historicCode }),
        ...(conditions && { conditions }),
        ...(temporary && { temporary }),
        ...(pending !== undefined && { pending }),
      });
    default:
      return change.action satisfies never;
  }
}

type Judged = { asked: number; appetite: number; at: Date };

function decide({ asked, appetite, at }: Judged): Decision {
  const amount = thousands(Math.min(asked, appetite));
  const code = amount === 0 ? 'DC03' : amount < asked ? 'DC04' : 'DC01';
  return { code, amount, conditions: [], decidedAt: at.toISOString() };
}

function isLive(cover: Cover): boolean {
  const { decision } = cover;
  if (!decision) return true;
  return decision.historicCode === undefined && !['DC03', 'DC08'].includes(decision.code);
}

/** Its own house rates to the euro, in thousandths. */
const rates: Readonly<Record<string, number>> = {
  EUR: 1000,
  USD: 920,
  GBP: 1170,
  CNY: 128,
  CHF: 1040,
};

export function convert(amount: number, from: string, to: string): number {
  return (amount * (rates[from] ?? 1000)) / (rates[to] ?? 1000);
}

function thousands(amount: number): number {
  return Math.floor(amount / 1000) * 1000;
}

function buyer(
  buyerId: number,
  name: string,
  country: string,
  uidType: string,
  uid: string,
  appetite: number,
): RegisteredBuyer {
  return { buyerId, name, country, identifiers: [{ uid, uidType }], appetite };
}

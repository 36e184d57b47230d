import { z } from 'zod';
import { QualityMonth } from '../../core/ageing/dilution.ts';
import { PaymentBehaviour } from '../../core/ageing/payment.ts';
import { RateRefusal, StatedRates } from '../../core/ageing/rates.ts';
import { SalesOutstanding } from '../../core/ageing/sales.ts';
import { Day, Instant } from '../../core/calendar.ts';
import { Currency } from '../../core/money.ts';
import { wordNotEnough, wordOutstanding } from '../../core/wording/aged.ts';
import { readOutstanding, readQuality } from '../../store/ageing/figures.ts';
import { readBehaviours } from '../../store/ageing/payment.ts';
import { businessDay, databaseNow } from '../../store/business-clock.ts';
import { readDebtors } from '../../store/debtor.ts';
import { readTenant } from '../../store/tenant.ts';
import { notFound } from '../problem.ts';
import { read } from './read.ts';
import type { ApiRoute, Call } from './route.ts';
import { AsOfQuery } from './shapes.ts';

const Figures = AsOfQuery.extend({
  debtorId: z.string().min(1).max(200).optional().describe('Of this debtor alone.'),
});

const WordedOutstanding = SalesOutstanding.extend({
  sentences: z.object({
    simple: z.string(),
    best: z.string().optional(),
    countBack: z.string(),
    caution: z.string().optional(),
  }),
});

const Outstanding = z
  .object({
    asOf: Day,
    knownAt: Instant,
    knownSince: Day.optional().describe('The day of the first ledger; absent: not known.'),
    currencies: z.array(WordedOutstanding.extend({ currency: Currency })),
    portfolio: convertedOf(WordedOutstanding),
  })
  .meta({ id: 'SalesOutstanding' });

const Months = z.object({ months: z.array(QualityMonth) });

const Quality = z
  .object({
    asOf: Day,
    knownAt: Instant,
    currencies: z.array(Months.extend({ currency: Currency })),
    portfolio: convertedOf(Months),
  })
  .meta({ id: 'LedgerQuality' });

const Sentence = z.string().optional().describe('Why there is no figure, in your language.');

const Behaviour = z
  .object({
    debtorId: z.string(),
    asOf: Day,
    knownAt: Instant,
    currencies: z.array(
      PaymentBehaviour.extend({ recentSentence: Sentence, yearSentence: Sentence }),
    ),
  })
  .meta({ id: 'PaymentBehaviour' });

const permission = 'ledger.read';

export const paymentRoutes: ApiRoute[] = [
  read({
    path: '/ageing/sales-outstanding',
    operationId: 'readSalesOutstanding',
    summary: 'Days sales outstanding, simple, best possible and counted back, with their numbers.',
    tag: 'ageing',
    permission,
    query: Figures.extend({
      days: z.coerce.number().int().min(1).max(366).default(90).describe('The period’s length.'),
    }),
    answers: { status: 200, schema: Outstanding },
    handle: async (call, { query }) => {
      const when = await whenOf(call, query);
      const { debtorId, days: periodDays } = query;
      const found = await readOutstanding(call.tx, { ...when, debtorId, periodDays });
      const { knownSince, portfolio } = found;
      const worded = <Found extends SalesOutstanding>(own: Found, currency: string) => ({
        ...own,
        sentences: wordOutstanding(call.locale, own, { currency, knownSince }),
      });
      return {
        body: {
          asOf: when.asOf,
          knownAt: when.knownAt,
          knownSince,
          currencies: found.currencies.map((own) => worded(own, own.currency)),
          portfolio:
            portfolio.status === 'converted' ? worded(portfolio, portfolio.currency) : portfolio,
        },
      };
    },
  }),
  read({
    path: '/ageing/months',
    operationId: 'readLedgerQuality',
    summary: 'By month: credit notes against sales, and what was in dispute at its end.',
    tag: 'ageing',
    permission,
    query: Figures.extend({
      months: z.coerce.number().int().min(1).max(24).default(12),
      lagMonths: z.coerce
        .number()
        .int()
        .min(0)
        .max(3)
        .default(0)
        .describe('Credit notes are held against the sales of so many months before.'),
    }),
    answers: { status: 200, schema: Quality },
    handle: async (call, { query }) => {
      const when = await whenOf(call, query);
      const { debtorId, months, lagMonths } = query;
      const found = await readQuality(call.tx, { ...when, debtorId, months, lagMonths });
      return { body: { asOf: when.asOf, knownAt: when.knownAt, ...found } };
    },
  }),
  read({
    path: '/debtors/{debtorId}/payment-behaviour',
    operationId: 'readPaymentBehaviour',
    summary: 'How late a debtor pays, weighted by amount, and whether it is getting later.',
    tag: 'ageing',
    permission,
    params: z.object({ debtorId: z.string().min(1).max(200) }),
    query: AsOfQuery.extend({
      minCount: z.coerce
        .number()
        .int()
        .min(1)
        .max(1000)
        .default(5)
        .describe('With fewer paid receivables than this nothing is said.'),
    }),
    answers: { status: 200, schema: Behaviour },
    handle: async (call, { params: { debtorId }, query }) => {
      const { asOf, knownAt } = await whenOf(call, query);
      const [debtor] = await readDebtors(call.tx, { asOf, knownAt, ids: [debtorId] });
      if (!debtor) throw notFound();
      const needed = query.minCount;
      const found = await readBehaviours(call.tx, { asOf, knownAt, debtorIds: [debtorId], needed });
      const currencies = (found.get(debtorId) ?? []).map((own) => ({
        ...own,
        recentSentence: wordNotEnough(call.locale, own.recent),
        yearSentence: wordNotEnough(call.locale, own.year),
      }));
      return { body: { debtorId, asOf, knownAt, currencies } };
    },
  }),
];

async function whenOf({ tx }: Call, query: z.infer<typeof AsOfQuery>) {
  const tenant = await readTenant(tx);
  return {
    asOf: query.asOf ?? (await businessDay(tx)),
    knownAt: query.knownAt ?? (await databaseNow(tx)),
    functional: tenant?.functionalCurrency ?? 'EUR',
  };
}

function convertedOf<Found extends z.ZodObject>(found: Found) {
  return z.discriminatedUnion('status', [
    found.extend(StatedRates.shape).extend({ status: z.literal('converted') }),
    z.object({
      status: z.literal('refused'),
      currency: Currency,
      refusals: z.array(RateRefusal).min(1),
    }),
  ]);
}

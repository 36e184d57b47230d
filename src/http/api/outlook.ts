import { z } from 'zod';
import { addDays, Day } from '../../core/calendar.ts';
import { Id } from '../../core/ids.ts';
import { AmountMinor, Currency } from '../../core/money.ts';
import { cashKinds } from '../../core/outlook/cash.ts';
import { severities, warningCodes } from '../../core/outlook/warnings.ts';
import { wordCashBasis, wordWarning } from '../../core/wording/outlook.ts';
import { businessDay, databaseNow } from '../../store/business-clock.ts';
import {
  type CashOutlook,
  cashOutlook,
  readOutlookBooks,
  usualWatch,
  warningsFrom,
} from '../../store/outlook.ts';
import { debtorOutlook } from '../available.ts';
import { Problem } from '../problem.ts';
import { refusedProblem } from '../refusal.ts';
import { cursorAt, Page, readCursor } from './cursor.ts';
import { read } from './read.ts';
import type { ApiRoute, Call } from './route.ts';
import { listOf } from './shapes.ts';

const Params = z.record(z.string(), z.union([z.string(), z.number()]));
const days = z.coerce.number().int().min(0).max(366);

const Warning = z
  .object({
    code: z.enum(warningCodes),
    severity: z.enum(severities),
    facilityId: z.string(),
    currency: Currency,
    amountMinor: AmountMinor,
    params: Params,
    receivableIds: z.array(Id),
    sentence: z.string().describe('In the caller’s language.'),
  })
  .meta({ id: 'Warning' });

const Cash = z
  .object({
    today: Day,
    through: Day,
    functionalCurrency: Currency,
    rows: z.array(
      z.object({
        day: Day,
        currency: Currency,
        cells: z.array(
          z.object({ kind: z.enum(cashKinds), amountMinor: AmountMinor, count: z.int() }),
        ),
        amountMinor: AmountMinor.describe('Σ cells; what comes in is positive.'),
        runningMinor: AmountMinor.describe('Of the currency, up to and with this day.'),
        functionalMinor: AmountMinor.optional().describe('Absent: there is no rate.'),
      }),
    ),
    totals: z.array(
      z.object({
        currency: Currency,
        amountMinor: AmountMinor,
        functionalMinor: AmountMinor.optional(),
      }),
    ),
    functionalMinor: AmountMinor.optional().describe('Absent: a rate is missing.'),
  })
  .meta({ id: 'CashOutlook' });

const Item = z
  .object({
    day: Day,
    kind: z.enum(cashKinds),
    facilityId: z.string(),
    currency: Currency,
    amountMinor: AmountMinor,
    basis: z.string(),
    params: Params,
    sentence: z.string().describe('Why, in the caller’s language.'),
    receivableId: Id.optional(),
    requestId: Id.optional(),
    name: z.string(),
  })
  .meta({ id: 'ExpectedCash' });

const Both = z.object({
  before: AmountMinor.describe('As the books are.'),
  after: AmountMinor.describe('With it.'),
});

const Effect = z
  .object({
    facilityId: z.string(),
    name: z.string(),
    currency: Currency,
    owedMinor: AmountMinor,
    fundsMinor: AmountMinor,
    limitCut: z
      .object({
        aboveMinor: AmountMinor.describe('What is owed above the limit.'),
        affectedMinor: AmountMinor.describe('The advance that stands on that, rounded up.'),
      })
      .optional(),
    payment: z
      .object({
        paidMinor: AmountMinor.describe('What of the payment is for what is held here.'),
        settled: z.array(Id),
        freedMinor: AmountMinor.describe('By how much less is drawn.'),
        releasedMinor: AmountMinor.describe('The reserve that comes back.'),
        left: z
          .array(z.object({ receivableId: Id, openMinor: AmountMinor, advancedMinor: AmountMinor }))
          .describe('Of each that is paid what is still open, in its own currency, and drawn.'),
      })
      .optional(),
    availableWithLimit: Both.optional().describe('What may be drawn with the limit.'),
    availablePaid: Both.optional().describe('What may be drawn after the payment.'),
  })
  .meta({ id: 'DebtorOutlook' });

const tag = 'outlook';
const CashQuery = z.object({ days: days.default(30) });

/** What comes: warnings, cash by day, and what a debtor's limit or payment would do. */
export const outlookRoutes: ApiRoute[] = [
  read({
    path: '/outlook/warnings',
    operationId: 'listWarnings',
    summary: 'What should be known before it costs something, the gravest first.',
    tag,
    permission: 'request.read',
    query: z.object({
      agedDays: days.default(usualWatch.agedDays),
      recourseDays: days.default(usualWatch.recourseDays),
      driftBp: z.coerce.number().int().min(1).max(10_000).default(usualWatch.driftBp),
    }),
    answers: { status: 200, schema: listOf(Warning) },
    handle: async (call, { query }) => {
      const available = await availability(call);
      const found = warningsFrom(await booksOf(call), query, available);
      const items = found.map((one) => ({ ...one, sentence: wordWarning(call.locale, one) }));
      return { body: { items, next: null } };
    },
  }),
  read({
    path: '/outlook/cash',
    operationId: 'readCashOutlook',
    summary: 'Cash expected by day and currency; sums are exact.',
    tag,
    permission: 'request.read',
    query: CashQuery,
    answers: { status: 200, schema: Cash },
    handle: async (call, { query }) => {
      const { timeline, expected: _, ...of } = await cashOf(call, query.days);
      return { body: { ...of, ...timeline } };
    },
  }),
  read({
    path: '/outlook/cash/items',
    operationId: 'listExpectedCash',
    summary: 'What is in the cells: every amount with its receivable or request, and why.',
    tag,
    permission: 'request.read',
    query: CashQuery.extend({
      ...Page.shape,
      day: Day.optional(),
      currency: Currency.optional(),
      kind: z.enum(cashKinds).optional(),
    }),
    answers: { status: 200, schema: listOf(Item) },
    handle: async (call, { query }) => {
      const { day, currency, kind, limit } = query;
      const { expected } = await cashOf(call, query.days);
      const wanted = expected.filter(
        (one) =>
          (day === undefined || one.day === day) &&
          (currency === undefined || one.currency === currency) &&
          (kind === undefined || one.kind === kind),
      );
      const list = `expected ${query.days} ${day} ${currency} ${kind}`;
      const [place] = readCursor(call, list, query.cursor) ?? [];
      const from = typeof place === 'number' ? place : 0;
      const items = wanted
        .slice(from, from + limit)
        .map((one) => ({ ...one, sentence: wordCashBasis(call.locale, one) }));
      const isMore = from + limit < wanted.length;
      return { body: { items, next: isMore ? cursorAt(call, list, [from + limit]) : null } };
    },
  }),
  read({
    path: '/outlook/debtors/{debtorId}',
    operationId: 'readDebtorOutlook',
    summary: 'What a lower limit on a debtor, or a payment by it, would do to what is held.',
    tag,
    permission: 'request.read',
    params: z.object({ debtorId: z.string().min(1) }),
    query: z.object({
      currency: Currency.optional().describe('Of the facilities looked at; absent: all.'),
      limitMinor: z.coerce.number().int().min(0).optional(),
      paidMinor: z.coerce.number().int().min(1).optional(),
    }),
    answers: { status: 200, schema: listOf(Effect) },
    handle: async (call, { params: { debtorId }, query }) => {
      const asked = { debtorId, ...query };
      const items = await debtorOutlook(call.tx, call.deps, { books: await booksOf(call), asked });
      return { body: { items, next: null } };
    },
  }),
];

async function booksOf({ tx }: Call) {
  return readOutlookBooks(tx, { asOf: await businessDay(tx), knownAt: await databaseNow(tx) });
}

async function cashOf(call: Call, ahead: number): Promise<CashOutlook> {
  const books = await booksOf(call);
  if (books.pools.length === 0) {
    throw refusedProblem({ code: 'no_facility', params: {} }, call.locale);
  }
  return cashOutlook(books, addDays(books.today, ahead));
}

async function availability({ deps, tx, locale }: Call): Promise<Map<string, number>> {
  if (!deps.certify) throw new Problem('not_available_here');
  const certified = await deps.certify(tx, {});
  if (certified.status === 'refused') throw refusedProblem(certified, locale);
  return new Map(
    certified.certificates.map(({ terms, availableMinor }) => [terms.facilityId, availableMinor]),
  );
}

import { z } from 'zod';
import { AgedRow } from '../../core/ageing/ageing.ts';
import {
  AgeingBasis,
  AgeingColumn,
  type AgeingTerms,
  CreditsPlace,
  columnsOf,
  defaultLimits,
  heldIn,
} from '../../core/ageing/column.ts';
import { AgedPortfolio } from '../../core/ageing/portfolio.ts';
import { Day, Instant } from '../../core/calendar.ts';
import { Currency } from '../../core/money.ts';
import { Receivable } from '../../core/receivable.ts';
import { wordColumn } from '../../core/wording/aged.ts';
import { wordRefusal } from '../../core/wording/word.ts';
import {
  type AgeingQuestion,
  listAgedDebtors,
  listAgedItems,
  readAgeing,
} from '../../store/ageing.ts';
import { businessDay, databaseNow } from '../../store/business-clock.ts';
import { readTenant } from '../../store/tenant.ts';
import { agedFile, limitsOf } from '../ageing.ts';
import { Problem } from '../problem.ts';
import { cursorAt, Page, readCursor } from './cursor.ts';
import { read } from './read.ts';
import type { ApiRoute, Call } from './route.ts';
import { AsOfQuery, listOf } from './shapes.ts';

const DebtorId = z.string().min(1).max(200);

const AgeingQuery = AsOfQuery.extend({
  basis: AgeingBasis.default('due_date').describe('The day ages are counted from.'),
  slabs: z
    .string()
    .max(80)
    .default(defaultLimits.join(','))
    .describe('Day limits, rising, set apart by commas: 1 to 12 of 0 to 3650.'),
  credits: CreditsPlace.default('apart').describe(
    'Credits in columns of their own, or among the invoices by their issue day.',
  ),
  debtorId: DebtorId.optional().describe('Of this debtor alone.'),
});

const Column = AgeingColumn.extend({ name: z.string().describe('In your language.') });

const Ageing = z
  .object({
    asOf: Day,
    knownAt: Instant,
    basis: AgeingBasis,
    credits: CreditsPlace,
    columns: z.array(Column),
    currencies: z.array(AgedRow).describe('Each in its own money; they add up to the ledger.'),
    portfolio: AgedPortfolio.describe('All in the currency of the books.'),
    sentences: z.array(z.string()).describe('What is missing for the portfolio, and what to do.'),
  })
  .meta({ id: 'Ageing' });

const AgedDebtor = AgedRow.extend({ debtorId: z.string(), debtorName: z.string() }).meta({
  id: 'AgedDebtor',
});

const AgedItem = z
  .object({ receivable: Receivable, debtorName: z.string() })
  .meta({ id: 'AgedReceivable' });

const tag = 'ageing';
const permission = 'ledger.read';

export const ageingRoutes: ApiRoute[] = [
  read({
    path: '/ageing',
    operationId: 'readAgeing',
    summary: 'What is open by age, for each currency and for all in the currency of the books.',
    tag,
    permission,
    query: AgeingQuery,
    answers: { status: 200, schema: Ageing },
    handle: async (call, { query }) => {
      const question = await questionOf(call, query);
      const functional = (await readTenant(call.tx))?.functionalCurrency ?? 'EUR';
      const { rows, portfolio } = await readAgeing(call.tx, { ...question, functional });
      const { asOf, knownAt, basis, credits } = question;
      const columns = columnsOf(question).map((column) => ({
        ...column,
        name: wordColumn(call.locale, column, basis),
      }));
      const refusals = portfolio.status === 'refused' ? portfolio.refusals : [];
      const sentences = refusals.map((one) => wordRefusal(call.locale, one.code, one.params));
      const terms = { asOf, knownAt, basis, credits, columns };
      return { body: { ...terms, currencies: rows, portfolio, sentences } };
    },
  }),
  read({
    path: '/ageing/debtors',
    operationId: 'listAgedDebtors',
    summary: 'What each debtor owes by age, by currency, in each those that owe most first.',
    tag,
    permission,
    query: Page.extend(AgeingQuery.shape).extend({ currency: Currency.optional() }),
    answers: { status: 200, schema: listOf(AgedDebtor) },
    handle: async (call, { query }) => {
      const question = await questionOf(call, query);
      const [currency, openMinor, debtorId] = readCursor(call, 'aged', query.cursor) ?? [];
      const { items, next } = await listAgedDebtors(call.tx, {
        ...question,
        currency: query.currency,
        limit: query.limit,
        ...(debtorId !== undefined && {
          after: [String(currency), Number(openMinor), String(debtorId)] as const,
        }),
      });
      return { body: { items, next: next ? cursorAt(call, 'aged', next) : null } };
    },
  }),
  read({
    path: '/ageing/receivables',
    operationId: 'listAgedReceivables',
    summary: 'The open items in one column of an ageing, those that age longest first.',
    tag,
    permission,
    query: Page.extend(AgeingQuery.shape).extend({
      column: z.string().max(20).describe('The id of a column.').default('0'),
      currency: Currency.optional(),
    }),
    answers: { status: 200, schema: listOf(AgedItem) },
    handle: async (call, { query }) => {
      const question = await questionOf(call, query);
      const column = columnsOf(question).find(({ id }) => id === query.column);
      if (!column) throw invalid('column', query.column);
      const [day, id] = readCursor(call, 'aged-items', query.cursor) ?? [];
      const { items, next } = await listAgedItems(call.tx, {
        ...question,
        held: heldIn(column, question),
        currency: query.currency,
        limit: query.limit,
        ...(id !== undefined && { after: [String(day), String(id)] as const }),
      });
      return { body: { items, next: next ? cursorAt(call, 'aged-items', next) : null } };
    },
  }),
  read({
    path: '/ageing/file',
    operationId: 'downloadAgeing',
    summary: 'What each debtor owes by age as a CSV file, amounts as plain decimals.',
    tag,
    permission,
    query: AgeingQuery,
    answers: { status: 200, contentType: 'text/csv; charset=utf-8' },
    handle: async (call, { query }) => {
      const question = await questionOf(call, query);
      return agedFile(call.tx, call.locale, question);
    },
  }),
];

async function questionOf(
  { tx }: Call,
  query: z.infer<typeof AgeingQuery>,
): Promise<AgeingQuestion> {
  const limits = limitsOf(query.slabs);
  if (!limits) throw invalid('slabs', query.slabs);
  const terms: AgeingTerms = {
    asOf: query.asOf ?? (await businessDay(tx)),
    basis: query.basis,
    limits,
    credits: query.credits,
  };
  const knownAt = query.knownAt ?? (await databaseNow(tx));
  return { ...terms, knownAt, debtorId: query.debtorId };
}

function invalid(name: string, detail: string): Problem {
  const errors = [{ pointer: `#/${name}`, code: 'invalid_format', detail }];
  return new Problem('invalid_request', { errors });
}

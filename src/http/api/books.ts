import { z } from 'zod';
import { Day } from '../../core/calendar.ts';
import { Id } from '../../core/ids.ts';
import { LedgerAccounts, ledgerFormats } from '../../core/journal/ledger-file.ts';
import { Month, monthOf } from '../../core/journal/month.ts';
import { exportBooks, filedRun, listExports, readExport } from '../../store/books/export.ts';
import { sentPieces } from '../../store/books/export-file.ts';
import { closeMonth, listClosedMonths } from '../../store/books/period.ts';
import { readRollForward, readStatement, readTrialBalance } from '../../store/books/read.ts';
import { revalueMonth } from '../../store/books/revalue.ts';
import { businessDay, databaseNow } from '../../store/business-clock.ts';
import { notFound } from '../problem.ts';
import { refusedProblem } from '../refusal.ts';
import {
  ClosedMonth,
  ExportRun,
  RollForwardLine,
  StatementLine,
  TrialLine,
} from './books-shapes.ts';
import { cursorAt, Page, readCursor } from './cursor.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { AsOfQuery, At, IdParams, listOf } from './shapes.ts';
import { write } from './write.ts';

const tag = 'books';
const MonthParams = z.object({ month: Month });
const MonthQuery = z.object({ month: Month.optional(), knownAt: AsOfQuery.shape.knownAt });

const reads: ApiRoute[] = [
  read({
    path: '/books/trial-balance',
    operationId: 'readTrialBalance',
    summary: 'Every account of the sub-ledger as of a day, as known at an instant.',
    tag,
    permission: 'request.read',
    query: AsOfQuery,
    answers: { status: 200, schema: listOf(TrialLine) },
    handle: async ({ tx }, { query }) => {
      const asOf = query.asOf ?? (await businessDay(tx));
      const knownAt = query.knownAt ?? (await databaseNow(tx));
      return { body: { items: await readTrialBalance(tx, { asOf, knownAt }), next: null } };
    },
  }),
  read({
    path: '/books/roll-forward',
    operationId: 'readRollForward',
    summary: 'A month of every account: opening, what moved it by kind, closing.',
    tag,
    permission: 'request.read',
    query: MonthQuery,
    answers: { status: 200, schema: listOf(RollForwardLine) },
    handle: async ({ tx }, { query }) => {
      const month = query.month ?? monthOf(await businessDay(tx));
      const knownAt = query.knownAt ?? (await databaseNow(tx));
      return { body: { items: await readRollForward(tx, { month, knownAt }), next: null } };
    },
  }),
  read({
    path: '/books/accounts/{receivableId}',
    operationId: 'readReceivableStatement',
    summary: 'Every posting of a receivable, in order, with the fact each follows from.',
    tag,
    permission: 'request.read',
    params: z.object({ receivableId: Id }),
    query: Page,
    answers: { status: 200, schema: listOf(StatementLine) },
    handle: async (call, { params: { receivableId }, query: { limit, cursor } }) => {
      const list = `postings ${receivableId}`;
      const [id, line] = readCursor(call, list, cursor) ?? [];
      const after = id === undefined ? undefined : { id: String(id), line: Number(line) };
      const found = await readStatement(call.tx, {
        receivableId,
        limit: limit + 1,
        ...(after && { after }),
      });
      const items = found.slice(0, limit);
      const last = items.at(-1);
      const isMore = last !== undefined && found.length > limit;
      const next = isMore ? cursorAt(call, list, [last.journalId, last.line]) : null;
      return { body: { items, next } };
    },
  }),
];

const months: ApiRoute[] = [
  read({
    path: '/books/months',
    operationId: 'listClosedMonths',
    summary: 'The months that take no further posting, the newest first.',
    tag,
    permission: 'request.read',
    answers: { status: 200, schema: listOf(ClosedMonth) },
    handle: async ({ tx }) => ({ body: { items: await listClosedMonths(tx), next: null } }),
  }),
  write({
    path: '/books/months/{month}/close',
    operationId: 'closeMonth',
    summary:
      'Closes a month that is over; what is late is posted on the first open day with its value day kept.',
    tag,
    permission: 'books.write',
    params: MonthParams,
    body: z.strictObject({}),
    optional: true,
    answers: { status: 201, schema: z.object({ month: Month, closedAt: At }) },
    handle: async ({ tx, principal, locale }, { params: { month } }) => {
      const actor = { personId: principal.personId };
      const closed = await closeMonth(tx, { actor, month });
      if (!closed.ok) throw refusedProblem(closed, locale);
      return { status: 201, body: { month, closedAt: closed.closedAt } };
    },
  }),
  write({
    path: '/books/months/{month}/revaluation',
    operationId: 'revalueMonth',
    summary:
      'Carries balances in foreign currency at the month’s closing rate; a second time changes nothing.',
    tag,
    permission: 'books.write',
    params: MonthParams,
    body: z.strictObject({}),
    optional: true,
    answers: {
      status: 201,
      schema: z
        .object({ month: Month, journals: z.int(), balances: z.int() })
        .meta({ id: 'Revaluation' }),
    },
    handle: async ({ tx, principal, locale }, { params: { month } }) => {
      const actor = { personId: principal.personId };
      const revalued = await revalueMonth(tx, { actor, month });
      if (!revalued.ok) throw refusedProblem(revalued, locale);
      const { journals, balances } = revalued;
      return { status: 201, body: { month, journals, balances } };
    },
  }),
];

const Order = z.strictObject({
  through: Day.optional().describe('The last posting day; absent: today.'),
  accounts: LedgerAccounts.optional().describe(
    'Numbers of the firm’s general ledger; absent: those of the run before.',
  ),
});

const exports: ApiRoute[] = [
  write({
    path: '/books/exports',
    operationId: 'exportBooks',
    summary: 'Gives every journal that no run has given before, with control totals.',
    tag,
    permission: 'books.write',
    body: Order,
    optional: true,
    answers: { status: 201, schema: ExportRun },
    handle: async ({ tx, principal, locale }, { body: { through, accounts } }) => {
      const exported = await exportBooks(tx, {
        actor: { personId: principal.personId },
        through: through ?? (await businessDay(tx)),
        ...(accounts && { accounts }),
      });
      if (!exported.ok) throw refusedProblem(exported, locale);
      return { status: 201, body: exported.run };
    },
  }),
  read({
    path: '/books/exports',
    operationId: 'listBooksExports',
    summary: 'The export runs, the newest first, with what each comes to.',
    tag,
    permission: 'request.read',
    answers: { status: 200, schema: listOf(ExportRun) },
    handle: async ({ tx }) => ({
      body: { items: await listExports(tx, { limit: 200 }), next: null },
    }),
  }),
  read({
    path: '/books/exports/{id}/file',
    operationId: 'readBooksExport',
    summary: 'The journal lines of a run, as CSV or JSON: the same bytes whenever it is read.',
    tag,
    permission: 'request.read',
    params: IdParams,
    query: z.object({ format: z.enum(ledgerFormats).default('csv') }),
    answers: { status: 200, contentType: 'text/csv' },
    handle: async ({ deps, tx }, { params, query: { format } }) => {
      const run = await readExport(tx, params.id);
      if (!run) throw notFound();
      return {
        pieces: sentPieces(deps.db, tx.tenantId, { run: filedRun(run), format }),
        byteLength: run.files[format].byteLength,
        contentType: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json',
        fileName: `journals-${run.sequence}-${run.through}.${format}`,
      };
    },
  }),
];

/** The sub-ledger: what it says, its months, and what it gives to the firm's own books. */
export const bookRoutes: ApiRoute[] = [...reads, ...months, ...exports];

import { z } from 'zod';
import { Day } from '../../core/calendar.ts';
import { Id } from '../../core/ids.ts';
import { Receivable } from '../../core/receivable.ts';
import { businessDay } from '../../store/business-clock.ts';
import { listReceivables, readHistory } from '../../store/receivable.ts';
import { notFound } from '../problem.ts';
import { cursorAt, Page, readCursor } from './cursor.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { AsOfQuery, At, IdParams, listOf } from './shapes.ts';

const Listed = z
  .object({ receivable: Receivable, debtorName: z.string() })
  .meta({ id: 'ListedReceivable' });

const History = z
  .object({
    receivable: Receivable,
    fingerprint: z.string(),
    recordedAt: At,
    facts: z.array(
      z.object({
        effectiveOn: Day,
        recordedAt: At,
        openMinor: z.int(),
        disputedMinor: z.int(),
        cause: z.enum(['in_ledger', 'absent_from_ledger']),
        importId: Id,
        fileName: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'ReceivableHistory' });

export const receivableRoutes: ApiRoute[] = [
  read({
    path: '/receivables',
    operationId: 'listReceivables',
    summary: 'Open items as of a day and as known at an instant.',
    tag: 'ledger',
    permission: 'ledger.read',
    query: Page.extend(AsOfQuery.shape).extend({ search: z.string().max(100).optional() }),
    answers: { status: 200, schema: listOf(Listed) },
    handle: async (call, { query }) => {
      const after = readCursor(call, 'receivables', query.cursor)?.[0];
      const { items, next } = await listReceivables(call.tx, {
        asOf: query.asOf ?? (await businessDay(call.tx)),
        limit: query.limit,
        ...(query.knownAt === undefined ? {} : { knownAt: query.knownAt }),
        ...(query.search === undefined ? {} : { search: query.search }),
        ...(after === undefined ? {} : { after: String(after) }),
      });
      const cursor = next === undefined ? null : cursorAt(call, 'receivables', [next]);
      return { body: { items, next: cursor } };
    },
  }),
  read({
    path: '/receivables/{id}',
    operationId: 'readReceivable',
    summary: 'One receivable with every fact about it and the file that said so.',
    tag: 'ledger',
    permission: 'ledger.read',
    params: IdParams,
    answers: { status: 200, schema: History },
    handle: async ({ tx }, { params }) => {
      const history = await readHistory(tx, params.id);
      if (!history) throw notFound();
      return { body: history };
    },
  }),
];

import { z } from 'zod';
import { Day } from '../../core/calendar.ts';
import { AmountMinor, Currency } from '../../core/money.ts';
import { listUnmatched, recordBankEntries } from '../../store/bank.ts';
import { Problem } from '../problem.ts';
import { refusedProblem } from '../refusal.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { listOf } from './shapes.ts';
import { writeFile } from './write.ts';

const STATEMENT_BYTES_MAX = 32 * 1024 * 1024;

const Taken = z
  .object({ entries: z.int(), known: z.int(), matched: z.int(), unmatched: z.int() })
  .meta({ id: 'StatementTaken' });

const Unmatched = z
  .object({
    entryKey: z.string(),
    account: z.string(),
    currency: Currency,
    amountMinor: AmountMinor,
    bookedOn: Day,
    references: z.string(),
  })
  .meta({ id: 'UnmatchedEntry' });

export const bankRoutes: ApiRoute[] = [
  writeFile({
    path: '/bank-statements',
    operationId: 'importStatement',
    summary: 'Takes a camt.053 statement; an entry that was taken before changes nothing.',
    tag: 'cash',
    permission: 'cash.import',
    contentTypes: ['application/xml', 'text/xml'],
    maxBytes: STATEMENT_BYTES_MAX,
    answers: { status: 201, schema: Taken },
    handle: async ({ deps, tx, principal, locale }, { bytes }) => {
      if (!deps.readStatement) throw new Problem('not_available_here');
      const pieces: Uint8Array[] = [];
      for await (const piece of bytes) pieces.push(piece);
      const result = await deps.readStatement(Buffer.concat(pieces));
      if (result.status === 'refused') throw refusedProblem(result, locale);
      const actor = { personId: principal.personId };
      const body = await recordBankEntries(tx, { actor, entries: result.entries });
      return { status: 201, body };
    },
  }),
  read({
    path: '/bank-entries/unmatched',
    operationId: 'listUnmatchedEntries',
    summary: 'Credits that no request explains: they wait for a person.',
    tag: 'cash',
    permission: 'request.read',
    answers: { status: 200, schema: listOf(Unmatched) },
    handle: async ({ tx }) => ({ body: { items: await listUnmatched(tx, 200), next: null } }),
  }),
];

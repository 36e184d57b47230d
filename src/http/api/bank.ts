import { z } from 'zod';
import { Day } from '../../core/calendar.ts';
import { rules } from '../../core/cash/outcome.ts';
import { Id } from '../../core/ids.ts';
import { AmountMinor, Currency } from '../../core/money.ts';
import { wordAllocation, wordWhy } from '../../core/wording/cashSentences.ts';
import type { Locale } from '../../core/wording/word.ts';
import { recordBankEntries } from '../../store/bank.ts';
import {
  listExplained,
  listToTurnOver,
  listUnmatched,
  type UnmatchedEntry,
} from '../../store/bank-view.ts';
import { Problem } from '../problem.ts';
import { refusedProblem } from '../refusal.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { At, listOf } from './shapes.ts';
import { writeFile } from './write.ts';

const STATEMENT_BYTES_MAX = 32 * 1024 * 1024;

const Taken = z
  .object({ entries: z.int(), known: z.int(), matched: z.int(), unmatched: z.int() })
  .meta({ id: 'StatementTaken' });

const Candidate = z
  .object({
    item: z.string().describe('What an allocation names it by.'),
    kind: z.enum([
      'advance',
      'settlement',
      'receivable',
      'turnover',
      'repayment',
      'charge',
      'on_account',
    ]),
    label: z.string(),
    openMinor: AmountMinor.describe('Below zero: to be paid.'),
  })
  .meta({ id: 'CashCandidate' });

const Unmatched = z
  .object({
    id: Id,
    entryKey: z.string(),
    account: z.string(),
    currency: Currency,
    amountMinor: AmountMinor,
    bookedOn: Day,
    references: z.string(),
    code: z.string().describe('Why no rule explains it.'),
    why: z.string().describe('The same as a sentence.'),
    candidates: z.array(Candidate),
  })
  .meta({ id: 'UnmatchedEntry' });

const Explained = z
  .object({
    id: Id,
    account: z.string(),
    currency: Currency,
    amountMinor: AmountMinor,
    bookedOn: Day,
    decision: z.enum(['matched', 'allocated', 'not_ours']),
    reason: z.string().nullable(),
    decidedBy: z.string().nullable(),
    recordedAt: At,
    lines: z.array(
      z.object({
        item: z.string(),
        label: z.string(),
        amountMinor: AmountMinor,
        rule: z.enum(rules),
        sentence: z.string(),
      }),
    ),
  })
  .meta({ id: 'ExplainedEntry' });

const ToTurnOver = z
  .object({
    receivableId: Id,
    number: z.string(),
    facilityId: z.string(),
    currency: Currency,
    amountMinor: AmountMinor,
    since: Day,
    dueOn: Day,
  })
  .meta({ id: 'ToTurnOver' });

const tag = 'cash';

export const bankRoutes: ApiRoute[] = [
  writeFile({
    path: '/bank-statements',
    operationId: 'importStatement',
    summary:
      'Takes camt.053, camt.054 or MT940; an entry that was taken before changes nothing, and what is not certain waits for a person.',
    tag,
    permission: 'cash.import',
    contentTypes: ['application/xml', 'text/xml', 'application/octet-stream'],
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
    summary: 'Entries that no rule explains, with what they may be for: they wait for a person.',
    tag,
    permission: 'request.read',
    answers: { status: 200, schema: listOf(Unmatched) },
    handle: async ({ tx, locale }) => {
      const items = await listUnmatched(tx, 200);
      return { body: { items: items.map((item) => shown(locale, item)), next: null } };
    },
  }),
  read({
    path: '/bank-entries/explained',
    operationId: 'listExplainedEntries',
    summary: 'The entries explained last, by a rule or by a person, with what each part is for.',
    tag,
    permission: 'request.read',
    answers: { status: 200, schema: listOf(Explained) },
    handle: async ({ tx, locale }) => {
      const items = await listExplained(tx, 200);
      const worded = items.map(({ lines, ...entry }) => ({
        ...entry,
        lines: lines.map(({ label, allocation }) => {
          const { itemId: item, amountMinor, rule } = allocation;
          const sentence = wordAllocation(locale, allocation, entry.currency);
          return { item, label, amountMinor, rule, sentence };
        }),
      }));
      return { body: { items: worded, next: null } };
    },
  }),
  read({
    path: '/bank-entries/to-turn-over',
    operationId: 'listToTurnOver',
    summary:
      'What debtors paid the seller that belongs to funders, and until when it costs nothing.',
    tag,
    permission: 'request.read',
    answers: { status: 200, schema: listOf(ToTurnOver) },
    handle: async ({ tx }) => ({ body: { items: await listToTurnOver(tx, 200), next: null } }),
  }),
];

function shown(locale: Locale, { id, entry, why, candidates }: UnmatchedEntry) {
  const { entryKey, account, currency, amountMinor, bookedOn, references } = entry;
  return {
    id,
    entryKey,
    account,
    currency,
    amountMinor,
    bookedOn,
    references: references.join(' · '),
    code: why.code,
    why: wordWhy(locale, why),
    candidates: candidates.map(({ id: item, kind, label, openMinor }) => ({
      item,
      kind,
      label,
      openMinor,
    })),
  };
}

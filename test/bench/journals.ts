import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Journal } from '../../src/core/journal/journal.ts';
import { journalOf } from '../../src/core/journal/journal.ts';
import { newId } from '../../src/store/database.ts';
import { postAll } from '../../src/store/journal.ts';
import type { Bench } from './database.ts';
import { type Measured, rate } from './report.ts';

/**
 * Journals of two postings into the books, each cause once and each balanced, with their indexes and
 * keys; beside COPY of the same rows into two bare tables.
 */
export async function benchJournals(bench: Bench, count: number): Promise<Measured> {
  const { db, tenantId } = bench;
  const journals = Array.from({ length: count }, (_, nth) => journalAt(nth));
  const perSecond = await rate(count, () =>
    db.asTenant(tenantId, async (tx) => {
      const posted = await postAll(tx, journals);
      if (posted.length !== count) throw new Error(`${posted.length} of ${count} were posted`);
    }),
  );
  return { perSecond, bare: await bareCopy(bench, journals) };
}

function journalAt(nth: number): Journal {
  const of = {
    cause: `bench|${nth}`,
    effectiveOn: `2026-10-${String((nth % 28) + 1).padStart(2, '0')}`,
    currency: 'EUR',
    functional: { currency: 'EUR' },
    facilityId: 'F1',
  };
  const subject = newId();
  const amountMinor = 1_000 + (nth % 90_000);
  return journalOf('assigned', of, [
    { account: 'due_from_factor', subject, amountMinor },
    { account: 'trade_receivables', subject, amountMinor: -amountMinor },
  ]);
}

async function bareCopy({ ownerUrl, tenantId }: Bench, journals: Journal[]): Promise<number> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  const copy = (table: string, rows: Iterable<string>) =>
    pipeline(
      Readable.from(rows),
      client.query(copyFrom(`copy public.${table} from stdin (format csv)`)),
    );
  try {
    await client.query(
      `create table public.bench_journal (tenant_id uuid, id uuid, cause text, kind text,
         facility_id text, effective_on date, value_on date);
       create table public.bench_posting (tenant_id uuid, journal_id uuid, line integer,
         account text, subject text, currency text, amount_minor bigint,
         functional_currency text, functional_minor bigint)`,
    );
    const rows = journals.map((journal) => ({ ...journal, id: newId() }));
    return await rate(journals.length, async () => {
      await client.query('begin');
      await copy(
        'bench_journal',
        pieces(rows, (row) => journalRow(row, tenantId)),
      );
      await copy(
        'bench_posting',
        pieces(rows, (row) => postingRows(row, tenantId)),
      );
      await client.query('commit');
    });
  } finally {
    await client.query('drop table if exists public.bench_journal, public.bench_posting');
    await client.end();
  }
}

type Row = Journal & { id: string };

function journalRow({ id, cause, kind, facilityId, effectiveOn }: Row, tenantId: string): string {
  return `${tenantId},${id},${cause},${kind},${facilityId},${effectiveOn},${effectiveOn}\n`;
}

function postingRows({ id, postings }: Row, tenantId: string): string {
  return postings
    .map(
      ({ account, subject, currency, amountMinor, functionalMinor }, nth) =>
        `${tenantId},${id},${nth + 1},${account},${subject},${currency},${amountMinor},${currency},${functionalMinor}\n`,
    )
    .join('');
}

function* pieces(rows: readonly Row[], write: (row: Row) => string): Generator<string> {
  for (let at = 0; at < rows.length; at += 500) {
    yield rows
      .slice(at, at + 500)
      .map(write)
      .join('');
  }
}

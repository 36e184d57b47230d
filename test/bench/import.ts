import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { importLedger } from '../../src/host/import-ledger.ts';
import type { Bench } from './database.ts';
import { type Measured, rate } from './report.ts';

/** A CSV file into facts, mapped, checked and reconciled; beside COPY of the same text into a table. */
export async function benchImport(bench: Bench, rows: number): Promise<Measured> {
  const { db, tenantId, personId } = bench;
  const perSecond = await rate(rows, () =>
    db.asTenant(tenantId, async (tx) => {
      const order = { personId, sellerId: 'S1', ledger: 'AR', asOf: '2026-10-31' };
      const bytes = csv(rows);
      const file = { complete: true, fileName: `bench-${rows}.csv`, bytes };
      const result = await importLedger(tx, { ...order, ...file });
      if (result.status === 'refused') throw new Error(result.code);
    }),
  );
  return { perSecond, bare: await bareCopy(bench, rows) };
}

async function bareCopy({ ownerUrl }: Bench, rows: number): Promise<number> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    await client.query(
      `create table public.bench_copy (number text, debtor text, issued_on date, due_on date,
         amount numeric, currency text)`,
    );
    return await rate(rows, () =>
      pipeline(
        Readable.from(csv(rows)),
        client.query(copyFrom('copy public.bench_copy from stdin (format csv, header)')),
      ),
    );
  } finally {
    await client.query('drop table if exists public.bench_copy');
    await client.end();
  }
}

async function* csv(rows: number): AsyncGenerator<Uint8Array> {
  let text = 'Invoice number,Customer,Invoice date,Due date,Amount,Currency\n';
  for (let index = 0; index < rows; index += 1) {
    const day = String((index % 28) + 1).padStart(2, '0');
    const amount = `${1_000 + (index % 90_000)}.${String(index % 100).padStart(2, '0')}`;
    text += `B-${index},D${index % 5_000},2026-10-${day},2026-12-${day},${amount},EUR\n`;
    if (text.length < 65_536) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

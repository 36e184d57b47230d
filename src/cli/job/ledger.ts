import { createReadStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Day } from '../../core/calendar.ts';
import type { Currency } from '../../core/money.ts';
import { count, money } from '../../core/wording/format.ts';
import { importLedger } from '../../host/import-ledger.ts';
import type { Database, Tx } from '../../store/database.ts';
import { recordRates } from '../../store/fx.ts';
import { readImport, readRejectedFile } from '../../store/ledger.ts';
import { saveSeller } from '../../store/seller.ts';
import { Refusal } from '../failure.ts';
import { ledgerRefusal } from '../ledger.ts';
import { locale } from '../text.ts';
import { type Books, illustrativeRates, partyOf, sellerId } from './books.ts';
import { tell } from './words.ts';

type Order = {
  db: Database;
  books: Books;
  file: string;
  mapping: unknown;
  currency: Currency;
  asOf: Day;
  folder: string;
  show: (line: string) => void;
};

/** The file through the intake that the pages use, and its control totals. */
export async function takeLedger(order: Order): Promise<void> {
  const { db, books, file, mapping, currency, asOf, show } = order;
  show(tell('reading', { file }));
  await db.asTenant(books.tenantId, async (tx) => {
    const result = await importLedger(tx, {
      personId: books.people.treasury.personId,
      sellerId,
      ledger: 'AR',
      asOf,
      currency,
      complete: true,
      mapping,
      fileName: basename(file),
      bytes: createReadStream(file),
    });
    if (result.status === 'refused') throw ledgerRefusal(file, result);
    await showImport(tx, order, result.importId);
    await enterSellers(tx);
  });
}

async function showImport(tx: Tx, order: Order, importId: string): Promise<void> {
  const { file, currency, asOf, folder, show } = order;
  const imported = await readImport(tx, importId);
  if (!imported) throw new Error('an import was stored and is not there');
  const { totals, counts } = imported;
  const rejectedFile = await readRejectedFile(tx, importId);
  const taken = totals.reduce((sum, total) => sum + total.count, 0);
  const [owing] = await tx.query<{ debtors: number }>(
    'select count(distinct debtor_id) as debtors from cedent.receivable where tenant_id = $1',
    [tx.tenantId],
  );
  const debtors = count(locale, owing?.debtors ?? 0);
  show(
    tell('read', {
      count: count(locale, taken),
      debtors,
      rejected: count(locale, counts.rejected),
    }),
  );
  if (counts.contradicting > 0) {
    show(tell('contradicting', { count: count(locale, counts.contradicting) }));
  }
  for (const total of totals) {
    const face = money(locale, total.faceMinor, total.currency);
    const open = money(locale, total.openMinor, total.currency);
    show(tell('total', { count: count(locale, total.count), face, open }));
  }
  if (rejectedFile) {
    await mkdir(folder, { recursive: true });
    const target = join(folder, 'rejected-rows.csv');
    await writeFile(target, rejectedFile);
    show(tell('rejected_file', { file: target }));
  }
  if (taken === 0) throw new Refusal(tell('nothing_taken', { file }));
  await enterRates(tx, { currencies: totals.map((total) => total.currency), currency, asOf, show });
}

async function enterRates(
  tx: Tx,
  rates: {
    currencies: Currency[];
    currency: Currency;
    asOf: Day;
    show: (line: string) => void;
  },
): Promise<void> {
  const { currencies, currency, asOf, show } = rates;
  const made = illustrativeRates(currencies, { currency, asOf });
  if ('missing' in made) throw new Refusal(tell('rate_missing', { currency: made.missing }));
  if (made.length === 0) return;
  await recordRates(tx, { actor: { system: 'setup' }, rates: made });
  const text = made.map(
    ({ from, to, numerator, denominator }) =>
      `${from} → ${to} ${(numerator / denominator).toPrecision(4)}`,
  );
  show(tell('rates', { rates: text.join(', ') }));
}

/** A ledger may name its own selling companies in a column. */
async function enterSellers(tx: Tx): Promise<void> {
  const rows = await tx.query<{ id: string }>(
    `select distinct r.seller_id as id from cedent.receivable r
     where r.tenant_id = $1 and not exists (
       select from cedent.seller s where s.tenant_id = $1 and s.id = r.seller_id) limit 100`,
    [tx.tenantId],
  );
  const actor = { system: 'setup' } as const;
  for (const { id } of rows) await saveSeller(tx, { actor, seller: partyOf(id) });
}

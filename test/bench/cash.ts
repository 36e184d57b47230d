import type { BankEntry } from '../../src/core/cash/entry.ts';
import type { OpenItem } from '../../src/core/cash/item.ts';
import { matchEntry } from '../../src/core/cash/match.ts';
import { indexOf } from '../../src/core/cash/open-index.ts';
import type { LedgerLine } from '../../src/core/ledger.ts';
import { recordBankEntries } from '../../src/store/bank.ts';
import { newId } from '../../src/store/database.ts';
import { importLedger } from '../../src/store/ledger.ts';
import { fileOf } from '../store/open.ts';
import type { Bench } from './database.ts';
import { type Measured, rate } from './report.ts';

/**
 * A statement's entries against open invoices, each named in a sentence as a payer writes it, or not at
 * all; beside a plain join on the exact number, which explains only what is written as the ledger does.
 */
export async function benchMatch(entries: number, invoices: number): Promise<Measured> {
  const items = Array.from({ length: invoices }, (_, nth) => itemOf(nth));
  const statement = Array.from({ length: entries }, (_, nth) => entryAt(nth, invoices));
  const bare = await rate(entries, () => joined(items, statement));
  let matched = 0;
  const perSecond = await rate(entries, () => {
    const index = indexOf(items, { accounts: new Map(), names: new Map() });
    for (const entry of statement) {
      if (matchEntry(index, entry, new Map()).status === 'matched') matched += 1;
    }
  });
  if (matched < entries / 2) throw new Error(`${matched} of ${entries} were explained`);
  return { perSecond, bare, note: `${matched} of ${entries} explained, ${invoices} open` };
}

/** The same through the store: read, matched, decided and posted in one transaction. */
export async function benchCash(
  bench: Bench,
  entries: number,
  invoices: number,
): Promise<Measured> {
  const { db, tenantId } = bench;
  await db.asTenant(tenantId, (tx) =>
    importLedger(tx, {
      actor: { system: 'setup' },
      sellerId: 'S1',
      ledger: 'CASH',
      asOf: '2026-10-01',
      fileName: 'cash.csv',
      file: fileOf(Buffer.from(`cash ${invoices}`)),
      mapping: { version: 1 },
      items: linesOf(invoices),
      complete: true,
    }),
  );
  const statement = Array.from({ length: entries }, (_, nth) => entryAt(nth, invoices));
  const bare = await rate(entries, () =>
    db.asTenant(tenantId, async (tx) => {
      const numbers = statement.flatMap(({ references }) => references);
      await tx.query('select id from cedent.receivable where number = any ($1::text[])', [numbers]);
    }),
  );
  let matched = 0;
  const perSecond = await rate(entries, async () => {
    const actor = { personId: newId() };
    const taken = await db.asTenant(tenantId, (tx) =>
      recordBankEntries(tx, { actor, entries: statement }),
    );
    matched = taken.matched;
  });
  if (matched < entries / 2) throw new Error(`${matched} of ${entries} were explained`);
  return { perSecond, bare, note: `${matched} of ${entries} booked, ${invoices} open` };
}

function joined(items: readonly OpenItem[], statement: readonly BankEntry[]): number {
  const byNumber = new Map(items.map((item) => [item.label, item]));
  return statement.filter(({ references }) => byNumber.has(references[0] ?? '')).length;
}

function numberOf(nth: number): string {
  return `RE-${String(nth).padStart(7, '0')}`;
}

function amountOf(nth: number): number {
  return 1_000 + ((nth * 7_919) % 90_000);
}

function itemOf(nth: number): OpenItem {
  const debtorId = `D${nth % 2_000}`;
  const number = numberOf(nth);
  return {
    id: `receivable|${nth}`,
    currency: 'EUR',
    openMinor: amountOf(nth),
    party: { kind: 'debtor', id: debtorId },
    names: [number],
    label: number,
    kind: 'receivable',
    receivableId: String(nth),
    debtorId,
    holding: 'own',
  };
}

/** Nine in ten name an invoice, each another one, written in three ways; one in ten names nothing. */
function entryAt(nth: number, invoices: number): BankEntry {
  const invoice = (nth * 13) % invoices;
  const written = [
    numberOf(invoice),
    `Zahlung RE ${invoice} vom 01.10.2026`,
    `payment of invoice ${numberOf(invoice).toLowerCase()}, thank you`,
  ];
  const amountMinor = amountOf(invoice);
  const text = [nth % 10 === 9 ? 'thank you' : (written[nth % 3] ?? '')];
  return {
    entryKey: `bench|${nth}`,
    account: 'DE1',
    currency: 'EUR',
    amountMinor,
    bookedOn: '2026-10-15',
    references: text,
    payments: [{ amountMinor, references: [], documents: [], text }],
  };
}

async function* linesOf(count: number): AsyncGenerator<LedgerLine> {
  for (let nth = 0; nth < count; nth += 1) {
    const faceMinor = amountOf(nth);
    const debtorId = `D${nth % 2_000}`;
    yield {
      receivable: {
        kind: 'invoice',
        key: {
          sellerId: 'S1',
          ledger: 'CASH',
          number: numberOf(nth),
          kind: 'invoice',
          fiscalYear: 2026,
          instalment: 1,
        },
        debtorId,
        currency: 'EUR',
        issuedOn: '2026-09-01',
        dueOn: '2026-10-01',
        faceMinor,
        openMinor: faceMinor,
        disputedMinor: 0,
      },
      debtor: { id: debtorId, name: `Debtor ${debtorId}`, identifiers: {} },
      rowNumber: nth + 1,
    };
  }
}

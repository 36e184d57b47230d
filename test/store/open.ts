import type { Day } from '../../src/core/calendar.ts';
import type { Id } from '../../src/core/ids.ts';
import type { LedgerItem, LedgerLine } from '../../src/core/ledger.ts';
import { type Database, newId, openDatabase, type Tx } from '../../src/store/database.ts';
import { importLedger, type LedgerImport, type LedgerUpload } from '../../src/store/ledger.ts';
import { migrate, urlOf } from '../../src/store/migrate.ts';
import { createTenant } from '../../src/store/tenant.ts';
import { freshDatabase } from '../setup/database.ts';

/** One for the whole run: the roles of all test databases share it. */
export const SECRET = 'k';

export type Store = {
  database: Database;
  ownerUrl: string;
  close: () => Promise<void>;
};

/** A migrated database of its own, signed in as the application. */
export async function openStore(): Promise<Store> {
  const fresh = await freshDatabase();
  await migrate(fresh.ownerUrl, SECRET);
  const database = openDatabase(urlOf(fresh.ownerUrl, 'cedent_app', SECRET));
  const close = async () => {
    await database.close();
    await fresh.drop();
  };
  return { database, ownerUrl: fresh.ownerUrl, close };
}

export const setup = { system: 'setup' } as const;

export async function addTenant({ database }: Store): Promise<Id> {
  const id = newId();
  const tenant = {
    id,
    name: 'Nordwind GmbH',
    functionalCurrency: 'EUR',
    timeZone: 'Europe/Berlin',
  };
  await database.asTenant(id, (tx) => createTenant(tx, { actor: setup, ...tenant }));
  return id;
}

export function line(
  number: string,
  changes: {
    debtor?: string;
    openMinor?: number;
    faceMinor?: number;
    disputedMinor?: number;
    currency?: string;
    issuedOn?: Day;
    dueOn?: Day;
    rowNumber?: number;
  } = {},
): LedgerLine {
  const { issuedOn = '2026-09-01', dueOn = '2026-10-01', debtor = 'D1' } = changes;
  const faceMinor = changes.faceMinor ?? 100_00;
  const receivable: LedgerItem = {
    kind: 'invoice',
    key: { ...key, number, kind: 'invoice', fiscalYear: Number(issuedOn.slice(0, 4)) },
    debtorId: debtor,
    currency: changes.currency ?? 'EUR',
    issuedOn,
    dueOn,
    faceMinor,
    openMinor: changes.openMinor ?? faceMinor,
    disputedMinor: changes.disputedMinor ?? 0,
  };
  const rowNumber = changes.rowNumber ?? Number(number.replace(/\D/g, ''));
  return {
    receivable,
    debtor: { id: debtor, name: `Debtor ${debtor}`, identifiers: {} },
    rowNumber,
  };
}

export function creditLine(
  number: string,
  {
    kind = 'credit_note' as const,
    openMinor = -10_00,
    debtor = 'D1',
  }: {
    kind?: 'credit_note' | 'unapplied_cash';
    openMinor?: number;
    debtor?: string;
  } = {},
): LedgerLine {
  return {
    receivable: {
      kind,
      key: { ...key, number, kind, fiscalYear: 2026 },
      debtorId: debtor,
      currency: 'EUR',
      issuedOn: '2026-09-05',
      faceMinor: openMinor,
      openMinor,
    },
    debtor: { id: debtor, name: `Debtor ${debtor}`, identifiers: {} },
    rowNumber: 9000 + Number(number.replace(/\D/g, '')),
  };
}

const key = { sellerId: 'S1', ledger: 'AR', instalment: 1 };

/** A whole ledger of the seller S1 as of a day. */
export function importLines(
  tx: Tx,
  asOf: Day,
  lines: Iterable<LedgerLine>,
  changes: Partial<LedgerUpload> = {},
): Promise<LedgerImport> {
  return importLedger(tx, {
    actor: setup,
    sellerId: 'S1',
    ledger: 'AR',
    asOf,
    fileName: `ledger-${asOf}.csv`,
    fileSha256: asOf.replaceAll('-', '').padEnd(64, '0'),
    mapping: { version: 1 },
    items: streamOf(lines),
    complete: true,
    ...changes,
  });
}

async function* streamOf(lines: Iterable<LedgerLine>): AsyncGenerator<LedgerLine> {
  yield* lines;
}

/** After everything recorded so far. */
export const LATER = '2100-01-01T00:00:00.000Z';

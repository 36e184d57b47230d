import type { Day } from '../../src/core/calendar.ts';
import type { CoverDecision } from '../../src/core/cover/limit.ts';
import { sha256 } from '../../src/core/hash.ts';
import type { Id } from '../../src/core/ids.ts';
import type { LedgerItem, LedgerLine } from '../../src/core/ledger.ts';
import { createConnection } from '../../src/store/connection.ts';
import { type Database, newId, openDatabase, type Tx } from '../../src/store/database.ts';
import { createFacility } from '../../src/store/facility.ts';
import type { LedgerBytes } from '../../src/store/ledger/file.ts';
import { importLedger, type LedgerImport, type LedgerUpload } from '../../src/store/ledger.ts';
import { migrate, urlOf } from '../../src/store/migrate.ts';
import { createPolicy } from '../../src/store/policy.ts';
import { movePositions, reserve } from '../../src/store/position.ts';
import { saveSeller } from '../../src/store/seller.ts';
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
    faceMinor = openMinor,
    debtor = 'D1',
    references,
  }: {
    kind?: 'credit_note' | 'unapplied_cash';
    openMinor?: number;
    faceMinor?: number;
    debtor?: string;
    references?: string;
  } = {},
): LedgerLine {
  return {
    receivable: {
      kind,
      key: { ...key, number, kind, fiscalYear: 2026 },
      debtorId: debtor,
      currency: 'EUR',
      issuedOn: '2026-09-05',
      faceMinor,
      openMinor,
      ...(references === undefined ? {} : { references }),
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
    file: fileOf(Buffer.from(`the ledger of ${asOf}`)),
    mapping: { version: 1 },
    items: streamOf(lines),
    complete: true,
    ...changes,
  });
}

/** A file as an upload hands it on: in chunks, and again from the start when it is asked again. */
export function fileOf(bytes: Uint8Array, chunkBytes = 65_536): LedgerBytes {
  return {
    sha256: sha256(bytes),
    byteLength: bytes.length,
    async *read() {
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        yield bytes.subarray(at, at + chunkBytes);
      }
    },
  };
}

async function* streamOf(lines: Iterable<LedgerLine>): AsyncGenerator<LedgerLine> {
  yield* lines;
}

/** After everything recorded so far. */
export const LATER = '2100-01-01T00:00:00.000Z';

export const terms = {
  version: 1 as const,
  facilityId: 'F1',
  name: 'Recourse line',
  funder: 'Nordfactor',
  mode: 'sale' as const,
  currency: 'EUR',
  limitMinor: 1_000_000_00,
  advanceRateBp: 9000,
  price: { rateBp: 450, dayCount: 'ACT/360' as const, serviceFeeBp: 20, minimumFeeMinor: 0 },
  rules: [
    { rule: 'already_financed' as const },
    { rule: 'disputed' as const, scope: 'disputed_part' as const },
  ],
};

export const version = {
  effectiveOn: '2026-01-01',
  terms,
  agreement: {
    reference: 'FA-1',
    signedOn: '2025-12-01',
    product: 'factoring' as const,
    recourse: true,
    notice: 'disclosed' as const,
    scope: 'single_receivables' as const,
    requestValidDays: 14,
    accounting: { treatment: 'secured_borrowing' as const },
    assignee: { id: 'NF', name: 'Nordfactor AB', identifiers: {} },
    documents: [{ template: 'gb/assignment-schedule', version: '1.0.0' }],
  },
};

export async function addConnection(tx: Tx): Promise<{ connectionId: Id; webhookToken: string }> {
  return createConnection(tx, {
    actor: setup,
    secretKey: SECRET,
    adapterId: 'factor-rest',
    name: 'Nordfactor test',
    environment: 'test',
    config: { apiKey: 'very secret', url: 'http://127.0.0.1:1' },
  });
}

/** The facility F1 with its first terms and the policy P1. */
export async function addBooks(tx: Tx): Promise<{ connectionId: Id }> {
  const { connectionId } = await addConnection(tx);
  await createFacility(tx, { actor: setup, connectionId, version });
  await createPolicy(tx, {
    actor: setup,
    policyId: 'P1',
    connectionId,
    insurer: 'Atradius',
    currency: 'EUR',
  });
  const seller = { id: 'S1', name: 'Nordwind GmbH', country: 'DE', identifiers: { vat: 'DE1' } };
  await saveSeller(tx, { actor: setup, seller });
  return { connectionId };
}

/** A request that holds the named receivable, as an approved draft would. */
export async function holdReceivable(
  tx: Tx,
  {
    number,
    facilityId,
    advancedMinor,
    assignedMinor,
  }: {
    number: string;
    facilityId: string;
    advancedMinor?: number;
    /** In the facility's currency, where that is not the receivable's own. */
    assignedMinor?: number;
  },
): Promise<Id> {
  const [row] = await tx.query<{ id: Id; fingerprint: string; faceMinor: number }>(
    `select id, fingerprint, face_minor as "faceMinor" from cedent.receivable where number = $1`,
    [number],
  );
  if (!row) throw new Error(`no receivable ${number}`);
  const requestId = newId();
  await tx.query(
    `insert into cedent.funding_request (tenant_id, id, number, facility_id) values ($1, $2, $3, $4)`,
    [tx.tenantId, requestId, `FR-${requestId}`, facilityId],
  );
  const effectiveOn = '2026-11-24';
  const lines = [{ receivableId: row.id, fingerprint: row.fingerprint, number }];
  await reserve(tx, { requestId, facilityId, effectiveOn, lines, actor: { system: 'setup' } });
  if (advancedMinor === undefined) return row.id;
  const place = { receivableId: row.id, effectiveOn };
  await movePositions(
    tx,
    [
      {
        ...place,
        fact: {
          kind: 'assigned',
          requestId,
          mode: 'sale',
          faceMinor: assignedMinor ?? row.faceMinor,
          termsHash: 'T',
          accounting: { treatment: 'secured_borrowing' },
        },
      },
    ],
    { system: 'setup' },
  );
  const fact = { kind: 'advanced' as const, requestId, amountMinor: advancedMinor };
  await movePositions(tx, [{ ...place, fact }], { system: 'setup' });
  return row.id;
}

export function decision(changes: Partial<CoverDecision> = {}): CoverDecision {
  return {
    policyId: 'P1',
    debtorId: 'D1',
    coverId: 'C1',
    status: 'agreed',
    rawCode: 'AGR',
    currency: 'EUR',
    layers: [{ amountMinor: 500_00, validFrom: '2026-01-01' }],
    effectiveOn: '2026-01-01',
    decidedOn: '2026-01-01',
    ...changes,
  };
}

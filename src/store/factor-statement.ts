import { z } from 'zod';
import { assert } from '../core/assert.ts';
import { Day } from '../core/calendar.ts';
import type { FunderMovement } from '../core/funding/funder-movement.ts';
import { canonicalJson } from '../core/hash.ts';
import { Id } from '../core/ids.ts';
import { AmountMinor, Currency } from '../core/money.ts';
import {
  breaksOf,
  type ChainedStatement,
  type StatementBreak,
} from '../core/reconciliation/statement-chain.ts';
import { type Actor, audit } from './audit.ts';
import { businessDay } from './business-clock.ts';
import { newId, type Tx } from './database.ts';
import { type KeptFile, keepFile, type LedgerBytes } from './ledger/file.ts';
import { lockMovements, takeMovements } from './movement.ts';

export const MovementCounts = z.object({
  booked: z.int(),
  confirmed: z.int(),
  questioned: z.int(),
  known: z.int(),
});
export type MovementCounts = z.infer<typeof MovementCounts>;

export const StatementBalance = z.object({
  currency: Currency,
  openingMinor: AmountMinor.optional(),
  closingMinor: AmountMinor.optional(),
  checked: z.boolean().describe('At least two balances were stated, and the movements made them.'),
});
export type StatementBalance = z.infer<typeof StatementBalance>;

/** A funder's statement as it was taken. */
export const StoredStatement = z.object({
  statementId: Id,
  facilityId: z.string(),
  fileName: z.string(),
  fileSha256: z.string(),
  mappingVersion: z.int(),
  firstOn: Day.describe('Of its first booking; where it has none, the day it was taken.'),
  lastOn: Day,
  balances: z.array(StatementBalance),
  counts: MovementCounts,
  recordedAt: z.date(),
  recordedBy: Id.nullable(),
});
export type StoredStatement = z.infer<typeof StoredStatement>;

/**
 * Keeps a statement with its bytes and takes its movements. Where the same bytes are on the facility
 * already, as when two send them at once, nothing changes and that statement is given.
 */
export async function takeFactorStatement(
  tx: Tx,
  taken: {
    actor: Actor;
    facilityId: string;
    fileName: string;
    file: LedgerBytes;
    mappingVersion: number;
    movements: readonly FunderMovement[];
    balances: readonly StatementBalance[];
  },
): Promise<{ status: 'taken' | 'known'; statement: StoredStatement }> {
  const { actor, facilityId, fileName, file, mappingVersion, movements, balances } = taken;
  await lockMovements(tx, facilityId);
  const known = await findStatement(tx, { facilityId, sha256: file.sha256 });
  if (known) return { status: 'known', statement: known };
  const days = movements.map(({ bookedOn }) => bookedOn).sort();
  const today = await businessDay(tx);
  await keepFile(tx, file);
  const told = await takeMovements(tx, { facilityId, movements, actor });
  const counts = MovementCounts.parse(told);
  const statementId = newId();
  await tx.query(
    `insert into cedent.factor_statement (tenant_id, id, facility_id, file_name, file_sha256,
       mapping_version, balances, counts, recorded_by, first_on, last_on)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      tx.tenantId,
      statementId,
      facilityId,
      fileName,
      file.sha256,
      mappingVersion,
      canonicalJson(balances),
      canonicalJson(counts),
      personOf(actor),
      days[0] ?? today,
      days.at(-1) ?? today,
    ],
  );
  const body = { facilityId, fileName, fileSha256: file.sha256, mappingVersion, balances, counts };
  await audit(tx, { actor, action: 'statement.taken', subject: statementId, body });
  const statement = await findStatement(tx, { facilityId, sha256: file.sha256 });
  assert(statement, 'a statement is seen by whoever took it');
  return { status: 'taken', statement };
}

export async function findStatement(
  tx: Tx,
  { facilityId, sha256 }: { facilityId: string; sha256: string },
): Promise<StoredStatement | undefined> {
  const [row] = await tx.query<StoredStatement>(
    `select ${columns} from cedent.factor_statement s
     where s.tenant_id = $1 and s.facility_id = $2 and s.file_sha256 = $3`,
    [tx.tenantId, facilityId, sha256],
  );
  return row;
}

/** Where a facility's statements do not follow one another; of all, by facility. */
export async function readStatementBreaks(
  tx: Tx,
  facilityId?: string,
): Promise<Map<string, StatementBreak[]>> {
  const rows = await tx.query<ChainedStatement & { facilityId: string }>(
    `select s.id as "statementId", s.facility_id as "facilityId", s.file_name as "fileName",
       s.first_on as "firstOn", s.last_on as "lastOn", s.balances
     from cedent.factor_statement s
     where s.tenant_id = $1 and ($2::text is null or s.facility_id = $2)
     order by s.recorded_at, s.id`,
    [tx.tenantId, facilityId ?? null],
  );
  const byFacility = Map.groupBy(rows, (own) => own.facilityId);
  return new Map([...byFacility].map(([id, own]) => [id, breaksOf(own)]));
}

/** The breaks that a statement is on one side of. */
export async function readBreaksOf(
  tx: Tx,
  { facilityId, statementId }: Pick<StoredStatement, 'facilityId' | 'statementId'>,
): Promise<StatementBreak[]> {
  const all = (await readStatementBreaks(tx, facilityId)).get(facilityId) ?? [];
  return all.filter(
    ({ before, after }) => before.statementId === statementId || after.statementId === statementId,
  );
}

/** The newest first. */
export function listFactorStatements(tx: Tx, limit: number): Promise<StoredStatement[]> {
  return tx.query<StoredStatement>(
    `select ${columns} from cedent.factor_statement s
     where s.tenant_id = $1 order by s.recorded_at desc, s.id desc limit $2`,
    [tx.tenantId, limit],
  );
}

/** How a facility's statements are read, and the newest one that was; by facility. */
export type StatementDesk = {
  facilityId: string;
  mappingVersion: number | null;
  last: StoredStatement | undefined;
  breaks: StatementBreak[];
};

export async function readStatementDesks(tx: Tx): Promise<Map<string, StatementDesk>> {
  const mapped = await tx.query<{ facilityId: string; mappingVersion: number | null }>(
    `select f.id as "facilityId", max(m.version) as "mappingVersion"
     from cedent.facility f
     left join cedent.statement_mapping m on m.tenant_id = f.tenant_id and m.facility_id = f.id
     where f.tenant_id = $1 group by f.id`,
    [tx.tenantId],
  );
  const newest = await tx.query<StoredStatement>(
    `select distinct on (s.facility_id) ${columns} from cedent.factor_statement s
     where s.tenant_id = $1 order by s.facility_id, s.recorded_at desc, s.id desc`,
    [tx.tenantId],
  );
  const last = new Map(newest.map((one) => [one.facilityId, one]));
  const breaks = await readStatementBreaks(tx);
  return new Map(
    mapped.map((one) => {
      const { facilityId } = one;
      const own = { last: last.get(facilityId), breaks: breaks.get(facilityId) ?? [] };
      return [facilityId, { ...one, ...own }];
    }),
  );
}

/** The file a statement came as. */
export async function readStatementFile(tx: Tx, statementId: Id): Promise<KeptFile | undefined> {
  const [row] = await tx.query<KeptFile>(
    `select s.file_name as "fileName", f.sha256, f.byte_length as "byteLength"
     from cedent.factor_statement s
     join cedent.ledger_file f on f.tenant_id = s.tenant_id and f.sha256 = s.file_sha256
     where s.tenant_id = $1 and s.id = $2`,
    [tx.tenantId, statementId],
  );
  return row;
}

export type StatementMapping = { version: number; mapping: unknown; recordedAt: Date };

/** How the facility's statements are read; as the intake defines it, and parsed when it is used. */
export async function readStatementMapping(
  tx: Tx,
  facilityId: string,
): Promise<StatementMapping | undefined> {
  const [row] = await tx.query<StatementMapping>(
    `select version, mapping, recorded_at as "recordedAt" from cedent.statement_mapping
     where tenant_id = $1 and facility_id = $2 order by version desc limit 1`,
    [tx.tenantId, facilityId],
  );
  return row;
}

/** The same mapping again is the version already kept; nothing for a facility that does not exist. */
export async function saveStatementMapping(
  tx: Tx,
  { actor, facilityId, mapping }: { actor: Actor; facilityId: string; mapping: unknown },
): Promise<StatementMapping | undefined> {
  const [facility] = await tx.query(
    'select 1 from cedent.facility where tenant_id = $1 and id = $2',
    [tx.tenantId, facilityId],
  );
  if (!facility) return undefined;
  // A statement is read by the version before or by this one, and versions follow one another.
  await lockMovements(tx, facilityId);
  const known = await readStatementMapping(tx, facilityId);
  if (known && canonicalJson(known.mapping) === canonicalJson(mapping)) return known;
  const version = (known?.version ?? 0) + 1;
  await tx.query(
    `insert into cedent.statement_mapping (tenant_id, facility_id, version, mapping, recorded_by)
     values ($1, $2, $3, $4, $5)`,
    [tx.tenantId, facilityId, version, canonicalJson(mapping), personOf(actor)],
  );
  const body = { version, mapping };
  await audit(tx, { actor, action: 'statement.mapping_saved', subject: facilityId, body });
  return readStatementMapping(tx, facilityId);
}

function personOf(actor: Actor): Id | null {
  return 'personId' in actor ? actor.personId : null;
}

const columns = `s.id as "statementId", s.facility_id as "facilityId", s.file_name as "fileName",
  s.file_sha256 as "fileSha256", s.mapping_version as "mappingVersion", s.first_on as "firstOn",
  s.last_on as "lastOn", s.balances, s.counts,
  s.recorded_at as "recordedAt", s.recorded_by as "recordedBy"`;

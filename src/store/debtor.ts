import type { AsOf, Day } from '../core/calendar.ts';
import { Debtor } from '../core/debtor.ts';
import { canonicalJson } from '../core/hash.ts';
import { type Actor, audit } from './audit.ts';
import type { Tx } from './database.ts';

/** Debtors as known on a day and at an instant, by id; all of them, or those asked for. */
export async function readDebtors(
  tx: Tx,
  { asOf, knownAt, ids }: AsOf & { ids?: readonly string[] },
): Promise<Debtor[]> {
  const rows = await tx.query<Row>(
    `select distinct on (debtor_id) ${columns} from cedent.debtor_fact
     where tenant_id = $1 and effective_on <= $2 and recorded_at <= $3
       and ($4::text[] is null or debtor_id = any ($4))
     order by debtor_id, effective_on desc, seq desc`,
    [tx.tenantId, asOf, knownAt, ids ?? null],
  );
  return rows.map(toDebtor);
}

/** Appends what is now known of a debtor; false when it is what was known already. */
export async function recordDebtor(
  tx: Tx,
  { actor, debtor, effectiveOn }: { actor: Actor; debtor: Debtor; effectiveOn: Day },
): Promise<boolean> {
  const { id, name, country, groupId, identifiers } = Debtor.parse(debtor);
  const [known] = await tx.query<Row>(
    `select ${columns} from cedent.debtor_fact
     where tenant_id = $1 and debtor_id = $2 and effective_on <= $3
     order by effective_on desc, seq desc limit 1`,
    [tx.tenantId, id, effectiveOn],
  );
  if (known && canonicalJson(toDebtor(known)) === canonicalJson(debtor)) return false;
  await tx.query(
    `insert into cedent.debtor_fact
       (tenant_id, debtor_id, effective_on, name, country, group_id, identifiers)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [tx.tenantId, id, effectiveOn, name, country ?? null, groupId ?? null, identifiers],
  );
  const body = { debtor, effectiveOn };
  await audit(tx, { actor, action: 'debtor.recorded', subject: id, body });
  return true;
}

export type DebtorFact = { debtor: Debtor; effectiveOn: Day; recordedAt: Date };

/** What was known of a debtor and since when, oldest first. */
export async function readDebtorHistory(tx: Tx, debtorId: string): Promise<DebtorFact[]> {
  const rows = await tx.query<Row & { effectiveOn: Day; recordedAt: Date }>(
    `select ${columns}, effective_on as "effectiveOn", recorded_at as "recordedAt"
     from cedent.debtor_fact where tenant_id = $1 and debtor_id = $2 order by effective_on, seq`,
    [tx.tenantId, debtorId],
  );
  return rows.map((row) => ({
    debtor: toDebtor(row),
    effectiveOn: row.effectiveOn,
    recordedAt: row.recordedAt,
  }));
}

type Row = {
  id: string;
  name: string;
  country: string | null;
  groupId: string | null;
  identifiers: Record<string, string>;
};

const columns = `debtor_id as id, name, country, group_id as "groupId", identifiers`;

function toDebtor({ id, name, country, groupId, identifiers }: Row): Debtor {
  return {
    id,
    name,
    ...(country === null ? {} : { country }),
    ...(groupId === null ? {} : { groupId }),
    identifiers,
  };
}

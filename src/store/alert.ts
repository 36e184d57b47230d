import type { Day } from '../core/calendar.ts';
import { canonicalJson } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import { audit } from './audit.ts';
import { newId, type Tx } from './database.ts';

/** What somebody has to look at: a code and its numbers, worded under `alert.<code>`. */
export type AlertRaised = {
  /** The same cause again is the same alert. */
  cause: string;
  code: string;
  params: Record<string, string | number>;
  /** What it is about: a duty, a notice. */
  subject: string;
  debtorId?: string;
  raisedOn: Day;
};

export type Alert = AlertRaised & { id: Id; recordedAt: Date };

/** Raises each once; returns how many are new. */
export async function raiseAlerts(tx: Tx, alerts: readonly AlertRaised[]): Promise<number> {
  if (alerts.length === 0) return 0;
  const rows = await tx.query(
    `insert into cedent.alert (tenant_id, id, cause, code, params, subject, debtor_id, raised_on)
     select $1, a.id, a.cause, a.code, a.params, a.subject, a.debtor_id, a.raised_on
     from jsonb_to_recordset($2::jsonb) as a (id uuid, cause text, code text, params jsonb,
       subject text, debtor_id text, raised_on date)
     on conflict do nothing returning 1`,
    [
      tx.tenantId,
      canonicalJson(
        alerts.map(({ cause, code, params, subject, debtorId, raisedOn }) => ({
          id: newId(),
          cause,
          code,
          params,
          subject,
          debtor_id: debtorId ?? null,
          raised_on: raisedOn,
        })),
      ),
    ],
  );
  return rows.length;
}

/**
 * Alerts that nobody has acknowledged, the newest first. One of a duty that has moved on to another
 * state, or has ended, is no longer shown, except that something was missed: that stays until seen.
 */
export async function listAlerts(tx: Tx, { limit }: { limit: number }): Promise<Alert[]> {
  const rows = await tx.query<Omit<Alert, 'debtorId'> & { debtorId: string | null }>(
    `select a.id, a.cause, a.code, a.params, a.subject, a.debtor_id as "debtorId",
       a.raised_on as "raisedOn", a.recorded_at as "recordedAt"
     ${waiting} order by a.id desc limit $2`,
    [tx.tenantId, limit],
  );
  return rows.map(({ debtorId, ...row }) => (debtorId === null ? row : { ...row, debtorId }));
}

export async function countAlerts(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ count: number }>(`select count(*) as count ${waiting}`, [
    tx.tenantId,
  ]);
  return row?.count ?? 0;
}

/** A named person has seen them; one that was seen before stays theirs who saw it first. */
export async function acknowledgeAlerts(
  tx: Tx,
  { ids, personId, note }: { ids: readonly Id[]; personId: Id; note: string },
): Promise<number> {
  const rows = await tx.query<{ id: Id }>(
    `insert into cedent.alert_acknowledgement (tenant_id, alert_id, person_id, note)
     select $1, a.id, $3, $4 from cedent.alert a
     where a.tenant_id = $1 and a.id = any ($2::uuid[])
     on conflict do nothing returning alert_id as id`,
    [tx.tenantId, ids, personId, note],
  );
  if (rows.length === 0) return 0;
  const body = { alerts: rows.map(({ id }) => id), note };
  const actor = { personId };
  await audit(tx, { actor, action: 'alert.acknowledged', subject: 'alert', body });
  return rows.length;
}

/** Whether any of these was ever raised. */
export async function knowsAlert(tx: Tx, ids: readonly Id[]): Promise<boolean> {
  const rows = await tx.query(
    'select 1 from cedent.alert where tenant_id = $1 and id = any ($2::uuid[]) limit 1',
    [tx.tenantId, ids],
  );
  return rows.length > 0;
}

const waiting = `from cedent.alert a
  left join cedent.open_duty o on o.tenant_id = a.tenant_id and o.duty_id = a.subject
  where a.tenant_id = $1
    and not exists (select from cedent.alert_acknowledgement k
      where k.tenant_id = $1 and k.alert_id = a.id)
    and (a.code not in ('duty_due_soon', 'duty_due') or 'duty_' || o.status = a.code)`;

import type { Day } from '../core/calendar.ts';
import { dutiesOf } from '../core/clock/duties.ts';
import { type Duty, type DutyPassing, type DutyStatus, passings } from '../core/clock/duty.ts';
import { canonicalJson } from '../core/hash.ts';
import { type AlertRaised, raiseAlerts } from './alert.ts';
import { businessDay } from './business-clock.ts';
import { type ClockScope, readClockInputs } from './clock-input.ts';
import type { Tx } from './database.ts';

/** The duties of every policy as of now, worked out from the facts; what is to be done first is first. */
export async function readDuties(tx: Tx, scope: ClockScope = {}): Promise<Duty[]> {
  const inputs = await readClockInputs(tx, scope);
  const duties = inputs
    .flatMap((input) => dutiesOf(input))
    .filter((one) => scope.debtorId === undefined || one.debtorId === scope.debtorId);
  return duties.toSorted((one, other) =>
    one.doBy === other.doBy ? (one.id < other.id ? -1 : 1) : one.doBy < other.doBy ? -1 : 1,
  );
}

/**
 * Puts on record what the duties have passed since the last time and raises an alert for it, so that
 * no deadline is missed in silence. Done twice, or late, it comes to the same.
 */
export async function recordPassings(
  tx: Tx,
  duties: readonly Duty[],
  today: Day,
): Promise<{ facts: number; alerts: number }> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [
    `duties ${tx.tenantId}`,
  ]);
  const begun = duties.filter(({ status }) => status !== 'upcoming');
  const recorded = await readRecorded(tx, begun);
  const passed: Passed[] = begun.flatMap((duty) =>
    passings(duty, recorded.get(duty.id)).map((passing) => ({ duty, passing })),
  );
  const gone = await endGone(tx, duties, today);
  passed.push(...gone);
  await appendFacts(tx, passed);
  const alerts = await raiseAlerts(tx, passed.flatMap(alertOf(passed)));
  return { facts: passed.length, alerts };
}

export type RecordedPassing = { status: DutyStatus; on: Day; lastDay: Day; recordedAt: Date };

/** What was put on record of a duty, oldest first. */
export async function readDutyBook(tx: Tx, dutyId: string): Promise<RecordedPassing[]> {
  return tx.query<RecordedPassing>(
    `select status, on_day as "on", last_day as "lastDay", recorded_at as "recordedAt"
     from cedent.duty_fact where tenant_id = $1 and duty_id = $2 order by seq`,
    [tx.tenantId, dutyId],
  );
}

type Passed = { duty: Duty; passing: DutyPassing };

/** The newest state on record of each of these duties. */
async function readRecorded(tx: Tx, duties: readonly Duty[]) {
  const rows = await tx.query<{ id: string; status: DutyStatus; lastDay: Day }>(
    `select n.id, f.status, f.last_day as "lastDay"
     from unnest($2::text[]) as n (id)
     cross join lateral (
       select d.status, d.last_day from cedent.duty_fact d
       where d.tenant_id = $1 and d.duty_id = n.id order by d.seq desc limit 1) f`,
    [tx.tenantId, duties.map(({ id }) => id)],
  );
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

/** A duty on record that the facts no longer bring, such as of a limit withdrawn, has ended. */
async function endGone(tx: Tx, duties: readonly Duty[], today: Day): Promise<Passed[]> {
  const rows = await tx.query<{ id: string; duty: Duty }>(
    `select o.duty_id as id, f.duty
     from cedent.open_duty o
     cross join lateral (
       select d.duty from cedent.duty_fact d
       where d.tenant_id = $1 and d.duty_id = o.duty_id order by d.seq desc limit 1) f
     where o.tenant_id = $1`,
    [tx.tenantId],
  );
  const there = new Set(duties.map(({ id }) => id));
  return rows.flatMap(({ id, duty }) => {
    if (there.has(id)) return [];
    const settled = { status: 'moot', on: today, reason: 'ended' } as const;
    return [{ duty: { ...duty, status: 'moot', settled }, passing: { status: 'moot', on: today } }];
  });
}

async function appendFacts(tx: Tx, passed: readonly Passed[]): Promise<void> {
  if (passed.length === 0) return;
  const rows = passed.map(({ duty, passing }) => ({
    duty_id: duty.id,
    policy_id: duty.policyId,
    debtor_id: duty.debtorId ?? null,
    receivable_id: duty.receivableId ?? null,
    status: passing.status,
    on_day: passing.on,
    last_day: duty.lastDay,
    duty,
  }));
  await tx.query(
    `insert into cedent.duty_fact (tenant_id, duty_id, policy_id, debtor_id, receivable_id, status,
       on_day, last_day, duty)
     select $1, r.duty_id, r.policy_id, r.debtor_id, r.receivable_id, r.status, r.on_day,
       r.last_day, r.duty
     from jsonb_to_recordset($2::jsonb) as r (duty_id text, policy_id text, debtor_id text,
       receivable_id uuid, status text, on_day date, last_day date, duty jsonb)`,
    [tx.tenantId, canonicalJson(rows)],
  );
  const newest = [...new Map(rows.map((row) => [row.duty_id, row])).values()];
  const ended = newest.filter(({ status }) => status === 'done' || status === 'moot');
  await tx.query(
    `delete from cedent.open_duty where tenant_id = $1 and duty_id = any ($2::text[])`,
    [tx.tenantId, ended.map(({ duty_id }) => duty_id)],
  );
  const open = newest.filter(({ status }) => status !== 'done' && status !== 'moot');
  await tx.query(
    `insert into cedent.open_duty (tenant_id, duty_id, policy_id, receivable_id, status, last_day)
     select $1, r.duty_id, r.policy_id, r.receivable_id, r.status, r.last_day
     from jsonb_to_recordset($2::jsonb) as r (duty_id text, policy_id text, receivable_id uuid,
       status text, last_day date)
     on conflict (duty_id, tenant_id) do update
       set status = excluded.status, last_day = excluded.last_day`,
    [tx.tenantId, canonicalJson(open)],
  );
}

/**
 * One alert for the state a duty has come to. Of a forecast only that it has happened; of what was
 * done or needs nothing more, none, unless its last day had passed before.
 */
function alertOf(passed: readonly Passed[]): (one: Passed) => AlertRaised[] {
  const reached = new Map(
    passed.flatMap(({ duty, passing: { status, on } }) =>
      status === 'done' || status === 'moot' ? [] : [[duty.id, { status, on }] as const],
    ),
  );
  return ({ duty, passing }) => {
    const { status } = passing;
    if (reached.get(duty.id)?.status !== status) return [];
    if (status !== 'past' && (duty.isForecast || duty.settled)) return [];
    // It says no more than the stop of cover that follows from it.
    if (duty.isForecast && duty.duty === 'end_of_extension') return [];
    const { id, lastDay, doBy, debtorId } = duty;
    return [
      {
        cause: `${id}|${lastDay}|${status}`,
        code: `duty_${status}`,
        params: { duty: duty.duty, subject: duty.subject, doBy, lastDay },
        subject: id,
        ...(debtorId !== undefined && { debtorId }),
        raisedOn: passing.on,
      },
    ];
  };
}

/** Works the duties out and puts on record what they have passed: within one transaction. */
export async function reckonDuties(tx: Tx): Promise<{ facts: number; alerts: number }> {
  const duties = await readDuties(tx);
  return recordPassings(tx, duties, await businessDay(tx));
}

import { expect } from 'vitest';
import { overpaymentMinor, residualMinor } from '../../src/core/funding/account.ts';
import { isHeld, type Position } from '../../src/core/funding/position.ts';
import type { Id } from '../../src/core/ids.ts';
import { accountRoles } from '../../src/core/journal/account-role.ts';
import { carriedOf } from '../../src/core/journal/carried.ts';
import { parseDecimal, sumMinor } from '../../src/core/money.ts';
import type { Tx } from '../../src/store/database.ts';
import { readPositionsOf } from '../../src/store/position.ts';
import type { Factor, Told } from './factor.ts';

type Named = { schedule: string; line: number; receivableId: Id };

/** Every invoice of the factor's books is in ours what it is there, to the cent. */
export async function compareAccounts(tx: Tx, { factor, told }: { factor: Factor; told: Told[] }) {
  const named = await readNamed(tx);
  const positions = await readPositionsOf(
    tx,
    named.map(({ receivableId }) => receivableId),
  );
  const byLine = new Map(named.map((own) => [`${own.schedule}|${own.line}`, own.receivableId]));
  const firstTold = [...new Map(told.toReversed().map((one) => [one.id, one])).values()];
  const movements = Map.groupBy(firstTold, (one) => `${one.scheduleReference}|${one.lineNumber}`);
  const accounts = await factor.accounts();
  const theirs: Record<string, unknown> = {};
  const ours: Record<string, unknown> = {};
  for (const account of accounts) {
    const key = `${account.scheduleReference}|${account.lineNumber}`;
    const position = positions.get(byLine.get(key) ?? '') ?? { status: 'free' };
    theirs[key] = termsOf(movements.get(key) ?? []);
    ours[key] = ownTermsOf(position);
    if (!isHeld(position)) continue;
    const { account: own, marks } = position;
    const isOver = account.isOver && own.misdirectedMinor === 0 && marks.disputedMinor === 0;
    expect({ key, closed: position.status === 'closed' }).toEqual({ key, closed: isOver });
    if (own.misdirectedMinor !== 0) continue;
    const left = parseDecimal(account.residual, account.currency);
    expect({ key, left: residualMinor(own) }).toEqual({ key, left });
    if (isOver) expect(overpaymentMinor(own)).toBeGreaterThanOrEqual(0);
  }
  expect(ours).toEqual(theirs);
  const held = [...positions.values()].filter((own) => isHeld(own) && own.account.advanceMinor > 0);
  expect(held.length).toBe(accounts.length);
  return { accounts: accounts.length, positions };
}

/** What the books carry of each receivable follows from its account, and from nothing else. */
export async function compareBooks(tx: Tx, positions: ReadonlyMap<Id, Position>): Promise<void> {
  const rows = await tx.query<{ subject: string; account: string; amountMinor: number }>(
    `select subject, account, sum(amount_minor)::bigint as "amountMinor" from cedent.posting
     where tenant_id = $1 group by subject, account having sum(amount_minor) <> 0`,
    [tx.tenantId],
  );
  const booked = new Map(rows.map((row) => [`${row.subject}|${row.account}`, row.amountMinor]));
  for (const [id, position] of positions) {
    const carried = isHeld(position) ? carriedOf(position, position.accounting) : {};
    for (const role of accountRoles) {
      const amount = booked.get(`${id}|${role}`) ?? 0;
      expect({ id, role, amount }).toEqual({ id, role, amount: (carried[role] ?? 0) + 0 });
    }
  }
  const due = await tx.query<{ number: string; advanced: number; booked: number }>(
    `select r.number, coalesce(sum((f.fact->>'amountMinor')::bigint), 0)::bigint as advanced,
       (select coalesce(sum(p.amount_minor), 0)::bigint from cedent.posting p
        where p.tenant_id = $1 and p.account = 'due_from_factor' and p.subject = r.number) as booked
     from cedent.funding_request r
     left join cedent.position_fact f on f.tenant_id = $1 and f.fact->>'kind' = 'advanced'
       and f.fact->>'requestId' = r.id::text
     where r.tenant_id = $1 group by r.number`,
    [tx.tenantId],
  );
  for (const { number, advanced, booked: on } of due) {
    expect({ number, on }).toEqual({ number, on: advanced });
  }
  const trial = await tx.query(
    `select currency, functional_currency, sum(amount_minor) as a, sum(functional_minor) as f
     from cedent.posting where tenant_id = $1 group by currency, functional_currency
     having sum(amount_minor) <> 0 or sum(functional_minor) <> 0`,
    [tx.tenantId],
  );
  expect(trial).toEqual([]);
}

/** Each movement once, each cause once for each receivable, and every fact of ours its one journal. */
export async function compareCauses(tx: Tx): Promise<void> {
  const twice = await tx.query(
    `select movement_id, count(*) from cedent.funder_movement
     where tenant_id = $1 and result <> 'questioned' group by movement_id having count(*) > 1`,
    [tx.tenantId],
  );
  expect(twice).toEqual([]);
  const causes = await tx.query(
    `select receivable_id, fact->>'cause' as cause, count(*) from cedent.position_fact
     where tenant_id = $1 and fact->>'cause' is not null and fact->>'kind' <> 'released'
     group by receivable_id, fact->>'cause' having count(*) > 1`,
    [tx.tenantId],
  );
  expect(causes).toEqual([]);
  const lost = await tx.query(
    `select f.receivable_id, f.seq, f.fact->>'kind' as kind from cedent.position_fact f
     where f.tenant_id = $1 and coalesce((f.fact->>'amountMinor')::bigint, 0) <> 0
       and f.fact->>'kind' not in ('disputed', 'collected') and not exists (
         select from cedent.journal j where j.tenant_id = $1
           and j.cause = 'position|' || f.receivable_id || '|' || f.seq)`,
    [tx.tenantId],
  );
  expect(lost).toEqual([]);
}

function readNamed(tx: Tx): Promise<Named[]> {
  return tx.query<Named>(
    `select r.number as schedule, (l->>'lineNumber')::integer as line,
       l->>'receivableId' as "receivableId"
     from cedent.funding_request r
     join cedent.request_fact f on f.tenant_id = r.tenant_id and f.request_id = r.id
       and f.fact->>'kind' = 'submitted'
     cross join lateral jsonb_array_elements(f.fact->'canonical'->'lines') l
     where r.tenant_id = $1`,
    [tx.tenantId],
  );
}

/** The factor's side, from its movements alone. */
function termsOf(movements: readonly Told[]) {
  const sum = (...kinds: string[]) =>
    sumMinor(
      movements
        .filter(({ kind }) => kinds.includes(kind))
        .map(({ amount, currency, reversal }) => {
          const amountMinor = parseDecimal(amount, currency) ?? Number.NaN;
          return reversal ? -amountMinor : amountMinor;
        }),
    );
  return {
    paid: sumMinor([sum('advance', 'reserve_release'), -sum('seller_payment')]),
    collected: sum('collection', 'turnover'),
    fees: sum('service_fee', 'misdirected_fee'),
    feeTax: sum('fee_tax'),
    interest: sum('interest'),
    dilution: sum('dilution'),
    writeOff: sum('write_off'),
    reassigned: sum('reassignment'),
  };
}

function ownTermsOf(position: Position) {
  if (!isHeld(position)) return position.status;
  const { account } = position;
  return {
    paid: sumMinor([account.advanceMinor, account.rebateMinor]),
    collected: account.collectedMinor,
    fees: account.feesMinor,
    feeTax: account.feeTaxMinor,
    interest: account.interestMinor,
    dilution: account.dilutionMinor,
    writeOff: account.writeOffMinor,
    reassigned: account.reassignedMinor,
  };
}

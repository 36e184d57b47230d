import type { AsOf, Day } from '../core/calendar.ts';
import type { Charges } from '../core/charge/charges.ts';
import type { Detail } from '../core/detail.ts';
import { FunderMovement } from '../core/funding/funder-movement.ts';
import type { Id } from '../core/ids.ts';
import { bookedAccounts, type PostedSum } from '../core/reconciliation/books.ts';
import type { CashSum } from '../core/reconciliation/cash.ts';
import {
  type BookBalance,
  type ControlAnswer,
  type ControlBalance,
  controlLines,
} from '../core/reconciliation/control.ts';
import { type Figures, noFigures } from '../core/reconciliation/figures.ts';
import { type HeldReceivable, movementOf } from '../core/reconciliation/life.ts';
import { type PledgeLine, pledgeFound, pledgeOf } from '../core/reconciliation/pledge.ts';
import { type Reconciliation, reconcile } from '../core/reconciliation/reconcile.ts';
import type { ToldMovement, ToldSum } from '../core/reconciliation/told.ts';
import { listExports } from './books/export.ts';
import { one, type Tx } from './database.ts';
import { readTermsHistory } from './facility.ts';
import { readMarket } from './fixing.ts';
import { readHeld, readNumbers } from './held.ts';

export type ReconciledFacility = Reconciliation & {
  facilityId: string;
  name: string;
  mode: 'sale' | 'pledge';
  asOf: Day;
  since: Day;
  /** Whether any of its agreements says what is charged. */
  isPriced: boolean;
  pledge?: PledgeLine;
  /** Absent where no general ledger was given. */
  control?: ControlAnswer;
};

type Of = AsOf & {
  facilityId: string;
  /** What was closed before is left out. */
  since: Day;
  control?: readonly ControlBalance[] | undefined;
};

/** A facility as of a day, all sides beside each other; undefined where there is no such facility. */
export async function reconcileFacility(tx: Tx, of: Of): Promise<ReconciledFacility | undefined> {
  const { facilityId, asOf, since, control = [] } = of;
  const versions = await readTermsHistory(tx, facilityId);
  const terms = versions.at(-1)?.terms;
  if (!terms) return undefined;
  const charges = new Map<string, Charges>();
  for (const { termsHash, agreement } of versions) {
    if (agreement.charges) charges.set(termsHash, agreement.charges);
  }
  const requests = await readNumbers(tx, facilityId);
  const receivables = await readHeld(tx, of, requests);
  const ids = receivables.map(({ receivableId }) => receivableId);
  const reconciled = reconcile({
    currency: terms.currency,
    receivables,
    requests,
    charges,
    control,
    since,
    asOf,
    signedOn: versions.at(-1)?.agreement.signedOn ?? since,
    movements: await readMovements(tx, of, receivables),
    told: await readTold(tx, of, ids),
    posted: await readPosted(tx, of, ids),
    cash: await readCash(tx, of, referencesOf(receivables, requests)),
    market: await readMarket(tx, of, charges.values()),
  });
  const { name, mode } = terms;
  const isPriced = charges.size > 0;
  const answer = { ...reconciled, facilityId, name, mode, asOf, since, isPriced };
  const pledge = mode === 'pledge' ? await readPledge(tx, of) : undefined;
  return {
    ...answer,
    ...(pledge && { pledge, differences: [...pledgeFound(pledge), ...answer.differences] }),
    ...(of.control && { control: await readControl(tx, of, of.control) }),
  };
}

/** What was told on receivables that were looked for by name, and that is booked or known. */
async function readTold(
  tx: Tx,
  { facilityId, asOf, knownAt }: Of,
  ids: readonly Id[],
): Promise<Map<Id, ToldSum[]>> {
  const rows = await tx.query<ToldSum & { receivableId: Id }>(
    `select m.receivable_id as "receivableId", m.movement->>'kind' as kind, m.result as status,
       (m.movement->>'reversal')::boolean as reversal,
       sum((m.movement->>'amountMinor')::bigint)::bigint as "amountMinor",
       min(m.booked_on) as "bookedOn", min(m.movement->>'valueOn') as "valueOn"
     from cedent.funder_movement m
     where m.tenant_id = $1 and m.facility_id = $2 and m.booked_on <= $3 and m.recorded_at <= $4
       and m.result <> 'questioned' and m.receivable_id = any ($5::uuid[])
     group by 1, 2, 3, 4`,
    [tx.tenantId, facilityId, asOf, knownAt, ids],
  );
  return groupedBy(rows, ({ receivableId }) => receivableId);
}

async function readMovements(
  tx: Tx,
  { facilityId, asOf, knownAt, since }: Of,
  receivables: readonly HeldReceivable[],
): Promise<ToldMovement[]> {
  const rows = await tx.query<{
    id: Id;
    movement: unknown;
    receivableId: Id | null;
    result: 'booked' | 'confirmed' | 'questioned';
    decision: 'booked' | 'dismissed' | null;
    detail: Detail | null;
  }>(
    `select m.id, m.movement, m.receivable_id as "receivableId", m.result, d.decision, m.detail
     from cedent.funder_movement m
     left join cedent.movement_decision d
       on d.tenant_id = $1 and d.movement_id = m.id and d.recorded_at <= $4
     where m.tenant_id = $1 and m.facility_id = $2 and m.booked_on <= $3 and m.recorded_at <= $4
       and (m.receivable_id is null or m.result = 'questioned')
       and (d.decision is distinct from 'dismissed' or m.booked_on >= $5)
     order by m.recorded_at, m.id`,
    [tx.tenantId, facilityId, asOf, knownAt, since],
  );
  const placed = placesOf(receivables);
  return rows.map(({ result, decision, ...row }) => {
    const told = { ...row, movement: FunderMovement.parse(row.movement) };
    const isDecided = result === 'questioned' && decision === 'booked';
    // Where a person booked it, whatever the funder had named.
    const receivableId = isDecided ? (placed.get(row.id) ?? null) : row.receivableId;
    return { ...told, receivableId, status: decision ?? result };
  });
}

/** The receivable on which each movement is booked, where it is one. */
function placesOf(receivables: readonly HeldReceivable[]): Map<Id, Id> {
  const placed = new Map<Id, Id>();
  for (const { receivableId, facts } of receivables) {
    for (const { fact } of facts) {
      const movement = movementOf(fact);
      if (movement !== undefined) placed.set(movement, receivableId);
    }
  }
  return placed;
}

async function readPosted(
  tx: Tx,
  { facilityId, asOf, knownAt }: Of,
  ids: readonly Id[],
): Promise<Map<Id, PostedSum[]>> {
  const rows = await tx.query<PostedSum & { subject: Id }>(
    `select p.subject, p.account, j.kind, j.effective_on > $3 as "isLate",
       sum(p.amount_minor)::bigint as "amountMinor"
     from cedent.posting p
     join cedent.journal j on j.tenant_id = p.tenant_id and j.id = p.journal_id
     where p.tenant_id = $1 and p.subject = any ($5::text[]) and p.account = any ($6::text[])
       and j.facility_id = $2 and j.value_on <= $3 and j.recorded_at <= $4
     group by p.subject, p.account, j.kind, j.effective_on > $3`,
    [tx.tenantId, facilityId, asOf, knownAt, ids, bookedAccounts],
  );
  return groupedBy(rows, ({ subject }) => subject);
}

function groupedBy<Row>(rows: readonly Row[], keyOf: (row: Row) => Id): Map<Id, Row[]> {
  const groups = new Map<Id, Row[]>();
  for (const row of rows) {
    const own = groups.get(keyOf(row));
    if (own) own.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

/** What the bank's entries settle: requests by their numbers, settlements by their causes. */
export function referencesOf(
  receivables: readonly HeldReceivable[],
  requests: ReadonlyMap<Id, string>,
): string[] {
  const references = new Set<string>();
  for (const { fact } of receivables.flatMap(({ facts }) => facts)) {
    const number = requests.get(fact.requestId);
    if (fact.kind === 'advanced' && number !== undefined) references.add(number);
    if (fact.kind === 'rebated') references.add(fact.cause);
  }
  return [...references];
}

export function readCash(
  tx: Tx,
  { asOf, knownAt }: AsOf,
  references: string[],
): Promise<CashSum[]> {
  return tx.query<CashSum>(
    `with sums as (
       select p.subject as reference, min(j.value_on) as since,
         coalesce(sum(p.amount_minor) filter (where not b.banked), 0)::bigint as "dueMinor",
         coalesce(-sum(p.amount_minor) filter (where b.banked), 0)::bigint as "bankMinor"
       from cedent.posting p
       join cedent.journal j on j.tenant_id = p.tenant_id and j.id = p.journal_id
       cross join lateral (select exists (
         select from cedent.posting o where o.tenant_id = $1 and o.journal_id = j.id
           and o.account = 'bank') as banked) b
       where p.tenant_id = $1 and p.subject = any ($4::text[]) and p.account = 'due_from_factor'
         and j.value_on <= $2 and j.recorded_at <= $3
       group by p.subject
     )
     select s.*, coalesce((
       select m.movement_id from cedent.funder_movement m
       where m.tenant_id = $1 and m.id = case when s.reference like 'movement|%'
         then split_part(s.reference, '|', 2)::uuid end), s.reference) as name
     from sums s order by s.since, s.reference`,
    [tx.tenantId, asOf, knownAt, references],
  );
}

/** A pledge's line over all it ever held: one that has ended may still be owed for. */
async function readPledge(tx: Tx, { facilityId, asOf, knownAt }: Of): Promise<PledgeLine> {
  type Sums = Pick<Figures, 'advance' | 'rebate' | 'interest' | 'fees' | 'feeTax' | 'collected'>;
  const sum = (what: string) =>
    `coalesce(sum((f.fact->>'amountMinor')::bigint) filter (where ${what}), 0)::bigint`;
  const rows = await tx.query<Sums>(
    `select ${sum("f.fact->>'kind' = 'advanced'")} as advance,
       ${sum("f.fact->>'kind' = 'rebated'")} as rebate,
       ${sum("f.fact->>'kind' = 'collected'")} as collected,
       ${sum("f.fact->>'charge' = 'interest'")} as interest,
       ${sum("f.fact->>'charge' = 'fee_tax'")} as "feeTax",
       ${sum("f.fact->>'charge' in ('service_fee', 'misdirected_fee')")} as fees
     from cedent.position_fact f
     join cedent.funding_request q
       on q.tenant_id = $1 and q.id = (f.fact->>'requestId')::uuid and q.facility_id = $2
     where f.tenant_id = $1 and f.effective_on <= $3 and f.recorded_at <= $4
     group by f.receivable_id`,
    [tx.tenantId, facilityId, asOf, knownAt],
  );
  const books = one(
    await tx.query<{ booksMinor: number; chargesPaidMinor: number }>(
      `select coalesce(-sum(p.amount_minor), 0)::bigint as "booksMinor",
         coalesce(sum(p.amount_minor) filter (where j.kind in ('cash_paid', 'cash_received')), 0)
           ::bigint as "chargesPaidMinor"
       from cedent.posting p
       join cedent.journal j on j.tenant_id = p.tenant_id and j.id = p.journal_id
       where p.tenant_id = $1 and p.subject = $2 and p.account = 'borrowings'
         and j.value_on <= $3 and j.recorded_at <= $4 and j.kind <> 'revaluation'`,
      [tx.tenantId, facilityId, asOf, knownAt],
    ),
    'borrowings of the facility',
  );
  return pledgeOf(
    rows.map((own) => ({ ...noFigures(), ...own })),
    books,
  );
}

async function readControl(
  tx: Tx,
  { asOf, knownAt }: Of,
  given: readonly ControlBalance[],
): Promise<ControlAnswer> {
  const balances = await tx.query<BookBalance>(
    `select p.account, j.facility_id as "facilityId", p.currency,
       sum(p.amount_minor)::bigint as "amountMinor"
     from cedent.journal j
     join cedent.posting p on p.tenant_id = j.tenant_id and p.journal_id = j.id
     where j.tenant_id = $1 and j.effective_on <= $2 and j.recorded_at <= $3
     group by p.account, j.facility_id, p.currency order by p.account, p.currency`,
    [tx.tenantId, asOf, knownAt],
  );
  const [newest] = await listExports(tx, { limit: 1 });
  const accounts = newest?.accounts ?? { accounts: {}, facilities: {} };
  return controlLines(given, { balances, accounts });
}

import type { AsOf, Day, Instant } from '../core/calendar.ts';
import type { Party, RequestLine } from '../core/funding/request.ts';
import type { Id } from '../core/ids.ts';
import type { Need, SelectionInput } from '../core/input.ts';
import { type AmountMinor, shareBp, sumMinor } from '../core/money.ts';
import type { FacilityResult, Plan } from '../core/plan.ts';
import type { Selection } from '../core/select.ts';
import { businessDay, databaseNow } from './business-clock.ts';
import type { Tx } from './database.ts';
import { readDebtors } from './debtor.ts';
import { readFacilities } from './facility.ts';
import { readSelectionInput, storeRun } from './selection.ts';

/** Where the selection itself runs: in this thread, or in one of its own. */
export type RunSelection = (input: SelectionInput) => Promise<Selection>;

export type ProposalRefusal = {
  status: 'refused';
  code: string;
  params: Record<string, string | number | boolean>;
};

export type PlanQuery = {
  asOf?: Day | undefined;
  knownAt?: Instant | undefined;
  need?: Need | undefined;
};

/** The plan for a day and for what was known at an instant; absent: today and now. Stores nothing. */
export async function planFor(
  tx: Tx,
  query: PlanQuery,
  run: RunSelection,
): Promise<{ status: 'selected'; plan: Plan } | ProposalRefusal> {
  const made = await makePlan(tx, query, run);
  return made.status === 'refused' ? made : { status: 'selected', plan: made.plan };
}

export type ProposalQuery = {
  personId: Id;
  facilityId: string;
  asOf?: Day | undefined;
  /** The receivables of a basket, or a need that is met from the cheapest. */
  choice: { receivableIds: readonly Id[] } | { need: Need };
};

export type Proposal = {
  status: 'proposed';
  sellerId: string;
  asOf: Day;
  planInputHash: string;
  lines: RequestLine[];
};

/** The lines of a request as the plan of the day has them; the plan's run is kept. */
export async function proposeRequest(
  tx: Tx,
  { personId, facilityId, asOf, choice }: ProposalQuery,
  run: RunSelection,
): Promise<Proposal | ProposalRefusal> {
  const need = 'need' in choice ? choice.need : undefined;
  const made = await makePlan(tx, { asOf, need }, run);
  if (made.status === 'refused') return made;
  const { input, plan, knownAt } = made;
  const result = plan.facilities.find((facility) => facility.facilityId === facilityId);
  if (!result) return refuse('facility_unknown', { facilityId });
  const ids = 'need' in choice ? placedIn(plan, facilityId) : [...new Set(choice.receivableIds)];
  if (ids.length === 0) return refuse('nothing_chosen', {});
  const when = { asOf: plan.asOf, knownAt };
  const drawn = await drawLines(tx, { ids, result, when });
  if (drawn.status === 'refused') return drawn;
  const { sellerId, lines } = drawn;
  await storeRun(tx, { actor: { personId }, input, plan, knownAt });
  return { status: 'proposed', sellerId, asOf: plan.asOf, planInputHash: plan.inputHash, lines };
}

type Made = {
  status: 'made';
  input: SelectionInput;
  plan: Plan;
  knownAt: Instant;
};

async function makePlan(
  tx: Tx,
  query: PlanQuery,
  run: RunSelection,
): Promise<Made | ProposalRefusal> {
  const asOf = query.asOf ?? (await businessDay(tx));
  const knownAt = query.knownAt ?? (await databaseNow(tx));
  const need = query.need ? { need: query.need } : {};
  const input = await readSelectionInput(tx, { asOf, knownAt, ...need });
  if (input.facilities.length === 0) return refuse('facility_unknown', { asOf });
  const selection = await run(input);
  if (selection.ok) return { status: 'made', input, plan: selection.plan, knownAt };
  const [first] = selection.refusals;
  return refuse(first?.code ?? 'selection_refused', { ...first?.params });
}

function placedIn(plan: Plan, facilityId: string): Id[] {
  const lines = plan.allocation?.lines ?? [];
  return lines.filter((line) => line.facilityId === facilityId).map((line) => line.receivableId);
}

type Drawn = { status: 'drawn'; sellerId: string; lines: RequestLine[] };
type Draw = { ids: readonly Id[]; result: FacilityResult; when: AsOf };

async function drawLines(tx: Tx, draw: Draw): Promise<Drawn | ProposalRefusal> {
  const { ids, result, when } = draw;
  const [facility] = await readFacilities(tx, { ...when, facilityIds: [result.facilityId] });
  if (!facility) return refuse('facility_unknown', { facilityId: result.facilityId });
  const rows = await readRows(tx, ids, when);
  const eligible = new Map(result.lines.map((line) => [line.receivableId, line.eligibleMinor]));
  const debtors = await readDebtors(tx, { ...when, ids: rows.map(({ debtorId }) => debtorId) });
  const parties = new Map(debtors.map((debtor) => [debtor.id, partyOf(debtor)]));
  const lines: RequestLine[] = [];
  for (const { sellerId: _, debtorId, dueOn, ...row } of rows) {
    const fundedMinor = eligible.get(row.receivableId) ?? 0;
    const debtor = parties.get(debtorId);
    if (fundedMinor === 0 || !debtor || dueOn === null) {
      return refuse('not_eligible', { number: row.number });
    }
    const advanceMinor = shareBp(fundedMinor, facility.terms.advanceRateBp, 'down');
    lines.push({
      ...row,
      debtor,
      dueOn,
      lineNumber: lines.length + 1,
      fundedMinor,
      advanceMinor,
    });
  }
  if (lines.length < ids.length) return refuse('not_eligible', { number: '' });
  return check(rows, lines, result);
}

/** One assignment has one assignor, and a facility advances no more than it still has. */
function check(rows: Row[], lines: RequestLine[], result: FacilityResult): Drawn | ProposalRefusal {
  const [sellerId = '', ...others] = new Set(rows.map((row) => row.sellerId));
  if (others.length > 0) return refuse('several_sellers', { count: others.length + 1 });
  const advanceMinor: AmountMinor = sumMinor(lines.map((line) => line.advanceMinor));
  const roomMinor = Math.max(0, result.availableMinor);
  if (advanceMinor > roomMinor) {
    const { facilityId, currency } = result;
    return refuse('facility_full', { facilityId, advanceMinor, roomMinor, currency });
  }
  return { status: 'drawn', sellerId, lines };
}

type Row = Pick<
  RequestLine,
  | 'receivableId'
  | 'fingerprint'
  | 'number'
  | 'instalment'
  | 'issuedOn'
  | 'currency'
  | 'faceMinor'
  | 'openMinor'
> & { sellerId: string; debtorId: string; dueOn: Day | null };

/** In the order of debtor and due day, as a schedule lists them. */
async function readRows(tx: Tx, ids: readonly Id[], { asOf, knownAt }: AsOf): Promise<Row[]> {
  return tx.query<Row>(
    `select r.id as "receivableId", r.fingerprint, r.number, r.instalment,
       r.issued_on as "issuedOn", r.currency, r.face_minor as "faceMinor",
       f.open_minor as "openMinor", r.seller_id as "sellerId", r.debtor_id as "debtorId",
       r.due_on as "dueOn"
     from cedent.receivable r
     cross join lateral (
       select p.open_minor from cedent.receivable_fact p
       where p.tenant_id = $1 and p.receivable_id = r.id
         and p.effective_on <= $3 and p.recorded_at <= $4
       order by p.effective_on desc, p.seq desc limit 1) f
     where r.tenant_id = $1 and r.id = any ($2::uuid[])
     order by r.debtor_id, r.due_on, r.number, r.instalment`,
    [tx.tenantId, ids, asOf, knownAt],
  );
}

function partyOf(debtor: {
  id: string;
  name: string;
  country?: string | undefined;
  identifiers: Record<string, string>;
}): Party {
  const { id, name, country, identifiers } = debtor;
  return country === undefined
    ? { id, name, identifiers }
    : { id, name, country, identifiers };
}

function refuse(
  code: string,
  params: Record<string, string | number | boolean>,
): ProposalRefusal {
  return { status: 'refused', code, params };
}

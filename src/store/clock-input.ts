import { type AsOf, addDays, type Day } from '../core/calendar.ts';
import type { ClockInput, ClockInvoice, ClockLimit } from '../core/clock/input.ts';
import { type CoverDecision, isInForce } from '../core/cover/limit.ts';
import type { PolicyTerms } from '../core/policy/terms.ts';
import { publishedCalendars } from '../core/settlement/published.ts';
import { businessDay, businessNow, databaseNow } from './business-clock.ts';
import { readCircumstances } from './circumstance.ts';
import { readClockClaims } from './claim-word.ts';
import { readCover } from './cover.ts';
import type { Tx } from './database.ts';
import { readDeclarationsMade, readRegistrations } from './declaration-made.ts';
import { readClockNotices } from './insurer-notice.ts';
import { readPolicyTerms } from './policy-terms.ts';

export type ClockScope = {
  /** One debtor, all of its invoices; absent: everyone, as far ahead as anything is due soon. */
  debtorId?: string;
};

/** What the duties of every policy are worked out from, as of now. */
export async function readClockInputs(tx: Tx, scope: ClockScope = {}): Promise<ClockInput[]> {
  const when: AsOf = { asOf: await businessDay(tx), knownAt: await databaseNow(tx) };
  const versions = await readPolicyTerms(tx, when);
  const now = await businessNow(tx);
  const facts = {
    circumstances: await readCircumstances(tx, { ...when, ...scope }),
    notices: await readClockNotices(tx),
    calendars: publishedCalendars,
    now,
    today: when.asOf,
  };
  const inputs: ClockInput[] = [];
  for (const [policyId, own] of Map.groupBy(versions, (terms) => terms.policyId)) {
    const cover = await readCover(tx, { ...when, policyIds: [policyId] });
    const newest = own.at(-1);
    inputs.push({
      ...facts,
      versions: own,
      notices: facts.notices.filter((one) => one.policyId === policyId),
      claims: await readClockClaims(tx, policyId),
      limits: limitsOf(cover).filter((one) => isWanted(scope, one.debtorId)),
      declarations: newest ? await readDeclarationsMade(tx, newest) : [],
      registrations: await readRegistrations(tx, policyId),
      invoices: await readInvoices(tx, { ...when, ...scope, versions: own, cover }),
    });
  }
  return inputs;
}

function isWanted({ debtorId }: ClockScope, of: string): boolean {
  return debtorId === undefined || debtorId === of;
}

/**
 * Invoices that may have a duty now: open and due before anything of them is due soon, and closed
 * ones whose duties are still open. Without named cover a policy concerns the debtors it knows.
 */
async function readInvoices(
  tx: Tx,
  given: AsOf & ClockScope & { versions: readonly PolicyTerms[]; cover: readonly CoverDecision[] },
): Promise<ClockInvoice[]> {
  const { asOf, knownAt, debtorId, versions, cover } = given;
  const isOpenToAll = versions.some((terms) => terms.unnamed || terms.discretionary);
  const debtorIds = isOpenToAll ? null : [...new Set(cover.map((one) => one.debtorId))];
  const sellerIds = versions.flatMap(({ insured }) => insured.map(({ sellerId }) => sellerId));
  const rows = await tx.query<Omit<ClockInvoice, 'closedOn'> & { factOn: Day }>(
    `select r.id as "receivableId", r.number, r.seller_id as "sellerId",
       r.debtor_id as "debtorId", r.currency, r.issued_on as "issuedOn", r.due_on as "dueOn",
       r.face_minor as "faceMinor", f.open_minor as "openMinor", f.effective_on as "factOn"
     from cedent.receivable r
     cross join lateral (
       select p.open_minor, p.effective_on from cedent.receivable_fact p
       where p.tenant_id = $1 and p.receivable_id = r.id
         and p.effective_on <= $2 and p.recorded_at <= $3
       order by p.effective_on desc, p.seq desc limit 1) f
     where r.tenant_id = $1 and r.kind = 'invoice' and r.seller_id = any ($4)
       and ($5::text[] is null or r.debtor_id = any ($5))
       and ($6::text is null or r.debtor_id = $6)
       and ((f.open_minor > 0 and r.due_on <= $7) or exists (
         select from cedent.open_duty o
         where o.tenant_id = $1 and o.policy_id = $8 and o.receivable_id = r.id))
     order by r.id`,
    [
      tx.tenantId,
      asOf,
      knownAt,
      sellerIds,
      debtorIds,
      debtorId ?? null,
      debtorId === undefined ? untilDay(asOf, versions) : '9999-12-31',
      versions[0]?.policyId ?? '',
    ],
  );
  return rows.map(({ factOn, ...row }) => (row.openMinor > 0 ? row : { ...row, closedOn: factOn }));
}

/** Until when an invoice may be due to have a duty now; where sales are declared, however late it is. */
function untilDay(asOf: Day, versions: readonly PolicyTerms[]): Day {
  const rules = versions.flatMap(({ duties }) => duties);
  const isOfSales = rules.some(({ trigger }) => trigger === 'issue' || trigger === 'delivery');
  return isOfSales ? '9999-12-31' : addDays(asOf, daysAhead(versions));
}

/** Nothing of an invoice is due soon longer before its due date than this. */
function daysAhead(versions: readonly PolicyTerms[]): number {
  return versions
    .flatMap(({ duties }) => duties)
    .reduce((most, { soonDays, leadWorkingDays }) => {
      return Math.max(most, soonDays, 2 * leadWorkingDays + 10);
    }, 0);
}

/** The last days of the limits in force, by the newest decision on each. */
function limitsOf(cover: readonly CoverDecision[]): ClockLimit[] {
  const newest = new Map(cover.map((decision) => [decision.coverId, decision]));
  return [...newest.values()].flatMap((decision) => {
    if (!isInForce(decision.status)) return [];
    const { coverId, debtorId, decidedOn } = decision;
    const lastDay = lastDayOf(decision);
    const layers = decision.layers.flatMap(({ validTo }) =>
      validTo !== undefined && (lastDay === undefined || validTo < lastDay)
        ? [{ lastDay: validTo }]
        : [],
    );
    return [{ coverId, debtorId, decidedOn, ...(lastDay !== undefined && { lastDay }), layers }];
  });
}

function lastDayOf({ endsOn, layers }: CoverDecision): Day | undefined {
  if (endsOn !== undefined) return addDays(endsOn, -1);
  let last: Day | undefined;
  for (const { validTo } of layers) {
    if (validTo === undefined) return undefined;
    if (last === undefined || validTo > last) last = validTo;
  }
  return last;
}

import type { ListedCover } from '../core/adapter.ts';
import type { Day } from '../core/calendar.ts';
import { compareThreeWays } from '../core/cover/three-way.ts';
import { convert, rateOn } from '../core/eligibility/fx.ts';
import type { Id } from '../core/ids.ts';
import type { AmountMinor, Currency } from '../core/money.ts';
import { termsOn } from '../core/policy/terms.ts';
import { raiseAlerts } from './alert.ts';
import { databaseNow } from './business-clock.ts';
import { readConnection } from './connection.ts';
import { readCover } from './cover.ts';
import type { Tx } from './database.ts';
import { createDelivery } from './delivery.ts';
import { readRates } from './fx.ts';
import { listInsurerRequests } from './insurer-request.ts';
import { readBuyers, readPolicies, readPolicy } from './policy.ts';
import { readPolicyTerms } from './policy-terms.ts';

/**
 * Holds the insurer's list, which the book has just taken in, against book and ledger; returns how
 * many differences are new. A debt whose rate is not known is left out here: the feed names it.
 */
export async function raiseDifferences(
  tx: Tx,
  { policyId, today, listed }: { policyId: string; today: Day; listed: readonly ListedCover[] },
): Promise<number> {
  const policy = await readPolicy(tx, policyId);
  if (!policy) return 0;
  const when = { asOf: today, knownAt: await databaseNow(tx), policyIds: [policyId] };
  const fx = await readRates(tx, when);
  const terms = termsOn(await readPolicyTerms(tx, when), today);
  const to = policy.currency;
  const rateFrom = (from: Currency) => rateOn(fx, { from, to, asOf: today });
  const isKnown = ({ currency }: { currency: Currency }) => rateFrom(currency).status === 'found';
  const book = (await readCover(tx, when)).filter(isKnown);
  const differences = compareThreeWays({
    asOf: today,
    policyId,
    currency: to,
    listed,
    book,
    owed: (await readOwed(tx, today)).filter(isKnown),
    buyers: await readBuyers(tx, policyId),
    unanswered: await readUnanswered(tx, policyId),
    unnamedMinor: terms?.unnamed?.maximumMinor ?? 0,
    convert(amount, from, rounding) {
      const rate = rateFrom(from);
      if (rate.status !== 'found') throw new Error(`no rate from ${from} to ${to}`);
      return convert(amount, rate.ratio, rounding);
    },
  });
  return raiseAlerts(
    tx,
    differences.map(({ cause, code, debtorId, params }) => ({
      cause,
      code,
      params,
      subject: policyId,
      raisedOn: today,
      ...(debtorId !== undefined && { debtorId }),
    })),
  );
}

/** One comparison for each policy and day, however often the day is begun. */
export async function scheduleComparisons(tx: Tx, day: Day): Promise<void> {
  for (const { policyId, connectionId } of await readPolicies(tx)) {
    const connection = await readConnection(tx, connectionId);
    if (!connection) continue;
    await createDelivery(tx, {
      connectionId,
      queue: connection.adapterId,
      operation: 'compareCover',
      subject: `${policyId}|${day}`,
      state: 'ready',
      input: { policyId },
    });
  }
}

type Owed = { debtorId: string; openMinor: AmountMinor; currency: Currency };

/** Open invoices by debtor and currency, as the ledger has them today. */
function readOwed(tx: Tx, today: Day): Promise<Owed[]> {
  return tx.query<Owed>(
    `select r.debtor_id as "debtorId", r.currency, sum(f.open_minor)::bigint as "openMinor"
     from cedent.receivable r
     cross join lateral (
       select p.open_minor from cedent.receivable_fact p
       where p.tenant_id = $1 and p.receivable_id = r.id and p.effective_on <= $2
       order by p.effective_on desc, p.seq desc limit 1) f
     where r.tenant_id = $1 and r.kind = 'invoice' and f.open_minor > 0
     group by r.debtor_id, r.currency order by r.debtor_id, r.currency`,
    [tx.tenantId, today],
  );
}

type Silent = { reference: Id; debtorId: string; takenOn: Day };

async function readUnanswered(tx: Tx, policyId: string): Promise<Silent[]> {
  const requests = await listInsurerRequests(tx, { limit: 500 });
  return requests.flatMap(({ id, request, state, askedAt }) =>
    request.policyId === policyId && state.status === 'taken'
      ? [{ reference: id, debtorId: request.debtorId, takenOn: askedAt.toISOString().slice(0, 10) }]
      : [],
  );
}

import type { Day } from '../../core/calendar.ts';
import type { Id } from '../../core/ids.ts';
import { accountRoles, isRevalued } from '../../core/journal/account-role.ts';
import type { Functional } from '../../core/journal/functional.ts';
import { lastDayOf, type Month } from '../../core/journal/month.ts';
import { type CarriedBalance, revaluationOf } from '../../core/journal/revaluation.ts';
import type { Currency } from '../../core/money.ts';
import { audit } from '../audit.ts';
import { businessDay } from '../business-clock.ts';
import { newId, type Tx } from '../database.ts';
import { functionalOn, MissingRate, periodLock, post } from '../journal.ts';
import { isMonthClosed } from './period.ts';

type Revaluation =
  | { ok: true; journals: number; balances: number }
  | ({ ok: false } & (MonthUnfit | MissingClosingRate));

type MonthUnfit =
  | { code: 'month_unfinished'; params: { month: Month; lastOn: Day } }
  | { code: 'month_closed'; params: { month: Month } };

type MissingClosingRate = {
  code: 'closing_rate_missing';
  params: { from: Currency; to: Currency; day: Day };
};

/**
 * Brings every balance in a foreign currency to what it is worth at the month's closing rate, which is
 * the newest on or before its last day. A second run posts nothing.
 */
export async function revalueMonth(
  tx: Tx,
  { actor, month }: { actor: { personId: Id }; month: Month },
): Promise<Revaluation> {
  // Alone: a balance that moves between reading and posting would be carried at a wrong amount.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [periodLock(tx)]);
  const effectiveOn = lastDayOf(month);
  if ((await businessDay(tx)) < effectiveOn) {
    return { ok: false, code: 'month_unfinished', params: { month, lastOn: effectiveOn } };
  }
  if (await isMonthClosed(tx, month)) return { ok: false, code: 'month_closed', params: { month } };
  const rates = await closingRates(tx, effectiveOn);
  if ('code' in rates) return { ok: false, ...rates };
  const runId = newId();
  let journals = 0;
  let balances = 0;
  for (const [currency, functional] of rates) {
    for await (const page of carriedThrough(tx, { effectiveOn, currency })) {
      const cause = `revaluation|${month}|${runId}|${journals + 1}`;
      const balancesOfPage = { cause, effectiveOn, currency, functional, balances: page };
      const journal = revaluationOf(balancesOfPage);
      if (!journal || !(await post(tx, journal))) continue;
      journals += 1;
      balances += journal.postings.length - 1;
    }
  }
  const body = { month, journals, balances };
  await audit(tx, { actor, action: 'books.revalued', subject: month, body });
  return { ok: true, journals, balances };
}

async function closingRates(
  tx: Tx,
  on: Day,
): Promise<Map<Currency, Functional> | MissingClosingRate> {
  const rows = await tx.query<{ currency: Currency }>(
    `select distinct p.currency from cedent.posting p
     join cedent.journal j on j.tenant_id = p.tenant_id and j.id = p.journal_id
     where p.tenant_id = $1 and j.effective_on <= $2 and p.currency <> p.functional_currency
     order by p.currency`,
    [tx.tenantId, on],
  );
  const rates = new Map<Currency, Functional>();
  for (const { currency } of rows) {
    try {
      rates.set(currency, await functionalOn(tx, currency, on));
    } catch (error) {
      if (!(error instanceof MissingRate)) throw error;
      const { from, to } = error;
      return { code: 'closing_rate_missing', params: { from, to, day: on } };
    }
  }
  return rates;
}

const balancesAtOnce = 2_000;
const revalued = accountRoles.filter(isRevalued);

/** Read once, in pages of a cursor; those worth nothing and carried at nothing are left out. */
async function* carriedThrough(
  tx: Tx,
  { effectiveOn, currency }: { effectiveOn: Day; currency: Currency },
): AsyncGenerator<CarriedBalance[]> {
  await tx.query(
    `declare carried no scroll cursor for
       select p.account, p.subject, $3::text as currency,
         sum(p.amount_minor)::bigint as "amountMinor",
         sum(p.functional_minor)::bigint as "functionalMinor"
       from cedent.posting p
       join cedent.journal j on j.tenant_id = p.tenant_id and j.id = p.journal_id
       where p.tenant_id = $1 and j.effective_on <= $2 and p.currency = $3 and p.account = any ($4)
       group by p.account, p.subject
       having sum(p.amount_minor) <> 0 or sum(p.functional_minor) <> 0
       order by p.account, p.subject`,
    [tx.tenantId, effectiveOn, currency, revalued],
  );
  for (let pages = 0; pages < 1_000_000; pages += 1) {
    const page = await tx.query<CarriedBalance>(`fetch ${balancesAtOnce} from carried`);
    if (page.length === 0) break;
    yield page;
  }
  await tx.query('close carried');
}

import type { Day } from '../core/calendar.ts';
import type { FxRate } from '../core/input.ts';
import type { Account, Functional, Journal } from '../core/journal/journal.ts';
import type { Currency } from '../core/money.ts';
import { newId, one, type Tx } from './database.ts';

/** Posts a journal once; a cause that was posted before changes nothing and answers false. */
export async function post(tx: Tx, journal: Journal): Promise<boolean> {
  const id = newId();
  const { cause, kind, effectiveOn, postings } = journal;
  const rows = await tx.query(
    `insert into cedent.journal (tenant_id, id, cause, kind, effective_on)
     values ($1, $2, $3, $4, $5) on conflict (tenant_id, cause) do nothing returning id`,
    [tx.tenantId, id, cause, kind, effectiveOn],
  );
  if (rows.length === 0) return false;
  for (const [index, line] of postings.entries()) {
    await tx.query(
      `insert into cedent.posting (tenant_id, journal_id, line, account, subject, currency,
         amount_minor, functional_currency, functional_minor)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        tx.tenantId,
        id,
        index + 1,
        line.account,
        line.subject,
        line.currency,
        line.amountMinor,
        line.functionalCurrency,
        line.functionalMinor,
      ],
    );
  }
  return true;
}

/** The tenant's functional currency and the newest rate known on the day, when one is needed. */
export async function functionalOn(tx: Tx, currency: Currency, on: Day): Promise<Functional> {
  const tenant = one(
    await tx.query<{ functional_currency: string }>(
      'select functional_currency from cedent.tenant where id = $1',
      [tx.tenantId],
    ),
    'tenant',
  );
  const functional = tenant.functional_currency;
  if (functional === currency) return { currency: functional };
  const [rate] = await tx.query<Omit<FxRate, 'from' | 'to'>>(
    `select numerator, denominator, on_day as "on", source from cedent.fx_rate
     where tenant_id = $1 and from_currency = $2 and to_currency = $3 and on_day <= $4
     order by on_day desc, seq desc limit 1`,
    [tx.tenantId, currency, functional, on],
  );
  if (!rate) throw new MissingRate(currency, functional, on);
  return { currency: functional, rate: { from: currency, to: functional, ...rate } };
}

/** No posting without its functional amount: load the rate and the delivery goes on by itself. */
export class MissingRate extends Error {
  override readonly name = 'MissingRate';
  constructor(from: Currency, to: Currency, on: Day) {
    super(
      `no exchange rate from ${from} to ${to} on or before ${on}; load one and it will be posted`,
    );
  }
}

export type Balance = { currency: Currency; amountMinor: number; functionalMinor: number };

/** A balance is folded from journals and from nowhere else. */
export async function balanceOf(tx: Tx, account: Account, subject?: string): Promise<Balance[]> {
  return tx.query<Balance>(
    `select currency, sum(amount_minor)::bigint as "amountMinor",
            sum(functional_minor)::bigint as "functionalMinor"
     from cedent.posting
     where tenant_id = $1 and account = $2 and ($3::text is null or subject = $3)
     group by currency order by currency`,
    [tx.tenantId, account, subject ?? null],
  );
}

import type { AsOf } from '../core/calendar.ts';
import { FxRate } from '../core/input.ts';
import { type Actor, audit } from './audit.ts';
import type { Tx } from './database.ts';

/** Appends rates that are news for their pair and day; returns how many were. */
export async function recordRates(
  tx: Tx,
  { actor, rates }: { actor: Actor; rates: readonly FxRate[] },
): Promise<number> {
  let appended = 0;
  for (const rate of rates) appended += await appendRate(tx, FxRate.parse(rate));
  const body = { rates: rates.length, appended };
  if (appended > 0) await audit(tx, { actor, action: 'fx.recorded', subject: 'fx', body });
  return appended;
}

/** The rate of each pair stated for the latest day up to `asOf`. */
export async function readRates(tx: Tx, { asOf, knownAt }: AsOf): Promise<FxRate[]> {
  return tx.query<FxRate>(
    `select distinct on (from_currency, to_currency) from_currency as "from", to_currency as "to",
       numerator, denominator, on_day as "on", source
     from cedent.fx_rate where tenant_id = $1 and on_day <= $2 and recorded_at <= $3
     order by from_currency, to_currency, on_day desc, seq desc`,
    [tx.tenantId, asOf, knownAt],
  );
}

async function appendRate(tx: Tx, rate: FxRate): Promise<number> {
  const { from, to, on, numerator, denominator, source } = rate;
  const rows = await tx.query(
    `insert into cedent.fx_rate
       (tenant_id, from_currency, to_currency, on_day, numerator, denominator, source)
     select $1, $2, $3, $4, $5, $6, $7
     where not exists (
       select from (
         select numerator, denominator, source from cedent.fx_rate
         where tenant_id = $1 and from_currency = $2 and to_currency = $3 and on_day = $4
         order by seq desc limit 1) known
       where (known.numerator, known.denominator, known.source) = ($5, $6, $7))
     returning 1`,
    [tx.tenantId, from, to, on, numerator, denominator, source],
  );
  return rows.length;
}

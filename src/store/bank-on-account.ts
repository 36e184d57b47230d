import type { Day } from '../core/calendar.ts';
import type { Id } from '../core/ids.ts';
import { type AmountMinor, type Currency, sumMinor } from '../core/money.ts';
import { allocateEntry, type Chosen, type EntryAnswer, takeBackEntry } from './bank-decision.ts';
import { lockCash, readEntry, readLastDecision } from './bank-row.ts';
import type { Tx } from './database.ts';

/** What of an entry stands on a debtor's account. */
export type OnAccount = {
  entryId: Id;
  bookedOn: Day;
  currency: Currency;
  debtorId: string;
  debtor: string;
  amountMinor: AmountMinor;
};

/** What debtors have paid without saying what for, the oldest first. */
export function listOnAccount(tx: Tx, limit: number): Promise<OnAccount[]> {
  return tx.query<OnAccount>(
    `select e.id as "entryId", e.booked_on as "bookedOn", e.currency,
       a.target->>'debtorId' as "debtorId", a.label as debtor, a.amount_minor as "amountMinor"
     from cedent.bank_allocation a
     join cedent.bank_entry e on e.tenant_id = $1 and e.id = a.entry_id
     join cedent.bank_decision d on d.tenant_id = $1 and d.entry_id = a.entry_id and d.seq = a.seq
     where a.tenant_id = $1 and a.item_id like 'on_account|%'
       and d.decision in ('matched', 'allocated') and d.reverses is null and not exists (
         select from cedent.bank_decision l
         where l.tenant_id = $1 and l.entry_id = a.entry_id and l.seq > a.seq)
       and not exists (
         select from cedent.bank_decision r where r.tenant_id = $1 and r.reverses = a.entry_id
           and not exists (select from cedent.bank_decision l where l.tenant_id = $1
             and l.entry_id = r.entry_id and l.seq > r.seq))
     order by e.booked_on, e.id limit $2`,
    [tx.tenantId, limit],
  );
}

export type ApplyAnswer =
  | EntryAnswer
  | { ok: false; code: 'nothing_on_account' }
  | { ok: false; code: 'cash_sum'; params: { differenceMinor: AmountMinor; currency: Currency } };

/**
 * What stands on a debtor's account is applied: the entry is taken back and allocated anew in one step,
 * its other parts as they were, and what is left stays on the account.
 */
export async function applyOnAccount(
  tx: Tx,
  asked: {
    entryId: Id;
    chosen: readonly Chosen[];
    reason: string;
    actor: { personId: Id };
  },
): Promise<ApplyAnswer> {
  const { entryId, chosen, reason, actor } = asked;
  await lockCash(tx);
  const stored = await readEntry(tx, entryId);
  if (!stored) return { ok: false, code: 'entry_not_found' };
  const last = await readLastDecision(tx, entryId);
  const lines = last && last.decision !== 'taken_back' ? last.lines : [];
  const account = lines.find(({ target }) => target.kind === 'on_account');
  if (!account) return { ok: false, code: 'nothing_on_account' };
  const { itemId, amountMinor } = account.allocation;
  const appliedMinor = sumMinor(chosen.map((own) => own.amountMinor));
  const leftMinor = sumMinor([amountMinor, -appliedMinor]);
  if (appliedMinor <= 0 || leftMinor < 0) {
    const { currency } = stored.entry;
    return { ok: false, code: 'cash_sum', params: { differenceMinor: leftMinor, currency } };
  }
  const others = lines
    .filter((line) => line !== account)
    .map(({ allocation }) => ({ item: allocation.itemId, amountMinor: allocation.amountMinor }));
  const rest = leftMinor === 0 ? [] : [{ item: itemId, amountMinor: leftMinor }];
  await tx.query('savepoint application');
  const back = await takeBackEntry(tx, { entryId, reason, actor });
  const again = [...others, ...rest, ...chosen];
  const answer = back.ok
    ? await allocateEntry(tx, { entryId, chosen: again, reason, actor })
    : back;
  if (!answer.ok) await tx.query('rollback to savepoint application');
  return answer;
}

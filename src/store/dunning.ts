import { type AsOf, addDays, type Day } from '../core/calendar.ts';
import type { Circumstance } from '../core/cover/circumstance.ts';
import type { DunningStep } from '../core/cover/dunning-step.ts';
import type { Id } from '../core/ids.ts';
import { sumMinor } from '../core/money.ts';
import type { FormalDemand } from '../core/notice/letter.ts';
import type { Actor } from './audit.ts';
import { recordCircumstances } from './circumstance.ts';
import type { Tx } from './database.ts';
import { readDebtors } from './debtor.ts';
import { demandSubject, intendLetter } from './letter.ts';
import { readOpenItems } from './receivable.ts';
import { listSellers } from './seller.ts';

/** One step towards one invoice, by its number. */
export type DunningTold = {
  row: number;
  debtorId: string;
  invoice: string;
  step: DunningStep;
  on: Day;
  note: string;
};

export type DunningAnswer =
  | { ok: true; recorded: number }
  | { ok: false; code: 'dunning_row'; params: { row: number; problem: 'invoice' | 'day' } };

/** Keeps what was done to get paid, all of it or nothing; what is known already changes nothing. */
export async function recordDunning(
  tx: Tx,
  { rows, actor, today }: { rows: readonly DunningTold[]; actor: Actor; today: Day },
): Promise<DunningAnswer> {
  const ids = await readIds(tx, rows);
  const steps = new Map<string, Extract<Circumstance, { kind: 'dunning' }>>();
  for (const { row, debtorId, invoice, step, on, note } of rows) {
    if (on > today) return refused(row, 'day');
    const found = ids.get(`${debtorId}|${invoice}`);
    if (!found) return refused(row, 'invoice');
    const key = [debtorId, step, on, note].join('|');
    const same = steps.get(key);
    const receivableIds = [...new Set([...(same?.receivableIds ?? []), ...found])].toSorted();
    const of = { debtorId, on, knownOn: on, step, note, receivableIds };
    steps.set(key, { kind: 'dunning', ...of });
  }
  const circumstances = [...steps.values()];
  const appended = await recordCircumstances(tx, { actor, circumstances });
  return { ok: true, recorded: appended.length };
}

export type DemandAnswer =
  | { ok: true; demands: FormalDemand[] }
  | { ok: false; code: 'nothing_overdue' | 'debtor_unknown_here'; params: { debtorId: string } };

/** A formal demand for all that is overdue, one for each seller and currency, made as a letter. */
export async function drawDemand(
  tx: Tx,
  given: AsOf & { debtorId: string; days: number },
): Promise<DemandAnswer> {
  const { asOf, debtorId, days } = given;
  const [debtor] = await readDebtors(tx, { ...given, ids: [debtorId] });
  if (!debtor) return { ok: false, code: 'debtor_unknown_here', params: { debtorId } };
  const sellers = await listSellers(tx);
  const overdue = (await readOpenItems(tx, given)).flatMap((item) =>
    item.kind === 'invoice' && item.openMinor > 0 && item.dueOn < asOf ? [item] : [],
  );
  const groups = Map.groupBy(overdue, ({ key, currency }) => `${key.sellerId}|${currency}`);
  if (groups.size === 0) return { ok: false, code: 'nothing_overdue', params: { debtorId } };
  const demands: FormalDemand[] = [];
  for (const [name, own] of groups) {
    const [first] = own;
    if (!first) continue;
    const { currency, key } = first;
    const reference = `FD-${debtorId}-${asOf}-${currency}`;
    const invoices = own.map((item) => ({
      receivableId: item.id,
      number: item.key.number,
      issuedOn: item.issuedOn,
      dueOn: item.dueOn,
      faceMinor: item.faceMinor,
      openMinor: item.openMinor,
      disputedMinor: item.disputedMinor,
    }));
    const demand = {
      reference,
      sellerName: sellers.find(({ id }) => id === key.sellerId)?.name ?? key.sellerId,
      debtorId,
      debtorName: debtor.name,
      on: asOf,
      payBy: addDays(asOf, days),
      currency,
      openMinor: sumMinor(invoices.map(({ openMinor }) => openMinor)),
      invoices,
    };
    demands.push(demand);
    const subject = `${demandSubject(debtorId, asOf)}|${name}`;
    await intendLetter(tx, { subject, letter: { document: 'formal-demand', demand } });
  }
  return { ok: true, demands };
}

async function readIds(tx: Tx, rows: readonly DunningTold[]): Promise<Map<string, Id[]>> {
  const found = await tx.query<{ id: Id; debtorId: string; number: string }>(
    `select id, debtor_id as "debtorId", number from cedent.receivable
     where tenant_id = $1 and kind = 'invoice' and debtor_id = any ($2::text[])
       and number = any ($3::text[])`,
    [tx.tenantId, rows.map(({ debtorId }) => debtorId), rows.map(({ invoice }) => invoice)],
  );
  const ids = new Map<string, Id[]>();
  for (const { id, debtorId, number } of found) {
    const key = `${debtorId}|${number}`;
    ids.set(key, [...(ids.get(key) ?? []), id]);
  }
  return ids;
}

function refused(row: number, problem: 'invoice' | 'day'): DunningAnswer {
  return { ok: false, code: 'dunning_row', params: { row, problem } };
}

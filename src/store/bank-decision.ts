import type { Day } from '../core/calendar.ts';
import { type BankEntry, paymentsOf } from '../core/cash/entry.ts';
import { mayBeOver, type OpenItem, type Party } from '../core/cash/item.ts';
import { namedByReference, type OpenIndex, partyKey } from '../core/cash/open-index.ts';
import type { Allocation } from '../core/cash/outcome.ts';
import type { Id } from '../core/ids.ts';
import { type AmountMinor, type Currency, sumMinor } from '../core/money.ts';
import { audit } from './audit.ts';
import { linesOf } from './bank.ts';
import { bookEffects, type Line, type Planned, planOf } from './bank-book.ts';
import { readOpenBooks } from './bank-open.ts';
import { addPayerAccount } from './bank-payer.ts';
import { planAgain, undone } from './bank-reversal.ts';
import {
  causeOf,
  closeEntry,
  type Decision,
  insertDecisions,
  lockCash,
  openEntries,
  readEntry,
  readLastDecision,
} from './bank-row.ts';
import type { Tx } from './database.ts';

type Actor = { personId: Id };
type Misfit = Extract<Planned, { status: 'misfit' }>['misfit'];

export type EntryAnswer =
  | { ok: true }
  | { ok: false; code: 'entry_not_found' }
  /** Explained, or said to be none of ours, already. */
  | { ok: false; code: 'entry_decided' }
  | { ok: false; code: 'entry_open' }
  | { ok: false; code: 'entry_reversed' }
  | { ok: false; code: 'cash_item_unknown'; params: { item: string } }
  | { ok: false; code: 'cash_above_open'; params: { item: string } }
  | { ok: false; code: 'cash_sum'; params: { differenceMinor: AmountMinor; currency: Currency } }
  | { ok: false; code: 'cash_misfit'; params: { misfit: Misfit } };

/** An item by its id, or by the number that people know it by. */
export type Chosen = { item: string; amountMinor: AmountMinor };

/**
 * A person says what an entry is for: amounts that make it to the cent, each of something open. The
 * account that paid is known from then on, where all of it is for one party.
 */
export async function allocateEntry(
  tx: Tx,
  asked: { entryId: Id; chosen: readonly Chosen[]; reason: string; actor: Actor },
): Promise<EntryAnswer> {
  const { entryId, chosen, reason, actor } = asked;
  await lockCash(tx);
  const stored = await readEntry(tx, entryId);
  if (!stored) return { ok: false, code: 'entry_not_found' };
  const { entry } = stored;
  const receivableIds = chosen.flatMap(({ item }) => receivableIdIn(item) ?? []);
  const names = chosen.map(({ item }) => item);
  const debtorIds = names.map((name) => debtorIdIn(name) ?? name);
  const books = await readOpenBooks(tx, [entry], { receivableIds, names, debtorIds });
  const found = allocationsOf(books.index, entry, chosen);
  if ('ok' in found) return found;
  const seq = ((await readLastDecision(tx, entryId))?.seq ?? 0) + 1;
  const lines = linesOf(entryId, found.allocations, books.index, seq);
  const planned = planOf(entry, lines, books);
  if (planned.status === 'misfit') return misfit(planned.misfit);
  if (!(await closeEntry(tx, entryId))) return { ok: false, code: 'entry_decided' };
  await decide(tx, { entryId, seq, decision: 'allocated', lines, reason, actor });
  await bookEffects(tx, [planned.effects], actor);
  await learn(tx, { entry, parties: found.parties, actor });
  return { ok: true };
}

/** It has nothing to do with what is placed with funders, or with what debtors owe. */
export async function dismissEntry(
  tx: Tx,
  { entryId, reason, actor }: { entryId: Id; reason: string; actor: Actor },
): Promise<EntryAnswer> {
  await lockCash(tx);
  if (!(await readEntry(tx, entryId))) return { ok: false, code: 'entry_not_found' };
  if (!(await closeEntry(tx, entryId))) return { ok: false, code: 'entry_decided' };
  const seq = ((await readLastDecision(tx, entryId))?.seq ?? 0) + 1;
  await decide(tx, { entryId, seq, decision: 'not_ours', lines: [], reason, actor });
  return { ok: true };
}

/** A person takes back what was decided, with journals the other way; the entry waits again. */
export async function takeBackEntry(
  tx: Tx,
  { entryId, reason, actor }: { entryId: Id; reason: string; actor: Actor },
): Promise<EntryAnswer> {
  await lockCash(tx);
  const stored = await readEntry(tx, entryId);
  if (!stored) return { ok: false, code: 'entry_not_found' };
  const last = await readLastDecision(tx, entryId);
  if (!last || last.decision === 'taken_back') return { ok: false, code: 'entry_open' };
  if (last.isReversed) return { ok: false, code: 'entry_reversed' };
  const seq = last.seq + 1;
  const lines = await undone(tx, last.lines, (line) => causeOf({ entryId, seq, line }));
  const planned = await planAgain(tx, stored.entry, lines);
  if (planned.status === 'misfit') return misfit(planned.misfit);
  await decide(tx, { entryId, seq, decision: 'taken_back', lines, reason, actor });
  await bookEffects(tx, [planned.effects], actor);
  await openEntries(tx, [entryId]);
  return { ok: true };
}

function misfit(found: Misfit): EntryAnswer {
  return { ok: false, code: 'cash_misfit', params: { misfit: found } };
}

async function decide(
  tx: Tx,
  decided: {
    entryId: Id;
    seq: number;
    decision: Decision;
    lines: readonly Line[];
    reason: string;
    actor: Actor;
  },
): Promise<void> {
  const { actor, ...own } = decided;
  await insertDecisions(tx, [{ ...own, decidedBy: actor.personId }]);
  const { entryId, decision, reason, lines } = own;
  const body = { reason, lines: lines.map(({ allocation }) => allocation) };
  await audit(tx, { actor, action: `bank.${decision}`, subject: entryId, body });
}

function receivableIdIn(item: string): Id | undefined {
  const match = /^(?:receivable|turnover)\|([0-9a-f-]{36})$/.exec(item);
  return match?.[1];
}

function debtorIdIn(item: string): string | undefined {
  return /^on_account\|[A-Z]{3}\|(.+)$/s.exec(item)?.[1];
}

type Found = { allocations: Allocation[]; parties: Party[] };

function allocationsOf(
  index: OpenIndex,
  entry: BankEntry,
  chosen: readonly Chosen[],
): Found | Extract<EntryAnswer, { ok: false }> {
  const byItem = new Map<string, { item: OpenItem; amountMinor: AmountMinor }>();
  for (const { item: name, amountMinor } of chosen) {
    const item = itemOf(index, entry, name);
    if (!item) return { ok: false, code: 'cash_item_unknown', params: { item: name } };
    const before = byItem.get(item.id)?.amountMinor ?? 0;
    byItem.set(item.id, { item, amountMinor: sumMinor([before, amountMinor]) });
  }
  const own = [...byItem.values()].filter(({ amountMinor }) => amountMinor !== 0);
  const above = own.find(({ item, amountMinor }) => isAbove(item, amountMinor));
  if (above) return { ok: false, code: 'cash_above_open', params: { item: above.item.label } };
  const { amountMinor: entryMinor, currency } = entry;
  const sum = sumMinor(own.map(({ amountMinor }) => amountMinor));
  const differenceMinor = sumMinor([entryMinor, -sum]);
  if (differenceMinor !== 0) {
    return { ok: false, code: 'cash_sum', params: { differenceMinor, currency } };
  }
  const allocations = own.map(({ item, amountMinor }): Allocation => {
    const { id: itemId, openMinor, label: by } = item;
    return { itemId, amountMinor, rule: 'person', by, openMinor, deductions: [] };
  });
  const parties = new Map(own.map(({ item }) => [partyKey(item.party), item.party]));
  return { allocations, parties: [...parties.values()] };
}

/** The one item of that id, or of that name, that the entry's side and currency can mean. */
function itemOf(index: OpenIndex, entry: BankEntry, name: string): OpenItem | undefined {
  const byId = index.items.get(name);
  if (byId) return byId.currency === entry.currency ? byId : undefined;
  const named = namedByReference(index, name).filter(
    ({ currency, openMinor }) => currency === entry.currency && openMinor * entry.amountMinor > 0,
  );
  if (named.length === 1) return named[0];
  const onAccount = index.items.get(`on_account|${entry.currency}|${name}`);
  return named.length === 0 ? onAccount : undefined;
}

function isAbove(item: OpenItem, amountMinor: AmountMinor): boolean {
  const { openMinor } = item;
  if (mayBeOver(item)) return amountMinor < 0 && openMinor >= 0;
  return amountMinor * openMinor < 0 || Math.abs(amountMinor) > Math.abs(openMinor);
}

async function learn(
  tx: Tx,
  of: { entry: BankEntry; parties: readonly Party[]; actor: Actor },
): Promise<void> {
  const { entry, parties, actor } = of;
  const accounts = new Set(paymentsOf(entry).flatMap(({ partyAccount }) => partyAccount ?? []));
  const [account] = accounts;
  const [party] = parties;
  if (account === undefined || !party || accounts.size > 1 || parties.length > 1) return;
  const since: Day = entry.bookedOn;
  await addPayerAccount(tx, { account, party, since, source: 'allocation', actor });
}

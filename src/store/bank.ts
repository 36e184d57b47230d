import type { Day } from '../core/calendar.ts';
import type { Id } from '../core/ids.ts';
import { cashReceived } from '../core/journal/journal.ts';
import type { AmountMinor, Currency } from '../core/money.ts';
import { type Actor, audit } from './audit.ts';
import type { Tx } from './database.ts';
import { functionalOn, post } from './journal.ts';
import { appendFact, readRequest } from './request-facts.ts';

/** One booked entry of a bank statement; credits are positive. */
export type BankEntry = {
  /** Account, statement and entry reference as the bank gives them: unique for ever. */
  entryKey: string;
  account: string;
  currency: Currency;
  amountMinor: AmountMinor;
  bookedOn: Day;
  /** End-to-end ids, structured and free remittance: where our request number is looked for. */
  references: string[];
  debtorName?: string;
};

export type BankResult = { entries: number; known: number; matched: number; unmatched: number };

/**
 * Takes a statement's entries: each once, whatever is imported again. A credit that names exactly
 * one of our requests is posted against what is due from the factor; the others wait for a person,
 * never a guess.
 */
export async function recordBankEntries(
  tx: Tx,
  { actor, entries }: { actor: { personId: Id }; entries: readonly BankEntry[] },
): Promise<BankResult> {
  const result: BankResult = { entries: entries.length, known: 0, matched: 0, unmatched: 0 };
  for (const entry of entries) {
    if (!(await insertEntry(tx, { entry, personId: actor.personId }))) {
      result.known += 1;
      continue;
    }
    const requestId = entry.amountMinor > 0 ? await requestNamedBy(tx, entry) : undefined;
    if (requestId && (await matchCash(tx, { entry, requestId, actor }))) {
      result.matched += 1;
    } else {
      result.unmatched += 1;
    }
  }
  await audit(tx, { actor, action: 'bank.imported', subject: 'bank statement', body: result });
  return result;
}

export type UnmatchedEntry = {
  entryKey: string;
  account: string;
  currency: Currency;
  amountMinor: AmountMinor;
  bookedOn: Day;
  references: string;
};

/** Entries that no request explains: tasks for finance. */
export async function listUnmatched(tx: Tx, limit: number): Promise<UnmatchedEntry[]> {
  return tx.query<UnmatchedEntry>(
    `select entry_key as "entryKey", account, currency, amount_minor as "amountMinor",
       booked_on as "bookedOn", references_text as "references"
     from cedent.bank_entry where tenant_id = $1 and request_id is null and amount_minor > 0
     order by booked_on desc, entry_key limit $2`,
    [tx.tenantId, limit],
  );
}

async function matchCash(
  tx: Tx,
  match: { entry: BankEntry; requestId: Id; actor: Actor },
): Promise<boolean> {
  const { entry, requestId, actor } = match;
  const { entryKey, amountMinor, currency, bookedOn } = entry;
  const request = await readRequest(tx, requestId, { lock: true });
  if (!request) return false;
  const fact = { kind: 'cash_matched', entryKey, amountMinor, currency } as const;
  if (!(await appendFact(tx, request, { fact, effectiveOn: bookedOn, actor }))) return false;
  await tx.query(
    'update cedent.bank_entry set request_id = $3 where tenant_id = $1 and entry_key = $2',
    [tx.tenantId, entryKey, requestId],
  );
  const functional = await functionalOn(tx, currency, bookedOn);
  await post(
    tx,
    cashReceived({
      cause: `bank|${entryKey}`,
      effectiveOn: bookedOn,
      currency,
      amountMinor,
      functional,
      request: request.number,
      bankAccount: entry.account,
    }),
  );
  return true;
}

/** The one approved request, in the entry's currency, whose number stands in the references. */
async function requestNamedBy(tx: Tx, entry: BankEntry): Promise<Id | undefined> {
  const numbers = new Set(
    entry.references
      .join(' ')
      .toUpperCase()
      .match(/FR-\d{4}-\d{4,}/g) ?? [],
  );
  if (numbers.size !== 1) return undefined;
  const [row] = await tx.query<{ id: Id }>(
    `select r.id from cedent.funding_request r
     join cedent.request_fact f on f.tenant_id = r.tenant_id and f.request_id = r.id
     where r.tenant_id = $1 and r.number = $2 and f.fact->>'kind' = 'submitted'
       and f.fact->'canonical'->'facility'->>'currency' = $3
       and exists (select from cedent.request_fact a where a.tenant_id = r.tenant_id
                   and a.request_id = r.id and a.fact->>'kind' = 'approved')
     order by f.seq desc limit 1`,
    [tx.tenantId, [...numbers][0], entry.currency],
  );
  return row?.id;
}

async function insertEntry(
  tx: Tx,
  { entry, personId }: { entry: BankEntry; personId: Id },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into cedent.bank_entry (tenant_id, entry_key, account, currency, amount_minor,
       booked_on, references_text, debtor_name, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (tenant_id, entry_key) do nothing returning entry_key`,
    [
      tx.tenantId,
      entry.entryKey,
      entry.account,
      entry.currency,
      entry.amountMinor,
      entry.bookedOn,
      entry.references.join(' · '),
      entry.debtorName ?? null,
      personId,
    ],
  );
  return rows.length > 0;
}

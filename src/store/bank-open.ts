import { type BankEntry, paymentsOf } from '../core/cash/entry.ts';
import { type OpenItem, onAccountOf } from '../core/cash/item.ts';
import { insideReference, possibleNumbers, readText } from '../core/cash/numbers.ts';
import { indexOf, type OpenIndex, partiesOf } from '../core/cash/open-index.ts';
import { fundsInUseMinor } from '../core/funding/account.ts';
import { isHeld, isOpen, type Position } from '../core/funding/position.ts';
import { mayFollow } from '../core/funding/request-state.ts';
import type { Id } from '../core/ids.ts';
import { type Currency, sumMinor } from '../core/money.ts';
import { normaliseNumber } from '../core/receivable.ts';
import { readLineCharges } from './bank-charge.ts';
import { readIndemnities } from './bank-claim.ts';
import { readPayers } from './bank-payer.ts';
import { readReceivableItems } from './bank-receivable.ts';
import type { Tx } from './database.ts';
import { readPositionsOf } from './position.ts';
import { readRequests, type StoredRequest } from './request-facts.ts';

/** What entries may mean, with what is known of it. */
export type OpenBooks = {
  index: OpenIndex;
  positions: Map<Id, Position>;
  requests: Map<Id, StoredRequest>;
};

/** Everything open that the entries name, or that is open of those who pay, and what `also` names. */
export async function readOpenBooks(
  tx: Tx,
  entries: readonly BankEntry[],
  also: {
    receivableIds?: readonly Id[];
    names?: readonly string[];
    /** On whose accounts a person may put it. */
    debtorIds?: readonly string[];
  } = {},
): Promise<OpenBooks> {
  const payers = await readPayers(tx);
  const numbers = new Set((also.names ?? []).map(normaliseNumber));
  const debtorIds = new Set<string>();
  const empty = indexOf([], payers);
  for (const payment of entries.flatMap(paymentsOf)) {
    for (const number of numbersOf(payment)) numbers.add(number);
    for (const { kind, id } of partiesOf(empty, payment)) if (kind === 'debtor') debtorIds.add(id);
  }
  const requests = await readPayable(tx);
  const toTurnOver = await readToTurnOver(tx);
  const receivables = await readReceivableItems(tx, {
    numbers: [...numbers],
    debtorIds: [...debtorIds],
    receivableIds: [...(also.receivableIds ?? []), ...toTurnOver],
  });
  const { positions } = receivables;
  const currencies = new Set(entries.map(({ currency }) => currency));
  const debtors = await readNamed(tx, [...debtorIds, ...(also.debtorIds ?? [])]);
  const items = [
    ...[...requests.values()].flatMap(advanceOf),
    ...(await readSettlements(tx)),
    ...(await readIndemnities(tx)),
    ...receivables.items,
    ...(entries.some(({ amountMinor }) => amountMinor < 0)
      ? await readRepayments(tx, positions)
      : []),
    ...(await readLineCharges(tx)),
    ...debtors.flatMap((debtor) =>
      [...currencies].map((currency) => onAccountOf(debtor, currency)),
    ),
  ];
  return { index: indexOf(items, payers), positions, requests };
}

function numbersOf(payment: ReturnType<typeof paymentsOf>[number]): string[] {
  const { references, documents, text } = payment;
  const inside = references.flatMap((reference) => insideReference(reference) ?? []);
  const whole = [...references, ...inside, ...documents.map(({ number }) => number)];
  return [...whole.map(normaliseNumber), ...possibleNumbers(readText(text.join(' ')))];
}

/** Requests that a funder may still pay under. */
async function readPayable(tx: Tx): Promise<Map<Id, StoredRequest>> {
  const rows = await tx.query<{ id: Id }>(
    `select r.id from cedent.funding_request r
     where r.tenant_id = $1
       and exists (select from cedent.request_fact f where f.tenant_id = $1 and f.request_id = r.id
         and f.fact->>'kind' = 'approved')
       and not exists (select from cedent.request_fact f where f.tenant_id = $1
         and f.request_id = r.id and f.fact->>'kind' in ('rejected', 'cancelled', 'closed'))`,
    [tx.tenantId],
  );
  return readRequests(
    tx,
    rows.map(({ id }) => id),
  );
}

/** What was funded and has not come; where the funder has not answered yet, what was asked for. */
function advanceOf({ id, number, facilityId, state }: StoredRequest): OpenItem[] {
  if (!('approvedBy' in state)) return [];
  const { facility, totals } = state.canonical;
  const { currency } = facility;
  const asked = { kind: 'cash_matched', entryKey: '', amountMinor: 0, currency } as const;
  if (!mayFollow(state, asked)) return [];
  const isAnswered =
    'answers' in state && [...state.answers.values()].every(({ status }) => status !== 'open');
  const expectedMinor = isAnswered ? state.fundedMinor : totals.advanceMinor;
  return [
    {
      id: `advance|${id}`,
      currency,
      openMinor: Math.max(0, sumMinor([expectedMinor, -state.matchedMinor])),
      party: { kind: 'funder', id: facilityId },
      names: [number],
      label: number,
      kind: 'advance',
      requestId: id,
      number,
    },
  ];
}

/** What funders have settled and no bank entry has cleared: under the fact's cause, below a bar. */
async function readSettlements(tx: Tx): Promise<OpenItem[]> {
  const rows = await tx.query<{
    account: 'due_from_factor' | 'suspense';
    subject: string;
    currency: Currency;
    openMinor: number;
    facilityId: string;
    movementId: string | null;
    invoiceNumber: string | null;
  }>(
    `select s.*, m.movement_id as "movementId", m.movement->>'invoiceNumber' as "invoiceNumber"
     from (
       select o.account, o.subject, o.currency, o.amount_minor as "openMinor",
         o.facility_id as "facilityId"
       from cedent.open_due o
       where o.tenant_id = $1 and o.account in ('due_from_factor', 'suspense')
         and o.amount_minor <> 0) s
     left join cedent.funder_movement m on m.tenant_id = $1
       and s.subject = 'movement|' || m.id::text
     where s."facilityId" is not null`,
    [tx.tenantId],
  );
  return rows.map(({ account, subject, currency, openMinor, facilityId, ...movement }) => {
    const { movementId, invoiceNumber } = movement;
    const names = [movementId, invoiceNumber].filter((name) => name !== null);
    return {
      id: `settlement|${account}|${currency}|${subject}`,
      currency,
      openMinor,
      party: { kind: 'funder', id: facilityId },
      names: [...names, subject],
      label: names.length > 0 ? names.join(' · ') : facilityId,
      kind: 'settlement',
      account,
      subject,
      facilityId,
    };
  });
}

/** Receivables of which a debtor's cash is to be passed on. */
async function readToTurnOver(tx: Tx): Promise<Id[]> {
  const rows = await tx.query<{ id: Id }>(
    `select distinct o.subject as id from cedent.open_due o
     where o.tenant_id = $1 and o.account = 'to_turn_over' and o.amount_minor <> 0`,
    [tx.tenantId],
  );
  return rows.map(({ id }) => id);
}

/** What is drawn on each pledge's line; its receivables join the positions. */
async function readRepayments(tx: Tx, positions: Map<Id, Position>): Promise<OpenItem[]> {
  const rows = await tx.query<{
    facilityId: string;
    currency: Currency;
    reference: string;
    ids: Id[];
  }>(
    `select t.facility_id as "facilityId", t.terms->>'currency' as currency,
       t.agreement->>'reference' as reference, array_agg(p.receivable_id) as ids
     from (select distinct on (facility_id) facility_id, terms, agreement
           from cedent.facility_terms where tenant_id = $1 order by facility_id, version desc) t
     join cedent.open_position p on p.tenant_id = $1 and p.facility_id = t.facility_id
     where t.terms->>'mode' = 'pledge'
     group by t.facility_id, t.terms->>'currency', t.agreement->>'reference'`,
    [tx.tenantId],
  );
  const items: OpenItem[] = [];
  for (const { facilityId, currency, reference, ids } of rows) {
    const held = await readPositionsOf(tx, ids);
    for (const [id, position] of held) positions.set(id, position);
    const openMinor = sumMinor([-sumMinor([...held.values()].map(drawnMinor))]);
    items.push({
      id: `repayment|${facilityId}`,
      currency,
      openMinor,
      party: { kind: 'funder', id: facilityId },
      names: [reference, facilityId],
      label: reference,
      kind: 'repayment',
      facilityId,
    });
  }
  return items;
}

/** Debtors with their names as they are written now; what is no debtor is left out. */
async function readNamed(tx: Tx, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return [];
  return tx.query<{ id: string; name: string }>(
    `select distinct on (n.debtor_id) n.debtor_id as id, n.name from cedent.debtor_fact n
     where n.tenant_id = $1 and n.debtor_id = any ($2::text[])
     order by n.debtor_id, n.effective_on desc, n.seq desc`,
    [tx.tenantId, ids],
  );
}

function drawnMinor(position: Position): number {
  return isHeld(position) && isOpen(position) ? fundsInUseMinor(position) : 0;
}

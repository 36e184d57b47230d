import type { BankEntry, Payment } from '../../../src/core/cash/entry.ts';
import type { Holding, OpenItem, Party } from '../../../src/core/cash/item.ts';
import { accountKey, indexOf, nameKey, type OpenIndex } from '../../../src/core/cash/open-index.ts';

/** What an advance of a request is, for tests. */
export function advance(number: string, openMinor: number, change: Partial<Change> = {}): OpenItem {
  const { facilityId = 'F1' } = change;
  return {
    ...common(`advance|${number}`, openMinor, change, funder(facilityId)),
    names: [number],
    kind: 'advance',
    requestId: number,
    number,
  };
}

export function invoice(number: string, openMinor: number, change: Partial<Change> = {}): OpenItem {
  const { debtor = 'D1', instalment = 1, holding = 'own' } = change;
  const receivableId = `${number}#${instalment}#${debtor}`;
  return {
    ...common(`receivable|${receivableId}`, openMinor, change, { kind: 'debtor', id: debtor }),
    names: [number],
    kind: 'receivable',
    receivableId,
    debtorId: debtor,
    holding,
  };
}

export function settlement(
  name: string,
  openMinor: number,
  change: Partial<Change> = {},
): OpenItem {
  const { facilityId = 'F1' } = change;
  return {
    ...common(`settlement|${name}`, openMinor, change, funder(facilityId)),
    names: [name],
    kind: 'settlement',
    account: 'due_from_factor',
    subject: `movement|${name}`,
    facilityId,
  };
}

export function turnover(
  number: string,
  openMinor: number,
  change: Partial<Change> = {},
): OpenItem {
  const { facilityId = 'F1' } = change;
  return {
    ...common(`turnover|${number}`, openMinor, change, funder(facilityId)),
    names: [number],
    kind: 'turnover',
    receivableId: number,
    facilityId,
  };
}

export function repayment(facilityId: string, openMinor: number, name: string): OpenItem {
  return {
    ...common(`repayment|${facilityId}`, openMinor, {}, funder(facilityId)),
    names: [name],
    kind: 'repayment',
    facilityId,
  };
}

type Change = {
  debtor: string;
  instalment: number;
  holding: Holding;
  currency: string;
  facilityId: string;
};

function common(
  id: string,
  openMinor: number,
  { currency = 'EUR' }: Partial<Change>,
  party: Party,
) {
  return { id, currency, openMinor, party, label: id.split(/[|#]/)[1] ?? id };
}

function funder(id: string): Party {
  return { kind: 'funder', id };
}

/** Everybody is known by an account, 'ACC D1', and a name, 'Debtor D1', whatever is open. */
export function openIndex(items: readonly OpenItem[]): OpenIndex {
  const everybody: Party[] = [
    ...['D1', 'D2', 'D3'].map((id): Party => ({ kind: 'debtor', id })),
    ...['F1', 'F2', 'P1'].map(funder),
  ];
  const accounts = everybody.map((one) => [accountKey(`ACC ${one.id}`), [one]] as const);
  const names = everybody.map((one) => [nameKey(partyName(one)), [one]] as const);
  return indexOf(items, { accounts: new Map(accounts), names: new Map(names) });
}

export function partyName({ kind, id }: Party): string {
  return kind === 'debtor' ? `Debtor ${id}` : `Funder ${id}`;
}

export function entryOf(amountMinor: number, payment: Partial<Payment> = {}): BankEntry {
  const own = { amountMinor, references: [], documents: [], text: [], ...payment };
  return entryWith([own]);
}

export function entryWith(payments: Payment[], change: Partial<BankEntry> = {}): BankEntry {
  return {
    entryKey: 'E1',
    account: 'DE1',
    currency: 'EUR',
    amountMinor: payments.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    bookedOn: '2026-11-24',
    references: [],
    payments,
    ...change,
  };
}

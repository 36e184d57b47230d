import type { AmountMinor } from '../money.ts';
import { normaliseNumber } from '../receivable.ts';
import type { OpenItem, Party } from './item.ts';
import { insideReference } from './numbers.ts';

/** What is known of who pays: an account or a name, written as `accountKey` and `nameKey` write them. */
export type Payers = {
  accounts: ReadonlyMap<string, readonly Party[]>;
  names: ReadonlyMap<string, readonly Party[]>;
};

/** What is open, by name and by party; only `changeOpen` changes what is open of an item. */
export type OpenIndex = {
  payers: Payers;
  items: ReadonlyMap<string, OpenItem>;
  byName: ReadonlyMap<string, readonly OpenItem[]>;
  byParty: ReadonlyMap<string, readonly OpenItem[]>;
  /** By 'party|currency|amount'. */
  byAmount: Map<string, OpenItem[]>;
};

export function indexOf(items: readonly OpenItem[], payers: Payers): OpenIndex {
  const byName = new Map<string, OpenItem[]>();
  const byParty = new Map<string, OpenItem[]>();
  const byAmount = new Map<string, OpenItem[]>();
  // In the order of their ids, so that the order in which they were read changes nothing.
  const sorted = items
    .toSorted((left, right) => (left.id < right.id ? -1 : 1))
    .map((item) => ({ ...item }));
  for (const item of sorted) {
    for (const name of new Set(item.names.map(normaliseNumber))) put(byName, name, item);
    put(byParty, partyKey(item.party), item);
    put(byAmount, amountKey(item.party, item), item);
  }
  return {
    payers,
    items: new Map(sorted.map((item) => [item.id, item])),
    byName,
    byParty,
    byAmount,
  };
}

/** The items of an index are its own: the caller's stay as they are. */
export function changeOpen(index: OpenIndex, item: OpenItem, openMinor: AmountMinor): void {
  const key = amountKey(item.party, item);
  const others = (index.byAmount.get(key) ?? []).filter(({ id }) => id !== item.id);
  index.byAmount.set(key, others);
  item.openMinor = openMinor;
  put(index.byAmount, amountKey(item.party, item), item);
}

export function named(index: OpenIndex, normalised: string): readonly OpenItem[] {
  return index.byName.get(normalised) ?? [];
}

/** What a reference as a whole names: itself, or what stands behind its check digits. */
export function namedByReference(index: OpenIndex, reference: string): readonly OpenItem[] {
  const own = named(index, normaliseNumber(reference));
  const inside = insideReference(reference);
  return own.length > 0 || inside === undefined ? own : named(index, normaliseNumber(inside));
}

export function ofAmount(
  index: OpenIndex,
  parties: readonly Party[],
  of: { currency: string; openMinor: AmountMinor },
): OpenItem[] {
  return parties.flatMap((party) => index.byAmount.get(amountKey(party, of)) ?? []);
}

export function ofParties(index: OpenIndex, parties: readonly Party[]): OpenItem[] {
  return parties.flatMap((party) => index.byParty.get(partyKey(party)) ?? []);
}

/**
 * Who is on the other side. An account is known or is not; a name counts where exactly one debtor has
 * it, or funders of one name only.
 */
export function partiesOf(
  { payers }: OpenIndex,
  {
    partyName,
    partyAccount,
  }: { partyName?: string | undefined; partyAccount?: string | undefined },
): readonly Party[] {
  const byAccount = partyAccount === undefined ? [] : payers.accounts.get(accountKey(partyAccount));
  if (byAccount && byAccount.length > 0) return isOne(byAccount) ? byAccount : [];
  const byName = partyName === undefined ? [] : (payers.names.get(nameKey(partyName)) ?? []);
  return isOne(byName) ? byName : [];
}

/** A funder may grant several facilities. */
function isOne(parties: readonly Party[]): boolean {
  return parties.length === 1 || parties.every(({ kind }) => kind === 'funder');
}

export function partyKey({ kind, id }: Party): string {
  return `${kind}|${id}`;
}

export function accountKey(account: string): string {
  return account.replace(/[\s.-]/g, '').toUpperCase();
}

export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{P}\p{S}]+/gu, ' ')
    .trim();
}

function amountKey(
  party: Party,
  { currency, openMinor }: { currency: string; openMinor: AmountMinor },
): string {
  return `${partyKey(party)}|${currency}|${openMinor}`;
}

function put(map: Map<string, OpenItem[]>, key: string, item: OpenItem): void {
  const known = map.get(key);
  if (known) known.push(item);
  else map.set(key, [item]);
}

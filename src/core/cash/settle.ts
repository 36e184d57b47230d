import { type AmountMinor, type Currency, sumMinor } from '../money.ts';
import { mayBePart, type OpenItem, type Party } from './item.ts';
import { partyKey } from './open-index.ts';
import { type Allocation, contradicted, type Rule, type Said, silent } from './outcome.ts';

/** Items of one name: several where one name is not enough to tell, or an invoice has instalments. */
export type NamedItems = { name: string; items: readonly OpenItem[] };

type Settling = {
  amountMinor: AmountMinor;
  currency: Currency;
  rule: Rule;
  parties: readonly Party[];
  /** Whether it is enough that it is named, whoever pays it. */
  isExplicit: boolean;
};

/**
 * A payment over the items that it names: all of what is open of each, where exactly one way of reading
 * the names comes to the payment to the cent; or a part of the only one that is named.
 */
export function settle(groups: readonly NamedItems[], settling: Settling): Said {
  const { amountMinor, currency, parties } = settling;
  const payable = groups.flatMap(({ name, items }) => {
    const kept = ofParty(
      items.filter((item) => mayMean(item, amountMinor)),
      parties,
    );
    return kept.length > 0 ? [{ name, items: kept }] : [];
  });
  if (payable.length === 0) return silent;
  const own = payable.map(({ name, items }) => ({
    name,
    items: items.filter((item) => item.currency === currency),
  }));
  const foreign = payable.find((_, at) => own[at]?.items.length === 0);
  if (foreign) {
    const found = foreign.items[0]?.currency ?? '';
    return contradicted('other_currency', { currency, found });
  }
  const stranger = own.find(({ items }) => items.every((item) => differs(item, settling)));
  if (stranger) return contradicted('party_differs', { name: labelOf(stranger) });
  const open = own.map(({ name, items }) => ({
    name,
    items: items.filter((item) => item.openMinor !== 0),
  }));
  const paid = own.find(({ items }) => items.every(({ openMinor }) => openMinor === 0));
  if (paid) return contradicted('nothing_open', { name: labelOf(paid) });
  const said = read(open, settling);
  if (said.status === 'found') return said;
  // A line's charges are paid whole: what comes to none of them is for the rest of what is named.
  const rest = open.map(({ name, items }) => ({
    name,
    items: items.filter(({ kind }) => kind !== 'charge'),
  }));
  const isOther = rest.every(({ items }) => items.length > 0);
  const hadCharges = rest.some(({ items }, at) => items.length !== open[at]?.items.length);
  return isOther && hadCharges ? read(rest, settling) : said;
}

/** As people know it, not as it was looked for. */
function labelOf({ name, items }: NamedItems): string {
  return items[0]?.label ?? name;
}

/** Every way of reading the names, each item at most once. */
function read(groups: readonly NamedItems[], settling: Settling): Said {
  const { amountMinor, currency } = settling;
  const ways = waysOf(groups);
  if (ways === undefined) return contradicted('ambiguous', { count: groups.length });
  const exact = ways.filter(
    (way) => sumMinor(way.map(({ item }) => item.openMinor)) === amountMinor,
  );
  const [only] = exact;
  if (only && exact.length === 1) {
    const allocations = only.map((one) => allocationOf(one, one.item.openMinor, settling));
    return { status: 'found', allocations };
  }
  if (exact.length > 1 || ways.length > 1) return contradicted('ambiguous', { count: ways.length });
  const [way = []] = ways;
  const [one] = way;
  if (one && way.length === 1 && isPart(one.item, settling)) {
    return { status: 'found', allocations: [allocationOf(one, amountMinor, settling)] };
  }
  const openMinor = sumMinor(way.map(({ item }) => item.openMinor));
  const differenceMinor = sumMinor([amountMinor, -openMinor]);
  return contradicted('sum_differs', { differenceMinor, currency });
}

type Chosen = { name: string; item: OpenItem };

const waysMax = 256;

/** Undefined where there are more than anybody would look through. */
function waysOf(groups: readonly NamedItems[]): Chosen[][] | undefined {
  let ways: Chosen[][] = [[]];
  for (const { name, items } of groups) {
    const options = items.map((item) => [{ name, item }]);
    for (const own of Map.groupBy(items, ({ kind }) => kind).values()) {
      if (own.length > 1 && isOfOne(own)) options.push(own.map((item) => ({ name, item })));
    }
    if (ways.length * options.length > waysMax) return undefined;
    ways = ways.flatMap((way) => options.map((option) => [...way, ...option]));
  }
  const distinct = new Map(ways.map((way) => [idsOf(way), unique(way)]));
  return [...distinct.values()];
}

function idsOf(way: readonly Chosen[]): string {
  return [...new Set(way.map(({ item }) => item.id))].sort().join('\n');
}

function unique(way: readonly Chosen[]): Chosen[] {
  return [...new Map(way.map((one) => [one.item.id, one])).values()];
}

/** Instalments of one debtor's invoice are paid one by one or together, and so are a line's charges. */
function isOfOne(items: readonly OpenItem[]): boolean {
  return new Set(items.map(({ kind, party }) => `${kind}|${partyKey(party)}`)).size === 1;
}

/** Opposite ones only where they are netted: settlements, and credit notes in a debtor's payment. */
function mayMean({ kind, openMinor }: OpenItem, amountMinor: AmountMinor): boolean {
  if (kind === 'settlement') return true;
  if (kind === 'on_account') return false;
  if (kind === 'charge' || kind === 'indemnity') return openMinor * amountMinor > 0;
  if (kind === 'receivable') return amountMinor > 0 || openMinor < 0;
  return Math.sign(openMinor) * Math.sign(amountMinor) >= 0 && isSide(kind, amountMinor);
}

function isSide(kind: OpenItem['kind'], amountMinor: AmountMinor): boolean {
  return kind === 'advance' ? amountMinor > 0 : amountMinor < 0;
}

/** Those of the party that is known to pay, where it has any. */
function ofParty(items: readonly OpenItem[], parties: readonly Party[]): readonly OpenItem[] {
  const own = items.filter((item) => isAmong(item, parties));
  return own.length > 0 ? own : items;
}

function isAmong({ party }: OpenItem, parties: readonly Party[]): boolean {
  return parties.some((one) => partyKey(one) === partyKey(party));
}

/** Somebody else may pay a debtor's invoice that is named as such; a funder pays what is its own. */
function differs(item: OpenItem, { parties, isExplicit }: Settling): boolean {
  if (parties.length === 0 || isAmong(item, parties)) return false;
  const isThirdParty =
    item.party.kind === 'debtor' && parties.every(({ kind }) => kind === 'debtor');
  return !(isExplicit && isThirdParty);
}

function isPart(item: OpenItem, { amountMinor, parties, isExplicit }: Settling): boolean {
  if (!mayBePart(item) || Math.sign(item.openMinor) !== Math.sign(amountMinor)) return false;
  if (Math.abs(amountMinor) >= Math.abs(item.openMinor)) return false;
  const isKnown = isAmong(item, parties);
  return isKnown || (isExplicit && parties.length === 0);
}

function allocationOf({ item }: Chosen, amountMinor: AmountMinor, { rule }: Settling): Allocation {
  const { id, openMinor, label } = item;
  return { itemId: id, amountMinor, rule, by: label, openMinor, deductions: [] };
}

import type { Debtor } from '../debtor.ts';
import type { RatedShares, Rule } from '../facility/rule.ts';
import type { Currency } from '../money.ts';
import type { Facts } from './facts.ts';
import type { Rows } from './rows.ts';

export type Capping = Extract<Rule, { rule: `${string}_concentration` }>;

/** What caps look at: a debtor, or a debtor in one currency. */
export type Cells = {
  cellOf: Int32Array;
  count: number;
  of: { debtor: Debtor; currency?: Currency }[];
};

export type Named = {
  /** By cell; −1 where the cap does not look. */
  nodeOf: Int32Array;
  /** By node: its name in the terms, and whoever counts to it. */
  names: string[];
  members: Set<Debtor>[];
};

export function cellsOf({ input }: Facts, rows: Rows, isByCurrency: boolean): Cells {
  if (!isByCurrency) {
    const of = input.debtors.map((debtor) => ({ debtor }));
    return { cellOf: rows.debtor, count: of.length, of };
  }
  const currencies = [...new Set(rows.invoices.map(({ currency }) => currency))];
  const placeOf = new Map(currencies.map((currency, place) => [currency, place]));
  const cellOf = rows.debtor.map((debtor, index) => {
    const currency = rows.invoices[index]?.currency ?? '';
    return debtor * currencies.length + (placeOf.get(currency) ?? 0);
  });
  const of = input.debtors.flatMap((debtor) =>
    currencies.map((currency) => ({ debtor, currency })),
  );
  return { cellOf, count: of.length, of };
}

export function nodesOf(cells: Cells, rule: Capping): Named {
  const known = new Map<string, number>();
  const [names, members]: [string[], Set<Debtor>[]] = [[], []];
  const nodeOf = Int32Array.from(cells.of, ({ debtor, currency }) => {
    const key = keyOf(rule, debtor, currency);
    if (!key) return -1;
    const identity = JSON.stringify(key);
    const node = known.get(identity) ?? names.length;
    if (node === names.length) {
      known.set(identity, node);
      names.push(key.name);
      members.push(new Set());
    }
    members[node]?.add(debtor);
    return node;
  });
  return { nodeOf, names, members };
}

/** A share of its own by name, else the lowest of the rule's and of its members' ratings. */
export function sharesOf({ names, members }: Named, rule: Capping): Float64Array {
  const stated = 'named' in rule ? (rule.named ?? []) : [];
  const named = new Map(stated.map(({ node, shareBp }) => [node, shareBp]));
  return Float64Array.from(names, (name, node) => {
    const own = named.get(name);
    if (own !== undefined) return own;
    let share = rule.shareBp;
    if (!('rated' in rule) || !rule.rated) return share;
    for (const debtor of members[node] ?? []) {
      share = Math.min(share, ratedShare(rule.rated, debtor));
    }
    return share;
  });
}

function ratedShare({ scale, bands, unratedBp }: RatedShares, { rating = '' }: Debtor): number {
  for (const { from, to, shareBp } of bands) {
    const band = scale.slice(scale.indexOf(from), scale.indexOf(to) + 1);
    if (band.includes(rating)) return shareBp;
  }
  return unratedBp;
}

type Key = { kind: string; name: string } | undefined;

/** What does not state its country or industry counts together: it may be one and the same. */
function keyOf(rule: Capping, debtor: Debtor, currency = ''): Key {
  const { id, groupId, industry = '', country = '', kind } = debtor;
  const own = { kind: 'debtor', name: id };
  const group = groupId === undefined ? own : { kind: 'group', name: groupId };
  switch (rule.rule) {
    case 'debtor_concentration':
    case 'pair_concentration':
      return rule.scope === 'group' ? group : own;
    case 'group_concentration':
      return group;
    case 'industry_concentration':
      return { kind: 'industry', name: industry };
    case 'country_concentration':
      return { kind: 'country', name: country };
    case 'currency_concentration':
      return { kind: 'currency', name: currency };
    case 'government_concentration':
      return kind === 'government' ? { kind: 'government', name: kind } : undefined;
    default:
      return rule;
  }
}

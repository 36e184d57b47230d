import { never } from '../assert.ts';
import type { Debtor } from '../debtor.ts';
import type { RatedShares, Rule } from '../facility/rule.ts';
import type { Ledger } from './ledger.ts';
import type { Cells } from './outcome.ts';

export type ConcentrationRule = Extract<
  Rule,
  {
    rule:
      | 'debtor_concentration'
      | 'group_concentration'
      | 'industry_concentration'
      | 'country_concentration'
      | 'currency_concentration'
      | 'government_concentration'
      | 'pair_concentration';
  }
>;

/** What a concentration rule counts together: a node per debtor, group, country and so on. */
export type Nodes = {
  /** By cell; −1 where the rule does not look. */
  nodeOf: Int32Array;
  /** By node: what it is called in the terms and for people. */
  names: string[];
};

/** Nodes over debtors, which facilities share: each kind is worked out once. */
export type DebtorNodes = (by: NodesBy) => Nodes;

type NodesBy = 'debtor' | 'group' | 'industry' | 'country' | 'government';

export function debtorNodesOf(ledger: Ledger): DebtorNodes {
  const known = new Map<NodesBy, Nodes>();
  return function debtorNodes(by) {
    const nodes = known.get(by) ?? nodesBy(ledger, by);
    known.set(by, nodes);
    return nodes;
  };
}

export function nodesOf(
  { currencies }: Ledger,
  { cells, debtorNodes }: { cells: Cells; debtorNodes: DebtorNodes },
  rule: ConcentrationRule,
): Nodes {
  const { currencyOf, debtorOf } = cells;
  const by = whatFor(rule);
  if (by === 'currency') return { nodeOf: currencyOf ?? new Int32Array(0), names: currencies };
  const nodes = debtorNodes(by);
  if (!currencyOf) return nodes;
  return { nodeOf: debtorOf.map((debtor) => nodes.nodeOf[debtor] ?? -1), names: nodes.names };
}

/** By node: its named share, else that of its worst rating, else the rule's. */
export function sharesOf(
  { nodeOf, names }: Nodes,
  rule: ConcentrationRule,
  { debtors, cells }: { debtors: readonly Debtor[]; cells: Cells },
): Float64Array {
  const shares = new Float64Array(names.length).fill(rule.shareBp);
  const rated = rule.rule === 'debtor_concentration' ? rule.rated : undefined;
  for (let cell = 0; rated && cell < nodeOf.length; cell += 1) {
    const node = nodeOf[cell] ?? -1;
    const debtor = debtors[cells.debtorOf[cell] ?? 0];
    if (node < 0 || !debtor) continue;
    shares[node] = Math.min(shares[node] ?? 0, ratedShare(rated, debtor));
  }
  const named = 'named' in rule ? rule.named : undefined;
  if (!named || named.length === 0) return shares;
  const stated = new Map(named.toReversed().map(({ node, shareBp }) => [node, shareBp]));
  names.forEach((name, node) => {
    const own = stated.get(name);
    if (own !== undefined) shares[node] = own;
  });
  return shares;
}

function ratedShare({ scale, bands, unratedBp }: RatedShares, { rating }: Debtor): number {
  if (rating === undefined) return unratedBp;
  const place = scale.indexOf(rating);
  const band = bands.find(
    ({ from, to }) => scale.indexOf(from) <= place && place <= scale.indexOf(to),
  );
  return band?.shareBp ?? unratedBp;
}

function whatFor(rule: ConcentrationRule): NodesBy | 'currency' {
  switch (rule.rule) {
    case 'debtor_concentration':
    case 'pair_concentration':
      return rule.scope;
    case 'group_concentration':
      return 'group';
    case 'industry_concentration':
      return 'industry';
    case 'country_concentration':
      return 'country';
    case 'currency_concentration':
      return 'currency';
    case 'government_concentration':
      return 'government';
    default:
      return never(rule, 'whatFor');
  }
}

function nodesBy({ debtors, groupOf }: Ledger, by: NodesBy): Nodes {
  switch (by) {
    case 'debtor':
      return {
        nodeOf: Int32Array.from(debtors, (_, debtor) => debtor),
        names: debtors.map(({ id }) => id),
      };
    case 'group': {
      const names: string[] = [];
      debtors.forEach(({ id, groupId }, debtor) => {
        names[groupOf[debtor] ?? 0] ??= groupId ?? id;
      });
      return { nodeOf: groupOf, names };
    }
    case 'industry':
      return named(debtors, ({ industry }) => industry ?? '');
    case 'country':
      return named(debtors, ({ country }) => country ?? '');
    case 'government':
      return named(debtors, ({ kind }) => (kind === 'government' ? kind : undefined));
    default:
      return never(by, 'nodesBy');
  }
}

function named(debtors: readonly Debtor[], nameOf: (debtor: Debtor) => string | undefined): Nodes {
  const places = new Map<string, number>();
  const nodeOf = Int32Array.from(debtors, (debtor) => {
    const name = nameOf(debtor);
    if (name === undefined) return -1;
    const place = places.get(name) ?? places.size;
    places.set(name, place);
    return place;
  });
  return { nodeOf, names: [...places.keys()] };
}

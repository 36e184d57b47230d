import type { CapFamily, Offer, SharedRoom } from '../../../../src/core/allocation/problem.ts';
import type { InstanceOptions } from '../instances.ts';
import { inNeed } from './facilities.ts';
import type { Ledger } from './ledger.ts';

type CapSetup = {
  offer: Offer;
  options: InstanceOptions;
  ledger: Ledger;
  owed: Float64Array | undefined;
  draw: () => number;
};

const [GROUPS_PER_DEBTOR, COUNTRIES] = [0.8, 30];

/** Shares of the pool by debtor, group and country; amounts by debtor and by length of the term. */
export function capsOf({ offer, options, ledger, owed, draw }: CapSetup): CapFamily[] {
  const { debtors } = options;
  const groups = Math.max(1, Math.floor(debtors * GROUPS_PER_DEBTOR));
  const itself = Int32Array.from({ length: debtors }, (_, debtor) => debtor);
  const share = (rule: number, nodeOf: Int32Array, nodes: number, bp: number): CapFamily => ({
    rule,
    by: 'debtor',
    nodeOf,
    held: heldOf(offer, nodes),
    cap: { kind: 'share', bp: new Float64Array(nodes).fill(bp) },
  });
  const families = [
    share(0, itself, debtors, options.debtorBp ?? 1_000),
    share(
      1,
      itself.map((debtor) => debtor % groups),
      groups,
      options.groupBp ?? 1_500,
    ),
    share(
      2,
      itself.map((debtor) => (debtor % groups) % COUNTRIES),
      COUNTRIES,
      options.countryBp ?? 2_000,
    ),
  ];
  if (!options.subLimits) return families;
  let total = 0;
  const amounts = new Float64Array(debtors);
  for (let debtor = 0; debtor < debtors; debtor += 1) {
    total += owed?.[debtor] ?? 0;
    amounts[debtor] = Math.floor((owed?.[debtor] ?? 0) * (0.2 + draw()));
  }
  const some = itself.map((debtor) => (draw() < 0.2 ? debtor : -1));
  const long = ledger.term.map((term) => (term > 90 ? 0 : -1));
  families.push(
    {
      rule: 3,
      by: 'debtor',
      nodeOf: some,
      held: new Float64Array(debtors),
      cap: { kind: 'amount', minor: amounts },
    },
    {
      rule: 4,
      by: 'line',
      nodeOf: long,
      held: new Float64Array(1),
      cap: { kind: 'amount', minor: Float64Array.of(Math.floor(total * 0.1)) },
    },
  );
  return families;
}

/** The held pool spread evenly, downwards. */
function heldOf({ heldPool }: Offer, nodes: number): Float64Array {
  return new Float64Array(nodes).fill(Math.floor(heldPool / nodes));
}

type RoomSetup = {
  options: InstanceOptions;
  offers: Offer[];
  ledger: Ledger;
  owed: Float64Array[];
  draw: () => number;
};

export function roomsOf({ options, offers, ledger, owed, draw }: RoomSetup): SharedRoom[] {
  const within = (offer: number) => offer < offers.length;
  const sharing = (indices: number[]) =>
    indices.flatMap((index) => {
      const offer = offers[index];
      return offer ? [{ offer: index, toRoom: offer.toNeed }] : [];
    });
  const most = (indices: number[], debtor: number) =>
    Math.max(
      0,
      ...indices.map((index) => {
        const offer = offers[index];
        return offer ? inNeed(offer, owed[index]?.[debtor] ?? 0) : 0;
      }),
    );
  const free = (indices: number[], share: () => number) =>
    Float64Array.from(ledger.insured, (_, debtor) => {
      const of = share();
      return of === Number.POSITIVE_INFINITY ? of : Math.floor(most(indices, debtor) * of);
    });
  const covers = (options.covers ?? [[1, 2]]).map((indices) => indices.filter(within));
  const rooms: SharedRoom[] = covers
    .filter((indices) => indices.length > 0)
    .map((indices) => {
      const cover = free(indices, () => 0.15 + 1.1 * draw());
      for (let debtor = 0; debtor < cover.length; debtor += 1) {
        if (!indices.includes(1)) break;
        if (ledger.insured[debtor] === 0) cover[debtor] = Number.POSITIVE_INFINITY;
      }
      return { kind: 'cover', offers: sharing(indices), free: cover };
    });
  const netting = (options.netting ?? []).filter(within);
  if (netting.length > 1) {
    const share = () => (draw() < 0.1 ? 0.5 + 0.5 * draw() : Number.POSITIVE_INFINITY);
    rooms.push({ kind: 'netting', offers: sharing(netting), free: free(netting, share) });
  }
  return rooms;
}

import { at } from '../eligibility/ledger.ts';
import { type AmountMinor, shareBp } from '../money.ts';
import { jointRooms, type SharedRoom, sharedFits } from './jointRooms.ts';
import type { CapacitySetup, Offer, Pairs } from './pairs.ts';

/** Why a pair does not fit now; rooms only shrink, so it will not fit later either. */
export type Verdict = 'fits' | 'full' | 'cover' | 'netting' | 'concentration';

/**
 * What each facility can still take.
 *
 * Caps on a share of the pool after caps hold on what is really funded: held positions plus this
 * plan. Each facility declares a pool beforehand and every debtor keeps to its share of it; a plan is
 * accepted only when the facility reached the pool it declared. Caps on other bases need nothing here:
 * eligibility already cut the whole ledger to them and a plan funds a part of it.
 */
export type Capacity = {
  /** Cash each facility can still advance, in its own currency. */
  room: Float64Array;
  cover: SharedRoom[];
  netting: SharedRoom[];
  caps: (PoolCap | undefined)[];
};

type PoolCap = {
  shareBp: number;
  nodeOf: Int32Array;
  /** Held before the plan, by node; and in total. */
  heldByNode: Float64Array;
  heldMinor: AmountMinor;
  funded: Float64Array;
  poolMinor: AmountMinor;
  declaredMinor: AmountMinor;
  capMinor: AmountMinor;
};

export function capacityOf(setup: CapacitySetup): Capacity {
  const { offers } = setup;
  return {
    room: Float64Array.from(offers, ({ result }) => Math.max(0, result.availableMinor)),
    ...jointRooms(setup),
    caps: offers.map((offer) => poolCap(setup, offer)),
  };
}

/** Starts a plan over, with the pools declared. */
export function reset(capacity: Capacity, offers: readonly Offer[]): void {
  offers.forEach(({ result }, index) => {
    capacity.room[index] = Math.max(0, result.availableMinor);
    capacity.cover[index]?.used.fill(0);
    capacity.netting[index]?.used.fill(0);
    const cap = capacity.caps[index];
    if (!cap) return;
    cap.funded.set(cap.heldByNode);
    cap.poolMinor = cap.heldMinor;
    cap.capMinor = shareBp(cap.declaredMinor, cap.shareBp, 'down');
  });
}

type Placement = { offer: number; debtor: number; advance: AmountMinor; funded: AmountMinor };

export function verdictOn(capacity: Capacity, placement: Placement): Verdict {
  const { offer, debtor, advance, funded } = placement;
  if (advance > at(capacity.room, offer)) return 'full';
  if (!sharedFits(capacity.cover, placement)) return 'cover';
  if (!sharedFits(capacity.netting, placement)) return 'netting';
  const cap = capacity.caps[offer];
  if (cap && at(cap.funded, at(cap.nodeOf, debtor)) + funded > cap.capMinor) return 'concentration';
  return 'fits';
}

export function place(capacity: Capacity, { offer, debtor, advance, funded }: Placement): void {
  capacity.room[offer] = at(capacity.room, offer) - advance;
  for (const room of [capacity.cover[offer], capacity.netting[offer]]) {
    if (room && room.under.length > 0) room.used[debtor] = at(room.used, debtor) + funded;
  }
  const cap = capacity.caps[offer];
  if (!cap) return;
  const node = at(cap.nodeOf, debtor);
  cap.funded[node] = at(cap.funded, node) + funded;
  cap.poolMinor += funded;
}

export function placementOf(
  { ledger, offers }: CapacitySetup,
  pairs: Pairs,
  pair: number,
): Placement {
  const line = at(pairs.line, pair);
  const offer = pairs.offer[pair] ?? 0;
  const funded = offers[offer]?.result.lines[line]?.eligibleMinor ?? 0;
  return { offer, debtor: at(ledger.debtorOf, line), advance: at(pairs.advance, pair), funded };
}

function poolCap({ ledger }: CapacitySetup, { terms, result }: Offer): PoolCap | undefined {
  for (const rule of terms.rules) {
    if (rule.rule !== 'debtor_concentration' || rule.base !== 'poolAfterCaps') continue;
    const nodeOf =
      rule.scope === 'group' ? ledger.groupOf : ledger.groupOf.map((_, index) => index);
    const heldByNode = new Float64Array(ledger.debtors.length);
    let [heldMinor, freeMinor] = [0, 0];
    result.lines.forEach(({ receivableId, eligibleMinor }, line) => {
      const position = ledger.positions.get(receivableId);
      if (!position) freeMinor += eligibleMinor;
      if (position?.facilityId !== terms.facilityId) return;
      const node = at(nodeOf, at(ledger.debtorOf, line));
      heldByNode[node] = at(heldByNode, node) + eligibleMinor;
      heldMinor += eligibleMinor;
    });
    const declaredMinor = heldMinor + freeMinor;
    const funded = heldByNode.slice();
    const state = { poolMinor: heldMinor, declaredMinor, capMinor: 0 };
    return { shareBp: rule.shareBp, nodeOf, heldByNode, heldMinor, funded, ...state };
  }
  return undefined;
}

import { assert, never } from '../assert.ts';
import { at, type Ledger } from '../eligibility/ledger.ts';
import { converterTo } from '../eligibility/view.ts';
import type { Need, SelectionInput } from '../input.ts';
import { sumMinor } from '../money.ts';
import type { Allocation, AllocationLine, NotPlaced } from '../plan.ts';
import { type Capacity, capacityOf, placementOf, type Verdict } from './capacity.ts';
import { type Filled, fillNeed } from './fill.ts';
import { type CapacitySetup, type Offer, type Pairs, pairsOf, unitCost } from './pairs.ts';

/**
 * Meets a need from the facilities, cheapest cash first: each free receivable goes whole to at most one
 * facility, funded with its eligible part. Kept to the cent: what each facility still has available,
 * each debtor's cover once for all facilities under its policy, its credits and contra once for all
 * facilities that net them, and concentration. Cash is the advance;
 * costs are stated beside it, not deducted. What is not met is the shortfall.
 */
export function allocate(
  input: SelectionInput,
  { need, ledger, offers }: { need: Need; ledger: Ledger; offers: readonly Offer[] },
): Allocation {
  const setup: CapacitySetup = { input, ledger, offers };
  const pairs = pairsOf(input, { need, ledger, offers });
  const capacity = capacityOf(setup);
  const filled = fillNeed(setup, { pairs, capacity, needMinor: need.amountMinor });
  const chosen = filled.chosen.toSorted(
    (left, right) => at(pairs.line, left) - at(pairs.line, right),
  );
  const toNeed = converterTo(input.fx, need.currency, input.asOf);
  const costs = chosen.map((pair) =>
    toNeed(at(pairs.cost, pair), offerOf(setup, pairs, pair).terms.currency, 'up'),
  );
  return {
    needMinor: need.amountMinor,
    currency: need.currency,
    cashMinor: filled.cashMinor,
    shortfallMinor: Math.max(0, need.amountMinor - filled.cashMinor),
    costMinor: sumMinor(costs),
    lines: chosen.map((pair) => lineOf(setup, pairs, pair)),
    notPlaced: notPlacedOf(setup, { pairs, capacity, filled }),
  };
}

function lineOf(setup: CapacitySetup, pairs: Pairs, pair: number): AllocationLine {
  const { terms } = offerOf(setup, pairs, pair);
  return {
    receivableId: receivableAt(setup, at(pairs.line, pair)),
    facilityId: terms.facilityId,
    fundedMinor: placementOf(setup, pairs, pair).funded,
    advanceMinor: at(pairs.advance, pair),
    costMinor: at(pairs.cost, pair),
  };
}

type Outcome = { pairs: Pairs; capacity: Capacity; filled: Filled };

/** One reason for each free receivable that some facility would take and that was not placed. */
function notPlacedOf(setup: CapacitySetup, { pairs, capacity, filled }: Outcome): NotPlaced[] {
  const placed = new Set(filled.chosen.map((pair) => at(pairs.line, pair)));
  const reasons = new Map<number, NotPlaced>();
  for (const [line, offer] of pairs.tooSmall) reasons.set(line, tooSmall(setup, line, offer));
  for (const [line, { pair, verdict }] of filled.failed) {
    reasons.set(line, noRoom(setup, { pairs, capacity, pair, verdict }));
  }
  let dearest = 0;
  for (const pair of filled.chosen) dearest = Math.max(dearest, unitCost(pairs, pair));
  const compared = new Set<number>();
  for (let rank = filled.reached; rank < pairs.count; rank += 1) {
    const pair = at(pairs.ranked, rank);
    const line = at(pairs.line, pair);
    if (compared.has(line)) continue;
    compared.add(line);
    reasons.set(line, notNeeded(setup, { pairs, pair, dearest }));
  }
  return [...reasons.keys()]
    .filter((line) => !placed.has(line))
    .sort((left, right) => left - right)
    .flatMap((line) => reasons.get(line) ?? []);
}

function tooSmall(setup: CapacitySetup, line: number, index: number): NotPlaced {
  const offer = setup.offers[index];
  const { facilityId = '', currency = '' } = offer?.terms ?? {};
  const eligibleMinor = offer?.result.lines[line]?.eligibleMinor ?? 0;
  const params = { facilityId, eligibleMinor, currency };
  return { receivableId: receivableAt(setup, line), reason: 'too_small', params };
}

function notNeeded(
  setup: CapacitySetup,
  { pairs, pair, dearest }: { pairs: Pairs; pair: number; dearest: number },
): NotPlaced {
  const receivableId = receivableAt(setup, at(pairs.line, pair));
  const { facilityId } = offerOf(setup, pairs, pair).terms;
  const cost = unitCost(pairs, pair);
  const params = {
    facilityId,
    costPpm: Math.floor(cost / 10),
    dearestPpm: Math.floor(dearest / 10),
  };
  return { receivableId, reason: cost > dearest ? 'dearer' : 'need_met', params };
}

function noRoom(
  setup: CapacitySetup,
  of: { pairs: Pairs; capacity: Capacity; pair: number; verdict: Verdict },
): NotPlaced {
  const { pairs, capacity, pair, verdict } = of;
  const line = at(pairs.line, pair);
  const receivableId = receivableAt(setup, line);
  const { facilityId, currency } = offerOf(setup, pairs, pair).terms;
  const { offer, debtor, advance, funded } = placementOf(setup, pairs, pair);
  const debtorId = setup.ledger.debtors[debtor]?.id ?? '';
  switch (verdict) {
    case 'full': {
      const roomMinor = at(capacity.room, offer);
      const params = { facilityId, advanceMinor: advance, roomMinor, currency };
      return { receivableId, reason: 'facility_full', params };
    }
    case 'cover':
    case 'netting':
    case 'concentration': {
      const params = { facilityId, debtorId, cap: verdict, fundedMinor: funded, currency };
      return { receivableId, reason: 'cap_reached', params };
    }
    case 'fits':
      throw new RangeError(`line ${receivableId} fits and was not placed`);
    default:
      return never(verdict, 'noRoom');
  }
}

function offerOf({ offers }: CapacitySetup, pairs: Pairs, pair: number): Offer {
  const offer = offers[pairs.offer[pair] ?? 0];
  assert(offer, `no facility for pair ${pair}`);
  return offer;
}

function receivableAt({ ledger }: CapacitySetup, line: number): string {
  const invoice = ledger.invoices[line];
  assert(invoice, `no invoice ${line}`);
  return invoice.id;
}

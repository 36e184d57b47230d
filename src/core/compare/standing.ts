import { type AllocationProblem, type Placement, pairOf } from '../allocation/problem.ts';
import { evaluate, type Solution } from '../allocation/value.ts';
import { verify } from '../allocation/verify.ts';
import { at, invoiceAt, type Ledger } from '../eligibility/ledger.ts';
import { loadsOf } from '../placing/loads.ts';
import type { Stated } from '../placing/problemOf.ts';
import type { AllocationLine } from '../plan.ts';
import { withPairs } from './restrict.ts';
import type { Way } from './way.ts';

/** Where an earlier plan placed what. */
export type Standing = readonly Pick<AllocationLine, 'receivableId' | 'facilityId'>[];

/**
 * An earlier choice kept as far as it is still allowed: its receivables where they were, of more than
 * the need the cheapest. Where that falls short, the cheapest others are added beside it.
 */
export function keepStanding(
  standing: Standing,
  { stated, ledger, solved }: { stated: Stated; ledger: Ledger; solved: (stated: Stated) => Way },
): Way {
  const { problem } = stated;
  const homes = homesOf(standing, { stated, ledger });
  const asItWas = withPairs(problem, isStanding(problem, homes));
  const kept = solved({ ...stated, problem: asItWas }).solution;
  if (kept.value.shortfallMinor === 0) return { stated, solution: kept };
  const { placement: more } = solved({ ...stated, problem: besides(problem, kept) }).solution;
  const placement = together(kept.placement, more);
  const solution = { placement, value: evaluate(problem, placement) };
  const holds = verify(problem, solution).length === 0;
  return { stated, solution: holds ? solution : kept };
}

/** By line: 0, or one more than the offer it stands with. */
function homesOf(
  standing: Standing,
  { stated: { problem, lineOf }, ledger }: { stated: Stated; ledger: Ledger },
): Uint8Array {
  const offers = new Map(problem.offers.map(({ facilityId }, offer) => [facilityId, offer + 1]));
  const facilityOf = new Map(standing.map((line) => [line.receivableId, line.facilityId]));
  return Uint8Array.from(lineOf, (own) => {
    const facilityId = facilityOf.get(invoiceAt(ledger, own).id);
    return facilityId === undefined ? 0 : (offers.get(facilityId) ?? 0);
  });
}

/** A whole account comes with all of its lines, unless one that it would take stands elsewhere. */
function isStanding(
  problem: AllocationProblem,
  homes: Uint8Array,
): Parameters<typeof withPairs>[1] {
  const [joined, split] = [new Set<number>(), new Set<number>()];
  const { offers, debtorOf } = problem;
  const accountOf = (line: number, offer: number) => at(debtorOf, line) * offers.length + offer;
  offers.forEach(({ mode }, offer) => {
    if (mode !== 'whole_account') return;
    for (let line = 0; line < homes.length; line += 1) {
      const home = at(homes, line) - 1;
      if (pairOf(problem, line, offer) < 0 || pairOf(problem, line, home) < 0) continue;
      (home === offer ? joined : split).add(accountOf(line, offer));
    }
  });
  return ({ line, offer }) => {
    if (offers[offer]?.mode !== 'whole_account') return at(homes, line) === offer + 1;
    const account = accountOf(line, offer);
    return joined.has(account) && !split.has(account);
  };
}

/** What can be added to a plan: the lines it leaves, with what it leaves of everything that runs out. */
function besides(problem: AllocationProblem, { placement, value }: Solution): AllocationProblem {
  const { placed, partial, drawn } = placement;
  const loads = loadsOf(problem, placement);
  const accountOf = (line: number, offer: number) =>
    at(problem.debtorOf, line) * problem.offers.length + offer;
  // One more in part of the same debtor, or half of an account, would break the plan.
  const closed = new Set([...partial.keys()].map((line) => accountOf(line, at(placed, line) - 1)));
  for (let line = 0; line < placed.length; line += 1) {
    if (placed[line] === 0) continue;
    problem.offers.forEach(({ mode }, offer) => {
      if (mode === 'whole_account') closed.add(accountOf(line, offer));
    });
  }
  const open = withPairs(
    problem,
    ({ line, offer }) => placed[line] === 0 && !closed.has(accountOf(line, offer)),
  );
  return {
    ...open,
    needMinor: value.shortfallMinor,
    offers: problem.offers.map((offer, index) => {
      const isUsed = value.used[index] === true;
      const used = offer.mode === 'pledge' ? at(drawn, index) : at(loads.advances, index);
      return {
        ...offer,
        room: offer.room - used,
        minimumDraw: isUsed ? 0 : offer.minimumDraw,
        fixedCost: isUsed ? 0 : offer.fixedCost,
        heldPool: at(loads.pools, index),
        caps: offer.caps.map((family, place) => ({
          ...family,
          held: loads.nodes[index]?.[place] ?? family.held,
        })),
      };
    }),
    rooms: problem.rooms.map((room, place) => ({
      ...room,
      free: room.free.map((free, debtor) => free - (loads.rooms[place]?.[debtor] ?? 0)),
    })),
  };
}

/** Two plans that share no line. */
function together(one: Placement, other: Placement): Placement {
  return {
    placed: one.placed.map((home, line) => (home === 0 ? at(other.placed, line) : home)),
    partial: new Map([...one.partial, ...other.partial]),
    drawn: one.drawn.map((drawn, offer) => drawn + at(other.drawn, offer)),
  };
}

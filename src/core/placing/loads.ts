import {
  type AllocationProblem,
  advanceOf,
  type Offer,
  type Placement,
  pairOf,
} from '../allocation/problem.ts';
import { offerAt } from '../allocation/value.ts';
import { at } from '../eligibility/ledger.ts';
import { mulDiv, shareBp } from '../money.ts';

/** What a placement uses of everything that can run out. */
export type Loads = {
  /** By offer. */
  advances: Float64Array;
  pools: Float64Array;
  /** By offer, by family, by node: held and funded. */
  nodes: Float64Array[][];
  /** By shared room, by debtor. */
  rooms: Float64Array[];
};

/** Why a pair does not fit beside a placement. */
export type Verdict =
  | { status: 'fits' }
  | { status: 'full'; roomMinor: number }
  | { status: 'cover' | 'netting' }
  | { status: 'cap'; rule: number };

export function loadsOf(problem: AllocationProblem, placement: Placement): Loads {
  const loads: Loads = {
    advances: new Float64Array(problem.offers.length),
    pools: Float64Array.from(problem.offers, ({ heldPool }) => heldPool),
    nodes: problem.offers.map(({ caps }) => caps.map(({ held }) => held.slice())),
    rooms: problem.rooms.map(({ free }) => new Float64Array(free.length)),
  };
  for (let line = 0; line < placement.placed.length; line += 1) {
    const offer = (placement.placed[line] ?? 0) - 1;
    if (offer >= 0)
      addLine(problem, loads, { line, offer, funded: fundedOf(problem, placement, line) });
  }
  return loads;
}

/** What of a placed line is funded. */
export function fundedOf(
  problem: AllocationProblem,
  { placed, partial }: Placement,
  line: number,
): number {
  const pair = pairOf(problem, line, (placed[line] ?? 0) - 1);
  return partial.get(line) ?? at(problem.base, pair);
}

/** Whether all of a pair would fit beside what is placed already. */
export function verdictOn(
  problem: AllocationProblem,
  loads: Loads,
  { line, pair, offer: index }: { line: number; pair: number; offer: number },
): Verdict {
  const offer = offerAt(problem, index);
  const funded = at(problem.base, pair);
  const roomMinor = offer.room - at(loads.advances, index);
  if (offer.mode !== 'pledge' && advanceOf(offer, funded) > roomMinor) {
    return { status: 'full', roomMinor };
  }
  const debtor = at(problem.debtorOf, line);
  for (const [place, room] of problem.rooms.entries()) {
    const user = room.offers.find((item) => item.offer === index);
    const used = loads.rooms[place]?.[debtor] ?? 0;
    if (user && used + inRoom(user.toRoom, funded) > at(room.free, debtor)) {
      return { status: room.kind };
    }
  }
  for (const [place, family] of offer.caps.entries()) {
    const node = at(family.nodeOf, family.by === 'debtor' ? debtor : line);
    if (node < 0) continue;
    const pool = at(loads.pools, index) + funded;
    const most =
      family.cap.kind === 'amount'
        ? at(family.cap.minor, node)
        : cappedShare(pool, at(family.cap.bp, node));
    const counted = loads.nodes[index]?.[place]?.[node] ?? 0;
    if (counted + funded > most) return { status: 'cap', rule: family.rule };
  }
  return { status: 'fits' };
}

function addLine(
  problem: AllocationProblem,
  loads: Loads,
  { line, offer: index, funded }: { line: number; offer: number; funded: number },
): void {
  const offer = offerAt(problem, index);
  const debtor = at(problem.debtorOf, line);
  add(loads.advances, index, advanceOf(offer, funded));
  add(loads.pools, index, funded);
  offer.caps.forEach((family, place) => {
    const node = at(family.nodeOf, family.by === 'debtor' ? debtor : line);
    const column = loads.nodes[index]?.[place];
    if (node >= 0 && column) add(column, node, funded);
  });
  problem.rooms.forEach((room, place) => {
    const user = room.offers.find((item) => item.offer === index);
    const column = loads.rooms[place];
    if (user && column) add(column, debtor, inRoom(user.toRoom, funded));
  });
}

function inRoom({ numerator, denominator }: Offer['toNeed'], funded: number): number {
  return mulDiv(funded, numerator, denominator, 'up');
}

function cappedShare(pool: number, bp: number): number {
  return bp === Number.POSITIVE_INFINITY ? bp : shareBp(pool, bp, 'down');
}

function add(column: Float64Array, index: number, amount: number): void {
  column[index] = at(column, index) + amount;
}

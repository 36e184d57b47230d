import type { AllocationProblem, CapFamily, Offer } from '../problem.ts';

/**
 * The problem, or a sample of it, as floating columns for the passes over all lines. Amounts that the
 * whole problem limits (need, rooms, caps) are scaled by the share of the lines the sample stands for.
 */
export type Columns = {
  need: number;
  debtors: number;
  lines: number;
  /** The lines of debtor d are `lineStart[d]` up to `lineStart[d + 1]`. */
  lineStart: Int32Array;
  pairStart: Int32Array;
  offerOf: Uint8Array;
  base: Float64Array;
  cash: Float64Array;
  cost: Float64Array;
  fee: Float64Array;
  offers: OfferNumbers;
  families: FamilyColumns[];
  /** By offer: 1 where a family of its caps goes by line. */
  cappedByLine: Uint8Array;
  locals: LocalRoom[];
};

/** By offer; money of the need's currency where `Need` says so. */
export type OfferNumbers = {
  count: number;
  pledge: Uint8Array;
  whole: Uint8Array;
  /** 1 where the offer is left out of the plan. */
  blocked: Uint8Array;
  rate: Float64Array;
  toNeed: Float64Array;
  room: Float64Array;
  fixedInNeed: Float64Array;
  /** Pledge: what one minor unit drawn costs, in the need's currency. */
  drawCostInNeed: Float64Array;
};

/** Caps whose nodes reach over several debtors, or are shares of a pool: their prices are global. */
export type FamilyColumns = {
  offer: number;
  family: number;
  by: CapFamily['by'];
  nodeOf: Int32Array;
  nodes: number;
  /** Share of the pool by node, 0 for amounts; new x of the node ≤ free + share × new x of the offer. */
  share: Float64Array;
  free: Float64Array;
  /** Its shares are of nothing held and do not sum to the whole: only an empty pool keeps them. */
  collapsed: boolean;
};

/** An amount one debtor's lines share: a shared room, or an amount cap on single debtors. */
export type LocalRoom = {
  source: { room: number } | { offer: number; family: number; nodeOf: Int32Array };
  /** By offer: units of the room taken by one minor unit of x; 0 where the offer does not use it. */
  weight: Float64Array;
  /** By debtor. */
  free: Float64Array;
};

export function columnsOf(problem: AllocationProblem): Columns {
  const { debtors, debtorOf, pairStart, offerOf, base, cash, cost, fee } = problem;
  const lines = debtorOf.length;
  const families: FamilyColumns[] = [];
  const locals: LocalRoom[] = problem.rooms.map(({ offers, free }, room) => {
    const weight = new Float64Array(problem.offers.length);
    for (const { offer, toRoom } of offers) {
      weight[offer] = Number(toRoom.numerator) / Number(toRoom.denominator);
    }
    return { source: { room }, weight, free };
  });
  problem.offers.forEach((offer, index) => {
    offer.caps.forEach((caps, family) => {
      const local = localOf({ caps, debtors, offers: problem.offers.length, index, family });
      if (local) locals.push(local);
      else families.push(familyOf(caps, { offer, index, family }));
    });
  });
  const numbers = numbersOf(problem.offers);
  for (const { collapsed, offer } of families) if (collapsed) numbers.blocked[offer] = 1;
  return {
    need: problem.needMinor,
    debtors,
    lines,
    lineStart: lineStarts(debtorOf, debtors),
    pairStart,
    offerOf,
    base,
    cash,
    cost,
    fee,
    offers: numbers,
    families,
    cappedByLine: Uint8Array.from(problem.offers, ({ caps }) =>
      caps.some(({ by }) => by === 'line') ? 1 : 0,
    ),
    locals,
  };
}

function lineStarts(debtorOf: Int32Array, debtors: number): Int32Array {
  const starts = new Int32Array(debtors + 1);
  for (let line = 0; line < debtorOf.length; line += 1) {
    const next = (debtorOf[line] ?? 0) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  for (let debtor = 0; debtor < debtors; debtor += 1) {
    starts[debtor + 1] = (starts[debtor + 1] ?? 0) + (starts[debtor] ?? 0);
  }
  return starts;
}

function numbersOf(offers: Offer[]): OfferNumbers {
  const toNeed = Float64Array.from(offers, ({ toNeed: { numerator, denominator } }) => {
    return Number(numerator) / Number(denominator);
  });
  return {
    count: offers.length,
    pledge: Uint8Array.from(offers, ({ mode }) => (mode === 'pledge' ? 1 : 0)),
    whole: Uint8Array.from(offers, ({ mode }) => (mode === 'whole_account' ? 1 : 0)),
    blocked: new Uint8Array(offers.length),
    rate: Float64Array.from(offers, ({ advanceRateBp }) => advanceRateBp / 10_000),
    toNeed,
    room: Float64Array.from(offers, ({ room }) => Math.max(0, room)),
    fixedInNeed: Float64Array.from(offers, ({ fixedCost }) => fixedCost),
    drawCostInNeed: Float64Array.from(offers, ({ interest, drawDays, mode }, index) => {
      const perDay = Number(interest.numerator) / Number(interest.denominator);
      return mode === 'pledge' ? perDay * drawDays * (toNeed[index] ?? 0) : 0;
    }),
  };
}

/** An amount cap none of whose nodes holds two debtors. */
function localOf(setup: {
  caps: CapFamily;
  debtors: number;
  offers: number;
  index: number;
  family: number;
}): LocalRoom | undefined {
  const { caps, debtors, offers, index, family } = setup;
  const { cap, by, nodeOf, held } = caps;
  if (cap.kind !== 'amount' || by !== 'debtor') return undefined;
  const seen = new Uint8Array(held.length);
  const free = new Float64Array(debtors);
  for (let debtor = 0; debtor < debtors; debtor += 1) {
    const node = nodeOf[debtor] ?? -1;
    if (node < 0) {
      free[debtor] = Number.POSITIVE_INFINITY;
      continue;
    }
    if (seen[node] === 1) return undefined;
    seen[node] = 1;
    free[debtor] = Math.max(0, (cap.minor[node] ?? 0) - (held[node] ?? 0));
  }
  const weight = new Float64Array(offers);
  weight[index] = 1;
  return { source: { offer: index, family, nodeOf }, weight, free };
}

function familyOf(
  { by, nodeOf, held, cap }: CapFamily,
  { offer, index, family }: { offer: Offer; index: number; family: number },
): FamilyColumns {
  const nodes = held.length;
  const share = new Float64Array(nodes);
  const free = new Float64Array(nodes);
  for (let node = 0; node < nodes; node += 1) {
    const of = held[node] ?? 0;
    if (cap.kind === 'share') {
      share[node] = (cap.bp[node] ?? 0) / 10_000;
      free[node] = Math.max(0, (share[node] ?? 0) * offer.heldPool - of);
    } else free[node] = Math.max(0, (cap.minor[node] ?? 0) - of);
  }
  const collapsed =
    nodeOf.every((node) => node >= 0) &&
    free.every((amount) => amount === 0) &&
    share.reduce((sum, part) => sum + part, 0) < 1 - 1e-9;
  return { offer: index, family, by, nodeOf, nodes, share, free, collapsed };
}

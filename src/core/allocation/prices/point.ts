import type { Prices } from '../value.ts';
import type { Columns, FamilyColumns } from './columns.ts';

/** Global prices of a relaxation; the debtors' own (`Locals`) are found inside each pass. */
export type Point = {
  need: number;
  /** By offer: of its room; of a pledge, of the row drawn ≤ advances. */
  offer: Float64Array;
  /** By family, by node. */
  caps: Float64Array[];
};

/** By local room, by debtor: where the last pass found its price; the next one starts there. */
export type Locals = Float64Array[];

/** What a pass over all lines finds: the bound at a point and what the best choices come to. */
export type Evaluation = {
  bound: number;
  /** By offer: Σ x. */
  x: Float64Array;
  /** Σ cash of the offers that are no pledges, and by pledge the cash drawn. */
  cash: number;
  drawn: Float64Array;
  open: Uint8Array;
  /** By family, by node: Σ x. */
  nodes: Float64Array[];
};

export function noLocals({ locals, debtors }: Columns): Locals {
  return locals.map(() => new Float64Array(debtors));
}

/** By offer: what one minor unit of x costs in prices, caps on single nodes aside. */
export function coefficientsOf({ offers, families }: Columns, point: Point): Float64Array {
  const coefficients = new Float64Array(offers.count);
  for (let offer = 0; offer < coefficients.length; offer += 1) {
    const price = (point.offer[offer] ?? 0) * (offers.rate[offer] ?? 0);
    coefficients[offer] = offers.pledge[offer] === 1 ? -price : price;
    if (offers.blocked[offer] === 1) coefficients[offer] = Number.POSITIVE_INFINITY;
  }
  families.forEach(({ offer, share }, index) => {
    const prices = point.caps[index];
    if (!prices) return;
    let pool = 0;
    for (let node = 0; node < prices.length; node += 1) {
      pool += (prices[node] ?? 0) * (share[node] ?? 0);
    }
    coefficients[offer] = (coefficients[offer] ?? 0) - pool;
  });
  return coefficients;
}

/** By offer: what one minor unit of cash of its pairs is worth. */
export function cashPricesOf({ offers }: Columns, { need }: Point): Float64Array {
  return offers.rate.map((_, offer) => (offers.pledge[offer] === 1 ? 0 : need));
}

export function hasPrice(prices: Float64Array | undefined): boolean {
  return prices?.some((price) => price !== 0) ?? false;
}

/** The part of the bound that no line has: need, rooms, fixed costs and draws. */
export function constantOf(
  columns: Columns,
  point: Point,
  into: { drawn: Float64Array; open: Uint8Array },
): number {
  const { offers, families, need } = columns;
  let constant = point.need * need;
  for (let offer = 0; offer < offers.count; offer += 1) {
    if (offers.blocked[offer] === 1) continue;
    const room = offers.room[offer] ?? 0;
    const price = point.offer[offer] ?? 0;
    const margin =
      offers.pledge[offer] === 1
        ? point.need * (offers.toNeed[offer] ?? 0) - (offers.drawCostInNeed[offer] ?? 0) - price
        : price;
    const worth = margin * room - (offers.fixedInNeed[offer] ?? 0);
    into.open[offer] = worth > 0 || offers.fixedInNeed[offer] === 0 ? 1 : 0;
    into.drawn[offer] = worth > 0 && offers.pledge[offer] === 1 ? room : 0;
    if (worth > 0) constant -= worth;
  }
  families.forEach(({ free }: FamilyColumns, index) => {
    const prices = point.caps[index];
    if (!prices) return;
    for (let node = 0; node < free.length; node += 1) {
      const price = prices[node] ?? 0;
      if (price !== 0) constant -= price * (free[node] ?? 0);
    }
  });
  return constant;
}

export function pricesOf(
  columns: Columns,
  point: Point,
  locals: Locals,
  families: number[],
): Prices {
  const { offers } = columns;
  const prices: Prices = {
    need: point.need,
    room: point.offer.map((price, offer) =>
      offers.pledge[offer] === 1
        ? Math.max(
            0,
            point.need * (offers.toNeed[offer] ?? 0) - (offers.drawCostInNeed[offer] ?? 0) - price,
          )
        : price,
    ),
    pledge: point.offer.map((price, offer) => (offers.pledge[offer] === 1 ? price : 0)),
    caps: families.map((count) => Array.from({ length: count }, () => new Float64Array(0))),
    rooms: [],
  };
  columns.families.forEach(({ offer, family, nodes }, index) => {
    const own = prices.caps[offer];
    if (own) own[family] = point.caps[index]?.slice() ?? new Float64Array(nodes);
  });
  priceCollapsed(columns, point, prices);
  columns.locals.forEach(({ source }, index) => {
    const found = locals[index] ?? new Float64Array(0);
    if ('room' in source) prices.rooms[source.room] = found.slice();
    else {
      const own = prices.caps[source.offer];
      if (own) own[source.family] = byNode(source.nodeOf, found);
    }
  });
  return prices;
}

/** The other way round: where to start from the prices of a like problem. */
export function startFrom(columns: Columns, prices: Prices): { point: Point; locals: Locals } {
  const { offers, families, locals, debtors } = columns;
  const point: Point = {
    need: prices.need,
    offer: offers.rate.map((_, offer) => {
      const price = offers.pledge[offer] === 1 ? prices.pledge[offer] : prices.room[offer];
      return Math.max(0, price ?? 0);
    }),
    caps: families.map(({ offer, family, nodes, collapsed }) => {
      const own = prices.caps[offer]?.[family];
      return Float64Array.from({ length: nodes }, (_, node) =>
        collapsed ? 0 : (own?.[node] ?? 0),
      );
    }),
  };
  const found = locals.map(({ source }) => {
    if ('room' in source) {
      const own = prices.rooms[source.room];
      return Float64Array.from({ length: debtors }, (_, debtor) => own?.[debtor] ?? 0);
    }
    const own = prices.caps[source.offer]?.[source.family];
    return Float64Array.from(source.nodeOf, (node) => own?.[node] ?? 0);
  });
  return { point, locals: found };
}

/** Shares that only an empty pool keeps, priced so that none of its lines is worth placing. */
function priceCollapsed({ families, offers }: Columns, { need }: Point, prices: Prices): void {
  for (const { collapsed, offer, family, share } of families) {
    const own = prices.caps[offer]?.[family];
    if (!collapsed || !own) continue;
    const left = 1 - share.reduce((sum, part) => sum + part, 0);
    own.fill((1.01 * need * (offers.toNeed[offer] ?? 0)) / left);
    prices.room[offer] = 0;
    prices.pledge[offer] = offers.pledge[offer] === 1 ? need * (offers.toNeed[offer] ?? 0) : 0;
  }
}

function byNode(nodeOf: Int32Array, byDebtor: Float64Array): Float64Array {
  const prices = new Float64Array(nodeOf.reduce((most, node) => Math.max(most, node), -1) + 1);
  nodeOf.forEach((node, debtor) => {
    if (node >= 0) prices[node] = byDebtor[debtor] ?? 0;
  });
  return prices;
}

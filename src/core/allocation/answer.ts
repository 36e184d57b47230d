import { type Draft, draftOf, put } from './draft.ts';
import type { BuiltModel, LinearDuals } from './model.ts';
import { ratioNumber } from './modelColumns.ts';
import { type AllocationProblem, pairOf } from './problem.ts';
import type { Prices, Solution } from './value.ts';

/** What the values of an answer say: a line is where its column says more yes than no. */
export function draftFrom(
  problem: AllocationProblem,
  { layout }: BuiltModel,
  values: Float64Array,
): Draft {
  const draft = draftOf(problem);
  for (let line = 0; line < problem.debtorOf.length; line += 1) {
    let [chosen, most] = [-1, 0];
    const end = problem.pairStart[line + 1] ?? 0;
    for (let pair = problem.pairStart[line] ?? 0; pair < end; pair += 1) {
      const part = layout.part[pair] ?? -1;
      if (part < 0) continue;
      const place = layout.place[pair] ?? -1;
      const isStrict = problem.offers[problem.offerOf[pair] ?? 0]?.mode === 'strict_sale';
      const least = place >= 0 || isStrict ? 0.5 : 1e-6;
      const value = values[place >= 0 ? place : part] ?? 0;
      if (value > least && value > most) [chosen, most] = [pair, value];
    }
    if (chosen >= 0) put(draft, chosen, fundedBy(problem, { layout }, { pair: chosen, values }));
  }
  return draft;
}

function fundedBy(
  problem: AllocationProblem,
  { layout }: Pick<BuiltModel, 'layout'>,
  { pair, values }: { pair: number; values: Float64Array },
): number {
  const base = problem.base[pair] ?? 0;
  const { mode } = problem.offers[problem.offerOf[pair] ?? 0] ?? {};
  if (mode === 'strict_sale') return base;
  const part = values[layout.part[pair] ?? -1] ?? 0;
  return Math.max(0, Math.min(base, Math.round(part * base)));
}

/** A placement as a point of the model, to start a search from. */
export function pointOf(
  problem: AllocationProblem,
  { model, layout }: BuiltModel,
  { placement, value }: Solution,
): Float64Array {
  const point = Float64Array.from(model.lower);
  const set = (column: number | undefined, value: number) => {
    if (column !== undefined && column >= 0) point[column] = value;
  };
  const pools = new Float64Array(problem.offers.length);
  placement.placed.forEach((home, line) => {
    if (home === 0) return;
    const pair = pairOf(problem, line, home - 1);
    const base = problem.base[pair] ?? 1;
    const funded = placement.partial.get(line) ?? base;
    pools[home - 1] = (pools[home - 1] ?? 0) + funded;
    set(layout.part[pair], funded / base);
    set(layout.place[pair], 1);
    set(layout.used[home - 1], 1);
  });
  let missing = Math.max(0, problem.needMinor - value.cashMinor);
  problem.offers.forEach((offer, index) => {
    const unit = layout.units[index] ?? 1;
    const drawn = placement.drawn[index] ?? 0;
    const most = Math.min(offer.room, value.advances[index] ?? 0);
    const more =
      offer.mode === 'pledge' ? Math.min(most - drawn, missing / ratioNumber(offer.toNeed)) : 0;
    missing -= more * ratioNumber(offer.toNeed);
    set(layout.draw[index], (drawn + more) / unit);
    set(layout.pool[index], (pools[index] ?? 0) / unit);
  });
  for (const { column, pairs } of layout.judged) {
    if (pairs.some((pair) => (point[layout.part[pair] ?? -1] ?? 0) > 0)) set(column, 1);
  }
  return point;
}

/** The duals of a relaxed model as prices of the need's minor units. */
export function pricesOf(
  problem: AllocationProblem,
  { layout, rows }: BuiltModel,
  duals: LinearDuals,
): Prices {
  const at = (row: number | undefined) => {
    const dual = row === undefined || row < 0 ? 0 : (duals.rows[row] ?? 0);
    return Number.isFinite(dual) ? dual * layout.costUnit : 0;
  };
  const above = (row: number | undefined, unit: number) => Math.max(0, -at(row)) / unit;
  return {
    need: Math.max(0, at(rows.need)) / layout.unit,
    room: Float64Array.from(problem.offers, (_, index) => {
      const unit = layout.units[index] ?? 1;
      const minimum = Math.max(0, at(rows.minimum[index])) / unit;
      return above(rows.room[index], unit) - minimum;
    }),
    pledge: Float64Array.from(rows.pledge, (row, index) => above(row, layout.units[index] ?? 1)),
    caps: rows.caps.map((families, index) =>
      families.map((nodes) =>
        Float64Array.from(nodes, (row) => above(row, layout.units[index] ?? 1)),
      ),
    ),
    rooms: rows.rooms.map((debtors) =>
      Float64Array.from(debtors, (row) => above(row, layout.unit)),
    ),
  };
}

/** Nothing is worth anything: what is left to say where no linear program could be solved. */
export function noPrices(problem: AllocationProblem): Prices {
  return {
    need: 0,
    room: new Float64Array(problem.offers.length),
    pledge: new Float64Array(problem.offers.length),
    caps: problem.offers.map(({ caps }) => caps.map(({ held }) => new Float64Array(held.length))),
    rooms: problem.rooms.map(({ free }) => new Float64Array(free.length)),
  };
}

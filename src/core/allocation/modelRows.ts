import { mulDiv, shareBp } from '../money.ts';
import { addColumn, type Layout, type ModelOptions, ratioNumber, useOf } from './modelColumns.ts';
import { type AtOffer, end, type Matrix, put, type RowIndex, type Writer } from './modelWriter.ts';
import type { AllocationProblem, CapFamily } from './problem.ts';

export function addRows(
  problem: AllocationProblem,
  options: ModelOptions,
  layout: Layout,
): { matrix: Matrix; rows: RowIndex } {
  const { offers, rooms } = problem;
  const write: Writer = {
    problem,
    options,
    layout,
    matrix: { starts: [0], indices: [], values: [], lower: [], upper: [] },
    rows: {
      need: -1,
      home: new Int32Array(problem.debtorOf.length).fill(-1),
      room: new Int32Array(offers.length).fill(-1),
      minimum: new Int32Array(offers.length).fill(-1),
      pledge: new Int32Array(offers.length).fill(-1),
      caps: offers.map(({ caps }) => caps.map(({ held }) => new Int32Array(held.length).fill(-1))),
      rooms: rooms.map(() => new Int32Array(problem.debtors).fill(-1)),
    },
    pairsOf: offers.map((): number[] => []),
  };
  problem.base.forEach((_, pair) => {
    if ((layout.part[pair] ?? -1) >= 0) write.pairsOf[problem.offerOf[pair] ?? 0]?.push(pair);
  });
  if (options.aim === 'cost') addNeed(write);
  addHomes(write);
  offers.forEach((offer, index) => {
    if (useOf(options.uses, index) === 'never') return;
    addPlacing(write, { offer, index });
    addAdvances(write, { offer, index });
    addCaps(write, { offer, index });
  });
  addRooms(write);
  return { matrix: write.matrix, rows: write.rows };
}

function addNeed(write: Writer): void {
  const { problem, layout } = write;
  problem.offers.forEach((offer, index) => {
    const draw = layout.draw[index] ?? -1;
    if (offer.mode === 'pledge') {
      const toNeed = ratioNumber(offer.toNeed) * (layout.units[index] ?? 1);
      if (draw >= 0) put(write, draw, toNeed / layout.unit);
      return;
    }
    for (const pair of write.pairsOf[index] ?? []) {
      const place = layout.place[pair] ?? -1;
      const kept = place >= 0 ? (layout.placeCash[pair] ?? 0) : 0;
      put(write, layout.part[pair] ?? -1, ((problem.cash[pair] ?? 0) + kept) / layout.unit);
      if (kept > 0) addTo(write, place, -kept / layout.unit);
    }
  });
  write.rows.need = end(write, { lower: problem.needMinor / layout.unit });
}

/** A whole account's column can come up once for each line: its coefficients are added up. */
function addTo(write: Writer, column: number, value: number): void {
  const { indices, values, starts } = write.matrix;
  const from = starts[starts.length - 1] ?? 0;
  const found = indices.indexOf(column, from);
  if (found < 0) put(write, column, value);
  else values[found] = (values[found] ?? 0) + value;
}

/** One home for each line; where there is one column alone its upper bound says so already. */
function addHomes(write: Writer): void {
  const { problem, layout, rows } = write;
  for (let line = 0; line < problem.debtorOf.length; line += 1) {
    const columns: number[] = [];
    const last = problem.pairStart[line + 1] ?? 0;
    for (let pair = problem.pairStart[line] ?? 0; pair < last; pair += 1) {
      const place = layout.place[pair] ?? -1;
      const column = place >= 0 ? place : (layout.part[pair] ?? -1);
      if (column >= 0) columns.push(column);
    }
    if (columns.length < 2) continue;
    for (const column of columns) put(write, column, 1);
    rows.home[line] = end(write, { upper: 1 });
  }
}

/** What is funded is placed, and what is placed has its offer in use. */
function addPlacing(write: Writer, { index }: AtOffer): void {
  const { layout } = write;
  const used = layout.used[index] ?? -1;
  for (const pair of write.pairsOf[index] ?? []) {
    const part = layout.part[pair] ?? -1;
    const place = layout.place[pair] ?? -1;
    if (place >= 0) {
      put(write, part, 1);
      put(write, place, -1);
      end(write, { upper: 0 });
    }
    if (used >= 0) {
      put(write, place >= 0 ? place : part, 1);
      put(write, used, -1);
      end(write, { upper: 0 });
    }
  }
}

/** The room, the minimum draw and, of a pledge, that no more is drawn than the pledged lines advance. */
function addAdvances(write: Writer, { offer, index }: AtOffer): void {
  const { layout, rows } = write;
  const unit = layout.units[index] ?? 1;
  const draw = layout.draw[index] ?? -1;
  const used = layout.used[index] ?? -1;
  const room = offer.room / unit;
  const writeDrawn = () => {
    if (draw >= 0) put(write, draw, 1);
    else {
      for (const pair of write.pairsOf[index] ?? []) {
        put(write, layout.part[pair] ?? -1, (layout.advance[pair] ?? 0) / unit);
      }
    }
  };
  writeDrawn();
  if (used >= 0) put(write, used, -room);
  rows.room[index] = end(write, { upper: used >= 0 ? 0 : room });
  if (offer.minimumDraw > 0) {
    writeDrawn();
    if (used >= 0) put(write, used, -offer.minimumDraw / unit);
    rows.minimum[index] = end(write, { lower: used >= 0 ? 0 : offer.minimumDraw / unit });
  }
  if (draw < 0) return;
  put(write, draw, 1);
  for (const pair of write.pairsOf[index] ?? []) {
    put(write, layout.part[pair] ?? -1, -(layout.advance[pair] ?? 0) / unit);
  }
  rows.pledge[index] = end(write, { upper: 0 });
}

function addCaps(write: Writer, { offer, index }: AtOffer): void {
  const { problem, layout, pairsOf } = write;
  const unit = layout.units[index] ?? 1;
  const pool = layout.pool[index] ?? -1;
  if (pool >= 0) {
    for (const pair of pairsOf[index] ?? []) {
      put(write, layout.part[pair] ?? -1, (problem.base[pair] ?? 0) / unit);
    }
    put(write, pool, -1);
    end(write, { lower: 0, upper: 0 });
  }
  offer.caps.forEach((family, number) => {
    const byNode = family.held.length === 0 ? [] : nodesOf(write, { family, index });
    byNode.forEach((pairs, node) => {
      if (pairs.length === 0) return;
      const row = addCap(write, { offer, index, family, node, pairs });
      const target = write.rows.caps[index]?.[number];
      if (target) target[node] = row;
    });
  });
}

function nodesOf(write: Writer, { family, index }: { family: CapFamily; index: number }) {
  const { problem, layout } = write;
  const byNode = Array.from(family.held, (): number[] => []);
  for (const pair of write.pairsOf[index] ?? []) {
    const line = layout.lineOf[pair] ?? 0;
    const key = family.by === 'debtor' ? (problem.debtorOf[line] ?? 0) : line;
    byNode[family.nodeOf[key] ?? -1]?.push(pair);
  }
  return byNode;
}

type AtNode = AtOffer & { family: CapFamily; node: number; pairs: number[] };

/** The row of one node, or −1 if it cannot bind. */
function addCap(write: Writer, { offer, index, family, node, pairs }: AtNode): number {
  const { problem, layout } = write;
  const unit = layout.units[index] ?? 1;
  const held = family.held[node] ?? 0;
  const most = pairs.reduce((sum, pair) => sum + (problem.base[pair] ?? 0), 0);
  const writeFunded = () => {
    for (const pair of pairs) {
      put(write, layout.part[pair] ?? -1, (problem.base[pair] ?? 0) / unit);
    }
  };
  if (family.cap.kind === 'amount') {
    const free = Math.max(0, (family.cap.minor[node] ?? 0) - held);
    if (most <= free) return -1;
    writeFunded();
    return end(write, { upper: free / unit });
  }
  const bp = family.cap.bp[node] ?? 0;
  const free = shareBp(offer.heldPool, bp, 'down') - held;
  if (most <= free) return -1;
  const pool = layout.pool[index] ?? -1;
  writeFunded();
  if (free >= 0) {
    put(write, pool, -bp / 10_000);
    return end(write, { upper: free / unit });
  }
  return addExceeded(write, { pool, bp, free: free / unit, pairs });
}

/**
 * A node over its share already: nothing may be added until the pool has grown by enough, which a line
 * through the ends of max(0, share of the pool − excess) relaxes and one binary column says exactly.
 */
function addExceeded(
  write: Writer,
  { pool, bp, free, pairs }: { pool: number; bp: number; free: number; pairs: number[] },
): number {
  const { layout, options } = write;
  const most = layout.columns.upper[pool] ?? 0;
  const slope = Math.max(0, bp / 10_000 + free / Math.max(most, Number.MIN_VALUE));
  put(write, pool, -slope);
  const row = end(write, { upper: 0 });
  if (options.relaxed || slope === 0) return row;
  const judged = addColumn(layout.columns, { cost: 0, upper: 1, integer: true });
  layout.judged.push({ column: judged, pairs });
  for (const pair of pairs) {
    put(write, layout.part[pair] ?? -1, 1);
    put(write, judged, -1);
    end(write, { upper: 0 });
  }
  for (const pair of pairs) {
    put(write, layout.part[pair] ?? -1, (write.problem.base[pair] ?? 0) / unitOf(write, pair));
  }
  put(write, pool, -bp / 10_000);
  put(write, judged, -free);
  end(write, { upper: 0 });
  return row;
}

function unitOf({ problem, layout }: Writer, pair: number): number {
  return layout.units[problem.offerOf[pair] ?? 0] ?? 1;
}

function addRooms(write: Writer): void {
  const { problem, layout } = write;
  problem.rooms.forEach(({ offers, free }, number) => {
    const byDebtor = Array.from(free, (): { column: number; use: number }[] => []);
    for (const { offer, toRoom } of offers) {
      const isStrict = problem.offers[offer]?.mode === 'strict_sale';
      for (const pair of write.pairsOf[offer] ?? []) {
        const debtor = problem.debtorOf[layout.lineOf[pair] ?? 0] ?? 0;
        const base = problem.base[pair] ?? 0;
        // What is funded whole or not at all uses a whole number: each conversion is rounded up.
        const use = isStrict
          ? mulDiv(base, toRoom.numerator, toRoom.denominator, 'up')
          : base * ratioNumber(toRoom);
        byDebtor[debtor]?.push({ column: layout.part[pair] ?? -1, use });
      }
    }
    byDebtor.forEach((uses, debtor) => {
      const most = free[debtor] ?? Number.POSITIVE_INFINITY;
      if (uses.reduce((sum, { use }) => sum + use, 0) <= most) return;
      for (const { column, use } of uses) put(write, column, use / layout.unit);
      const row = end(write, { upper: most / layout.unit });
      const target = write.rows.rooms[number];
      if (target) target[debtor] = row;
    });
  });
}

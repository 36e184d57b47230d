import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bundled } from '../../../src/core/caps/bundled.ts';
import { capPool } from '../../../src/core/caps/capPool.ts';
import { Network } from '../../../src/core/caps/flow.ts';
import type { CapFamily, CapInput } from '../../../src/core/caps/input.ts';
import type { Family } from '../../../src/core/caps/terms.ts';
import { capInput, family } from './cases.ts';

type Arc = { from: number; to: number; minor: number };

const nodes = 7;
const [source, sink] = [nodes - 2, nodes - 1];
const place = fc.integer({ min: 0, max: nodes - 1 });
const arcs = fc.array(
  fc
    .record({ from: place, to: place, minor: fc.integer({ min: 0, max: 9 }) })
    .filter(({ from, to }) => from !== to),
  { maxLength: 20 },
);

/** The greatest flow by one path after another, on a table of what is left between two nodes. */
function greatestFlow(of: readonly Arc[]): number {
  const left = Array.from({ length: nodes }, () => new Array<number>(nodes).fill(0));
  const add = (from: number, to: number, minor: number) => {
    const row = left[from] ?? [];
    row[to] = (row[to] ?? 0) + minor;
  };
  for (const { from, to, minor } of of) add(from, to, minor);
  const send = (node: number, seen: ReadonlySet<number>, most: number): number => {
    if (node === sink) return most;
    for (const [to, minor] of (left[node] ?? []).entries()) {
      if (minor <= 0 || seen.has(to)) continue;
      const sent = send(to, new Set([...seen, to]), Math.min(most, minor));
      if (sent === 0) continue;
      add(node, to, -sent);
      add(to, node, sent);
      return sent;
    }
    return 0;
  };
  let total = 0;
  for (let sent = -1; sent !== 0; total += sent) sent = send(source, new Set([source]), 1e9);
  return total;
}

function networkOf(of: readonly Arc[]): Network {
  const ends = {
    from: Int32Array.from(of, ({ from }) => from),
    to: Int32Array.from(of, ({ to }) => to),
  };
  return new Network(nodes, ends);
}

const minors = (of: readonly Arc[]) => of.map(({ minor }) => minor);

test('a flow is the greatest: it fits its arcs, passes every node on, and a cut is as small', () => {
  fc.assert(
    fc.property(arcs, (of) => {
      const network = networkOf(of);
      network.reset([minors(of)]);
      const total = network.flow(source, sink);
      expect(total).toBe(greatestFlow(of));
      const stays = new Array<number>(nodes).fill(0);
      network.flows(0).forEach((minor, index) => {
        const { from, to, minor: most } = of[index] ?? { from: 0, to: 0, minor: 0 };
        expect(minor).toBeGreaterThanOrEqual(0);
        expect(minor).toBeLessThanOrEqual(most);
        stays[from] = (stays[from] ?? 0) - minor;
        stays[to] = (stays[to] ?? 0) + minor;
      });
      const expected = stays.map((_, node) =>
        node === sink ? total : node === source ? -total : 0,
      );
      expect(stays.map((minor) => minor + 0)).toEqual(expected.map((minor) => minor + 0));
      const cut = network.leastCut().reduce((sum, arc) => sum + (of[arc]?.minor ?? 0), 0);
      expect(cut).toBe(total);
    }),
    { numRuns: 3_000 },
  );
});

test('a network that was used flows as a new one does', () => {
  fc.assert(
    fc.property(arcs, fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 20 }), (of, before) => {
      const [used, fresh] = [networkOf(of), networkOf(of)];
      used.reset([before.slice(0, of.length)]);
      used.flow(source, sink);
      const split = Math.floor(of.length / 2);
      used.reset([minors(of).slice(0, split), minors(of).slice(split)]);
      fresh.reset([minors(of)]);
      expect(used.flow(source, sink)).toBe(fresh.flow(source, sink));
      expect(used.flows(0)).toEqual(fresh.flows(0));
      expect(used.leastCut()).toEqual(fresh.leastCut());
    }),
    { numRuns: 1_000 },
  );
});

test('cells are one bundle if they lie in the same nodes, numbered as they come', () => {
  const sized = fc.constantFrom([40, 3], [40, 60], [3_000, 40], [3_000, 3_000]);
  const columns = sized.chain(([cells = 0, most = 1]) =>
    fc.array(
      fc
        .tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: 2 ** 31 - 1 }))
        .map(([count, seed]): Placed => ({ count, nodeOf: scattered(cells, count, seed) })),
      { minLength: 1, maxLength: 3 },
    ),
  );
  fc.assert(
    fc.property(columns, fc.boolean(), (groups, hasDebtors) => {
      const debtors = everyThird(groups[0]?.nodeOf.length ?? 0);
      const of = hasDebtors ? [debtors, ...groups] : groups;
      const families = of.map(({ nodeOf, count, cellOf }, cap) => ({
        ...familyOn(nodeOf, count, cap),
        cellOf,
      }));
      const amounts = Float64Array.from(of[0]?.nodeOf ?? [], (_, cell) => cell + 1);
      const { caps, of: bundleOf } = bundled({ amounts, totalMinor: 0, families, pairs: [] });
      const known = new Map<string, number>();
      const expected = Int32Array.from(amounts, (_, cell) => {
        const key = of.map(({ nodeOf }) => nodeOf[cell]).join();
        known.set(key, known.get(key) ?? known.size);
        return known.get(key) ?? -1;
      });
      expect(bundleOf).toEqual(expected);
      const sums = new Float64Array(known.size);
      expected.forEach((bundle, cell) => {
        sums[bundle] = (sums[bundle] ?? 0) + cell + 1;
      });
      expect(caps.amounts).toEqual(sums);
    }),
    { numRuns: 60 },
  );
});

type Placed = { count: number; nodeOf: Int32Array; cellOf?: Int32Array };

/** Every third cell a node of its own. */
function everyThird(cells: number): Placed {
  const count = Math.ceil(cells / 3);
  const cellOf = Int32Array.from({ length: count }, (_, node) => 3 * node);
  const nodeOf = Int32Array.from({ length: cells }, (_, cell) => (cell % 3 === 0 ? cell / 3 : -1));
  return { count, nodeOf, cellOf };
}

/** Numerical Recipes' generator: thousands of nodes from one number. */
function scattered(cells: number, count: number, seed: number): Int32Array {
  let state = seed;
  return Int32Array.from({ length: cells }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * (count + 1)) - 1;
  });
}

function familyOn(nodeOf: Int32Array, count: number, cap: number): Family {
  const column = new Float64Array(count);
  return { cap, nodeOf, nodes: count, stated: count, gross: column, bp: column, fixed: column };
}

const debtors = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 12 });
const share = fc.integer({ min: 100, max: 6_000 });

/** Debtors, and groups of every third, at one share each. */
function inGroups(amounts: readonly number[], own: CapFamily, group: number): CapInput {
  const groupOf = amounts.map((_, cell) => cell % 3);
  return capInput(amounts, [own, family(groupOf, [group, group, group])]);
}

test('debtors are cut alike however they are numbered and however their shares are told', () => {
  fc.assert(
    fc.property(debtors, share, share, (amounts, own, group) => {
      const cells = amounts.map((_, cell) => cell);
      const shares = cells.map(() => own);
      const plain = capPool(inGroups(amounts, family(cells, shares), group));
      const backwards = family(cells.toReversed(), shares);
      // A node that nobody is in, so that the shares are no longer all the same.
      const more = family(cells, [...shares, own + 1]);
      for (const other of [backwards, more]) {
        const { poolMinor, kept, taken } = capPool(inGroups(amounts, other, group));
        expect({ poolMinor, kept, taken }).toEqual({
          poolMinor: plain.poolMinor,
          kept: plain.kept,
          taken: plain.taken,
        });
      }
    }),
    { numRuns: 1_500 },
  );
});

import { capPool } from '../../src/core/caps/capPool.ts';
import type { CapFamily, CapInput } from '../../src/core/caps/input.ts';
import { generator } from '../core/allocation/instances/ledger.ts';
import type { Measured } from './report.ts';

/** Shares of the pool in basis points, by debtor, group and country. */
const cases = {
  'nothing cut': [1_000, 1_500, 3_000],
  'the largest country': [1_000, 1_500, 1_000],
  'most countries': [1_000, 1_500, 500],
  'debtors, groups and countries': [50, 80, 700],
} as const;

/** One facility's caps, exactly, with each debtor's cut: a few large debtors and a long tail. */
export function benchCaps(debtors: number): Measured {
  const ledger = ledgerOf(debtors);
  const notes: string[] = [];
  let longest = 0;
  for (const [name, shares] of Object.entries(cases)) {
    const input = inputOf(ledger, shares);
    let shortest = Number.POSITIVE_INFINITY;
    let cut = 0;
    for (let round = 0; round < 200; round += 1) {
      const startedAt = performance.now();
      const { kept } = capPool(input);
      shortest = Math.min(shortest, performance.now() - startedAt);
      cut = kept.reduce(
        (sum, amount, cell) => sum + Number(amount < (input.amounts[cell] ?? 0)),
        0,
      );
    }
    longest = Math.max(longest, shortest);
    notes.push(`${name} ${shortest.toFixed(2)} ms (${cut.toLocaleString('en')} debtors)`);
  }
  return { perSecond: (1000 * debtors) / longest, note: notes.join('; ') };
}

type Ledger = { amounts: Float64Array; group: Int32Array; groups: number; country: Int32Array };

const countries = 30;

/** Groups lie within a country, one debtor in five with the one before it. */
function ledgerOf(debtors: number): Ledger {
  const draw = generator(7);
  const amounts = Float64Array.from({ length: debtors }, (_, debtor) =>
    Math.floor(2e9 * (debtor + 4) ** -0.9 * (0.2 + draw())),
  );
  const country = Int32Array.from({ length: debtors }, () => Math.floor(countries * draw() ** 2));
  const last = new Int32Array(countries).fill(-1);
  let groups = 0;
  const group = country.map((at) => {
    const before = last[at] ?? -1;
    if (before >= 0 && draw() < 0.2) return before;
    last[at] = groups;
    groups += 1;
    return groups - 1;
  });
  return { amounts, group, groups, country };
}

function inputOf(
  { amounts, group, groups, country }: Ledger,
  [debtorBp, groupBp, countryBp]: readonly [number, number, number],
): CapInput {
  const family = (nodeOf: Int32Array, nodes: number, bp: number): CapFamily => ({
    nodeOf,
    nodes,
    bp: new Float64Array(nodes).fill(bp),
    base: { kind: 'pool' },
  });
  const itself = Int32Array.from(amounts, (_, debtor) => debtor);
  const families = [
    family(itself, amounts.length, debtorBp),
    family(group, groups, groupBp),
    family(country, countries, countryBp),
  ];
  return { amounts, families, pairs: [] };
}

import { expect, test } from 'vitest';
import { capPool } from '../../../src/core/caps/capPool.ts';
import { checkCaps } from '../../../src/core/caps/check.ts';
import type { CapInput, CapResult } from '../../../src/core/caps/input.ts';
import { anyTwoOf, capInput, eachAt, family } from './cases.ts';

const nested = capInput(
  [600, 200, 150, 50, 40, 30],
  [eachAt(6, 2_500), family([0, 0, 1, 1, 2, 2], [4_000, 4_000, 4_000])],
);
const paired = capInput(
  [600, 200, 150, 50, 40, 30],
  [eachAt(6, 4_000)],
  [anyTwoOf([0, 1, 2, 3, 4, 5], 6_000)],
);

/** The result with one element of one column changed. */
function changed(column: Float64Array | undefined, at: number, by: number): Float64Array {
  return Float64Array.from(column ?? [], (value, index) => (index === at ? value + by : value));
}

type Change = (result: CapResult) => Partial<CapResult>;

const changes: [string, CapInput, Change, string][] = [
  [
    'a cent more is kept than stated',
    nested,
    ({ kept }) => ({ kept: changed(kept, 0, 1) }),
    'pool',
  ],
  ['more is kept than there is', nested, ({ kept }) => ({ kept: changed(kept, 5, 1) }), 'kept'],
  ['half a cent is kept', nested, ({ kept }) => ({ kept: changed(kept, 0, 0.5) }), 'kept'],
  [
    'a cut is nobody’s',
    nested,
    ({ taken }) => ({ taken: [changed(taken[0], 0, -1), ...taken.slice(1)] }),
    'taken',
  ],
  [
    'a cap takes less than nothing',
    nested,
    ({ taken }) => ({ taken: [changed(taken[0], 5, -1), ...taken.slice(1)] }),
    'taken',
  ],
  ['a cap is missing', nested, ({ taken }) => ({ taken: taken.slice(1) }), 'taken'],
  [
    'a cap is stated wrongly',
    nested,
    ({ capMinor }) => ({ capMinor: [changed(capMinor[0], 0, 1), ...capMinor.slice(1)] }),
    'cap_minor',
  ],
  [
    'a pair cap is stated wrongly',
    paired,
    ({ pairMinor }) => ({ pairMinor: changed(pairMinor, 0, 1) }),
    'cap_minor',
  ],
  [
    'the bound is below the pool',
    nested,
    ({ upperMinor }) => ({ upperMinor: upperMinor - 1 }),
    'upper',
  ],
  [
    'the bound of nested caps is above the pool',
    nested,
    ({ upperMinor }) => ({ upperMinor: upperMinor + 1 }),
    'upper',
  ],
  [
    'a pool that stands is said to have collapsed',
    nested,
    () => ({ collapsed: { cap: 0, shareBp: 1, nodes: 1, needed: 2 } }),
    'collapsed',
  ],
];

test.each(changes)('notices when %s', (_, input, change, fault) => {
  const result = capPool(input);
  expect(checkCaps(input, result)).toEqual([]);
  const found = checkCaps(input, { ...result, ...change(result) });
  expect(found.map((item) => item.fault)).toContain(fault);
});

test('notices a debtor above its share of a pool that is smaller than it seems', () => {
  const wider = { ...nested, families: [eachAt(6, 2_600), ...nested.families.slice(1)] };
  const found = checkCaps(nested, capPool(wider));
  expect(found.some(({ fault, cap }) => fault === 'cap' && cap === 0)).toBe(true);
});

test('notices two debtors above what any two may count for', () => {
  const wider = { ...paired, pairs: [anyTwoOf([0, 1, 2, 3, 4, 5], 7_000)] };
  expect(checkCaps(paired, capPool(wider))).toContainEqual({ fault: 'cap', cap: 1 });
});

test('notices a pool that could be greater', () => {
  const amounts = [600, 200, 150, 50, 40, 29];
  const found = checkCaps(
    capInput([600, 200, 150, 50, 40, 30], [eachAt(6, 2_500)]),
    capPool(capInput(amounts, [eachAt(6, 2_500)])),
  );
  expect(found.map(({ fault }) => fault)).toContain('not_greatest');
});

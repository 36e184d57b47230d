import fc from 'fast-check';
import type { Price, Terms } from '../../src/core/facility.ts';
import type { SelectionInput } from '../../src/core/input.ts';
import { anyInput } from './any-input.ts';

const mode = fc.constantFrom<Pick<Terms, 'mode' | 'placing'>[]>(
  { mode: 'pledge' },
  { mode: 'sale', placing: 'whole_only' },
  { mode: 'sale', placing: 'whole_account' },
  { mode: 'sale' },
);
const seldom = (max: number) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max }) },
  );

const change = fc.record({
  mode,
  isRoomy: fc.boolean(),
  minimumDrawMinor: seldom(4_000),
  fixedFeeMinor: seldom(100),
});
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

/** `anyInput` with facilities of every mode, minimum draws and fixed fees, and needs that can be met. */
export const anyModes: fc.Arbitrary<SelectionInput> = fc
  .tuple(anyInput, fc.array(change, { minLength: 3, maxLength: 3 }), fc.integer({ min: 1, max: 8 }))
  .map(([input, changes, part]) => {
    const facilities = input.facilities.map((terms, index) => changed(terms, changes[index]));
    const { need } = input;
    if (!need) return { ...input, facilities };
    const amountMinor = Math.ceil(need.amountMinor / part);
    return { ...input, facilities, need: { ...need, amountMinor } };
  });

function changed(terms: Terms, change: Change | undefined): Terms {
  if (!change) return terms;
  const { isRoomy, minimumDrawMinor, fixedFeeMinor } = change;
  const { withheld, ...paid } = terms.price;
  const price: Price = change.mode.mode === 'pledge' || !withheld ? paid : terms.price;
  return {
    ...terms,
    ...change.mode,
    limitMinor: isRoomy ? 60_000 : terms.limitMinor,
    ...(minimumDrawMinor === undefined ? {} : { minimumDrawMinor }),
    price: fixedFeeMinor === undefined ? price : { ...price, fixedFeeMinor },
  };
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AllocationProblem } from '../../../src/core/allocation/problem.ts';
import { optimumOf } from './exhaustive.ts';
import { tinyProblem } from './tiny.ts';

const problems = tinyProblem({ lines: 4, offers: 3 });

test.each<[string, (problem: AllocationProblem) => AllocationProblem]>([
  [
    'a room',
    ({ offers, ...rest }) => ({
      ...rest,
      offers: offers.map((offer) => ({ ...offer, room: offer.room + 2 })),
    }),
  ],
  [
    'cover',
    ({ rooms, ...rest }) => ({
      ...rest,
      rooms: rooms.map((room) => ({ ...room, free: room.free.map((free) => free + 2) })),
    }),
  ],
  [
    'a fixed cost taken away',
    ({ offers, ...rest }) => ({
      ...rest,
      offers: offers.map((offer) => ({ ...offer, fixedCost: 0 })),
    }),
  ],
  [
    'a cap taken away',
    ({ offers, ...rest }) => ({
      ...rest,
      offers: offers.map((offer) => ({ ...offer, caps: offer.caps.slice(1) })),
    }),
  ],
])('more of %s never makes the best plan worse', (_, more) => {
  fc.assert(
    fc.property(problems, (problem) => {
      const [before, after] = [optimumOf(problem), optimumOf(more(problem))];
      fc.pre(before !== undefined && after !== undefined);
      expect(after.greatestCash).toBeGreaterThanOrEqual(before.greatestCash);
      expect(after.shortfall).toBeLessThanOrEqual(before.shortfall);
      if (after.shortfall === before.shortfall) expect(after.cost).toBeLessThanOrEqual(before.cost);
    }),
    { numRuns: 300 },
  );
});

import { z } from 'zod';
import type { Duty } from '../../core/clock/duty.ts';
import { businessDay } from '../../store/business-clock.ts';
import { readDuties, recordPassings } from '../../store/duty.ts';
import { defineLocal } from '../operation.ts';

const Input = z.strictObject({});

/**
 * Works out every duty anew after something has changed. It asks no partner: deadlines are known and
 * told whether or not an insurer can be reached.
 */
export const reckonDuties = defineLocal<typeof Input, Duty[]>({
  kind: 'local',
  input: Input,
  leaseSeconds: 300,
  work: async ({ asTenant }) => ({
    kind: 'done',
    value: await asTenant((tx) => readDuties(tx)),
    raw: { body: '' },
  }),
  done: async (tx, _delivery, _input, duties) => {
    await recordPassings(tx, duties, await businessDay(tx));
  },
  refused: () => Promise.resolve(),
});

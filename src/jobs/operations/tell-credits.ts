import { z } from 'zod';
import { Id } from '../../core/ids.ts';
import { businessDay } from '../../store/business-clock.ts';
import { tellCredits as tell } from '../../store/credit-schedule.ts';
import { defineLocal } from '../operation.ts';

const Input = z.strictObject({ importId: Id });

/** After a ledger came in: its credit notes follow their invoices to the funders. */
export const tellCredits = defineLocal<typeof Input, null>({
  kind: 'local',
  input: Input,
  leaseSeconds: 120,
  work: () => Promise.resolve({ kind: 'done', value: null, raw: { body: '' } }),
  done: async (tx) => {
    await tell(tx, { today: await businessDay(tx), actor: { system: 'jobs' } });
  },
  refused: () => Promise.resolve(),
});

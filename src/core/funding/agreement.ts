import { z } from 'zod';
import { Day } from '../calendar.ts';
import { Party } from './request.ts';

/** The contract behind a facility: what documents cite, and which documents a request carries. */
export const Agreement = z.strictObject({
  reference: z.string().min(1),
  signedOn: Day,
  recourse: z.boolean(),
  assignee: Party,
  documents: z.array(z.strictObject({ template: z.string(), version: z.string() })).min(1),
});
export type Agreement = z.infer<typeof Agreement>;

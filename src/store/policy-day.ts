import { type Day, dayAt } from '../core/calendar.ts';
import { businessDay, businessNow, databaseNow } from './business-clock.ts';
import type { Tx } from './database.ts';
import { readPolicyTerms } from './policy-terms.ts';

/** The day it is where a policy's days end: what leaves for its insurer is dated by it. */
export async function policyDay(tx: Tx, policyId: string): Promise<Day> {
  const when = { asOf: await businessDay(tx), knownAt: await databaseNow(tx) };
  const versions = await readPolicyTerms(tx, { ...when, policyIds: [policyId] });
  const zone = versions.at(-1)?.timeZone;
  return zone === undefined ? when.asOf : dayAt(await businessNow(tx), zone);
}

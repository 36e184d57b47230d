import type { Day } from '../../../core/calendar.ts';
import { databaseNow } from '../../../store/business-clock.ts';
import type { Tx } from '../../../store/database.ts';
import { readFacilities } from '../../../store/facility.ts';
import { readNames } from '../../../store/person.ts';

export type FacilityName = { name: string; funder: string; currency: string };

export async function facilityNames(tx: Tx, asOf: Day): Promise<Map<string, FacilityName>> {
  const facilities = await readFacilities(tx, { asOf, knownAt: await databaseNow(tx) });
  return new Map(
    facilities.map(({ terms: { facilityId, name, funder, currency } }) => [
      facilityId,
      { name, funder, currency },
    ]),
  );
}

/** Who did it, by name; an id that no one answers to stays an id. */
export async function personNames(
  tx: Tx,
  ids: Iterable<string | undefined>,
): Promise<Map<string, string>> {
  const asked = [...new Set(ids)].filter((id) => id !== undefined);
  const names = await readNames(tx, asked);
  return new Map(asked.map((id) => [id, names.get(id) ?? id]));
}

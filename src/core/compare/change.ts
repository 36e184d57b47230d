import { z } from 'zod';
import { CoverDecision } from '../cover/limit.ts';
import { Debtor } from '../debtor.ts';
import { Terms } from '../facility.ts';
import { FxRate, Need, type SelectionInput } from '../input.ts';

/** "What if": what of an input would be different. Facilities and debtors replace those of their id. */
export const Change = z.strictObject({
  facilities: z.array(Terms).optional().describe('Terms that replace those of the same facility.'),
  debtors: z.array(Debtor).optional().describe('Debtors that replace those of the same id.'),
  cover: z
    .array(CoverDecision)
    .optional()
    .describe('Decisions recorded after all others; on one day the later recorded one wins.'),
  fx: z.array(FxRate).optional().describe('Rates that replace those of the same direction.'),
  need: Need.optional().describe('Another need.'),
});
export type Change = z.infer<typeof Change>;

/** What a change names and the input does not have: it would replace nothing. */
export type UnknownIn =
  | { code: 'facility_unknown'; path: string; params: { facilityId: string } }
  | { code: 'debtor_unknown'; path: string; params: { debtorId: string } };

export function unknownIn(input: SelectionInput, change: Change): UnknownIn | undefined {
  const { facilities = [], debtors = [], cover = [] } = change;
  const known = new Set(input.facilities.map(({ facilityId }) => facilityId));
  for (const [index, { facilityId }] of facilities.entries()) {
    const path = `facilities.${index}.facilityId`;
    if (!known.has(facilityId)) return { code: 'facility_unknown', path, params: { facilityId } };
  }
  if (debtors.length === 0 && cover.length === 0) return undefined;
  const owing = new Set(input.debtors.map(({ id }) => id));
  for (const [index, { id: debtorId }] of debtors.entries()) {
    const path = `debtors.${index}.id`;
    if (!owing.has(debtorId)) return { code: 'debtor_unknown', path, params: { debtorId } };
  }
  for (const [index, { debtorId }] of cover.entries()) {
    const path = `cover.${index}.debtorId`;
    if (!owing.has(debtorId)) return { code: 'debtor_unknown', path, params: { debtorId } };
  }
  return undefined;
}

export function changed(input: SelectionInput, change: Change): SelectionInput {
  const { facilities = [], debtors = [], cover = [], fx = [], need } = change;
  const replaced = new Set(fx.map(({ from, to }) => `${from}>${to}`));
  return {
    ...input,
    facilities: input.facilities.map(
      (terms) => facilities.find(({ facilityId }) => facilityId === terms.facilityId) ?? terms,
    ),
    debtors:
      debtors.length === 0
        ? input.debtors
        : input.debtors.map((debtor) => debtors.find(({ id }) => id === debtor.id) ?? debtor),
    cover: cover.length === 0 ? input.cover : [...input.cover, ...cover],
    fx:
      fx.length === 0
        ? input.fx
        : [...input.fx.filter(({ from, to }) => !replaced.has(`${from}>${to}`)), ...fx],
    ...(need && { need }),
  };
}

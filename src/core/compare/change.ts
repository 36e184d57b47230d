import { z } from 'zod';
import { CoverDecision } from '../cover/limit.ts';
import { Debtor } from '../debtor.ts';
import { Terms } from '../facility.ts';
import { Id } from '../ids.ts';
import { FxRate, Need, type SelectionInput } from '../input.ts';
import { AmountMinor } from '../money.ts';

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
  open: z
    .array(
      z.strictObject({
        receivableId: Id.describe('A receivable of the ledger, or one that is held; each once.'),
        openMinor: AmountMinor.min(0).describe(
          'What would still be open of it, in its currency; 0: it is settled.',
        ),
        advancedMinor: AmountMinor.min(0)
          .optional()
          .describe('What would still be drawn against it; absent: as much as is.'),
      }),
    )
    .optional()
    .describe('Receivables of which another amount would be open, as when a debtor pays.'),
});
export type Change = z.infer<typeof Change>;

/** What a change names and the input does not have: it would replace nothing. */
export type UnknownIn =
  | { code: 'facility_unknown'; path: string; params: { facilityId: string } }
  | { code: 'debtor_unknown'; path: string; params: { debtorId: string } }
  | { code: 'receivable_unknown'; path: string; params: { receivableId: string } };

export function unknownIn(input: SelectionInput, change: Change): UnknownIn | undefined {
  const { facilities = [], debtors = [], cover = [], open = [] } = change;
  const known = new Set(input.facilities.map(({ facilityId }) => facilityId));
  for (const [index, { facilityId }] of facilities.entries()) {
    const path = `facilities.${index}.facilityId`;
    if (!known.has(facilityId)) return { code: 'facility_unknown', path, params: { facilityId } };
  }
  const items = new Set<Id>();
  if (open.length > 0) {
    for (const { id } of input.receivables) items.add(id);
    // What is settled in the ledger may still be drawn against.
    for (const { receivableId } of input.positions) items.add(receivableId);
  }
  for (const [index, { receivableId }] of open.entries()) {
    const path = `open.${index}.receivableId`;
    if (!items.has(receivableId)) {
      return { code: 'receivable_unknown', path, params: { receivableId } };
    }
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
    ...(change.open && withOpen(input, change.open)),
  };
}

/** What is settled is no receivable any more; what is drawn against it is used all the same. */
function withOpen(
  { receivables, positions }: SelectionInput,
  open: NonNullable<Change['open']>,
): Pick<SelectionInput, 'receivables' | 'positions'> {
  const byId = new Map(open.map((own) => [own.receivableId, own]));
  return {
    receivables: receivables.flatMap((receivable) => {
      const own = byId.get(receivable.id);
      if (!own) return [receivable];
      return own.openMinor === 0 ? [] : [{ ...receivable, openMinor: own.openMinor }];
    }),
    positions: positions.map((position) => {
      const advancedMinor = byId.get(position.receivableId)?.advancedMinor;
      return advancedMinor === undefined ? position : { ...position, advancedMinor };
    }),
  };
}

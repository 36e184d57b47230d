import type { NotPlaced } from '../../plan.ts';

/** Why a receivable that some facility would take was not placed, or was placed where it is. */
export const placing = {
  'notPlaced.need_met': 'Not needed: the amount wanted is reached. It would cost {costPpm:ppm}.',
  'notPlaced.dearer':
    'Not needed: it would cost {costPpm:ppm} of its cash, more than the {marginalPpm:ppm} that the dearest cash of the plan costs.',
  'notPlaced.facility_full':
    'No room: it would draw {advanceMinor:money} and {facilityId} has {roomMinor:money} left.',
  'notPlaced.cap_reached':
    'With {fundedMinor:money} more from debtor {debtorId}, {facilityId} would exceed {cap:word.cap}.',
  'notPlaced.fixed_cost':
    'Not worth it: it would cost {costPpm:ppm} of its cash, and using {facilityId} at all costs {fixedCostMinor:money} besides.',
  'notPlaced.minimum_draw':
    'Not used: {facilityId} advances no less than {minimumMinor:money}, which this and the other receivables do not come to there.',
  'notPlaced.too_small':
    'Too small: the advance on {eligibleMinor:money} with {facilityId} rounds to nothing.',
  'placed.alone': 'Placed here at {costPpm:ppm} of its cash; no other facility would take it.',
  'placed.cheapest':
    'Placed here at {costPpm:ppm} of its cash; the next best is {otherId} at {otherPpm:ppm}, so this saves {savedMinor:money}.',
  'placed.equal': 'Placed here at {costPpm:ppm} of its cash; with {otherId} it would cost as much.',
  'placed.full':
    'Placed here at {costPpm:ppm} of its cash. {otherId} would cost {lessMinor:money} less, at {otherPpm:ppm}, but has {roomMinor:money} left and would have to advance {advanceMinor:money}.',
  'placed.dearer':
    'Placed here at {costPpm:ppm} of its cash. By itself it would cost {lessMinor:money} less with {otherId}, at {otherPpm:ppm}: the other receivables, caps and fixed costs of the plan speak for this place.',
  'cap.cover': 'the insured limit, counted over all facilities under the policy',
  'cap.netting': 'what the debtor owes net of credits and contra, counted over all facilities',
  'cap.funder_limit': 'the funder’s limit on this debtor',
  'cap.debtor_concentration': 'the debtor’s share of what is funded',
  'cap.group_concentration': 'the group’s share of what is funded',
  'cap.industry_concentration': 'the industry’s share of what is funded',
  'cap.country_concentration': 'the country’s share of what is funded',
  'cap.currency_concentration': 'the currency’s share of what is funded',
  'cap.government_concentration': 'the share of public debtors in what is funded',
  'cap.pair_concentration': 'the share that two debtors may have together',
} as const satisfies EveryReason;

type EveryReason = Record<`notPlaced.${NotPlaced['reason']}`, string> & Record<string, string>;

import type { ReserveCode } from '../../facility/reserve.ts';

/**
 * A reserve: its label, its label with what the terms state (`.terms`), what it holds back, and that
 * with its numbers (`.sentence`). Where a reserve names itself, its name is shown.
 */
export const reserves = {
  'reserve.fixed': 'Fixed reserve',
  'reserve.fixed.terms': 'Reserve: {name}',
  'reserve.fixed.explanation': 'An amount the agreement states.',
  'reserve.fixed.sentence': '{amountMinor:money}, which the agreement states.',

  'reserve.rent': 'Rent reserve',
  'reserve.rent.terms': 'Rent, {months:months}',
  'reserve.rent.explanation':
    'The rent of some months: a landlord may hold the seller’s books and goods until it is paid.',
  'reserve.rent.sentence': '{months:months} at {monthlyMinor:money} a month.',

  'reserve.priority_payables': 'Priority payables',
  'reserve.priority_payables.explanation':
    'What is paid before the funder in an insolvency, such as wages and taxes.',
  'reserve.priority_payables.sentence': '{amountMinor:money} would be paid before the funder.',

  'reserve.dilution_excess': 'Dilution reserve',
  'reserve.dilution_excess.terms': 'Dilution above {allowanceBp:bp}',
  'reserve.dilution_excess.explanation':
    'The share of sales that was credited, as far as it is above the allowance, of the pool.',
  'reserve.dilution_excess.sentence':
    'In {months:months}, {dilutionPpm:ppm} of sales was credited; what is above {allowanceBp:bp} is held back of the pool of {poolMinor:money}.',

  'reserve.dilution_dynamic': 'Dynamic dilution reserve',
  'reserve.dilution_dynamic.terms': 'Dynamic dilution, at least {floorBp:bp}',
  'reserve.dilution_dynamic.explanation':
    'The average dilution under stress, with what its peaks add, over the sales of the horizon.',
  'reserve.dilution_dynamic.sentence':
    'Dilution is {averagePpm:ppm} on average and {highestPpm:ppm} at its peak; the average is taken at {stress:bp}, what the peak adds comes on top, over sales of {salesMinor:money}; at least {floorBp:bp} of the pool.',

  'reserve.loss_dynamic': 'Dynamic loss reserve',
  'reserve.loss_dynamic.terms': 'Dynamic loss, at least {floorBp:bp}',
  'reserve.loss_dynamic.explanation':
    'The highest average default ratio under stress, over the sales of the horizon.',
  'reserve.loss_dynamic.sentence':
    'The highest average default ratio is {highestPpm:ppm}, taken at {stress:bp} over sales of {salesMinor:money}; at least {floorBp:bp} of the pool.',

  'reserve.concentration': 'Concentration reserve',
  'reserve.concentration.explanation':
    'The largest debtors of one rating band may all fail: the greatest such sum.',
  'reserve.concentration.sentence':
    'Rating {band:orUnknown}: the {count:count} largest come to {amountMinor:money}, the most of any band.',

  'reserve.credit_lag': 'Credit notes not yet issued',
  'reserve.credit_lag.terms': 'Credit notes of {lagDays:days}',
  'reserve.credit_lag.explanation':
    'Credit notes that are owed and not issued yet: what a day brings on average, times the days they take.',
  'reserve.credit_lag.sentence':
    '{creditNotesMinor:money} was credited in {days:days}; of that daily average, {lagDays:days} are held back.',
} as const satisfies EveryReserve;

/** A reserve without its words does not compile. */
type EveryReserve = Record<`reserve.${ReserveCode}${'' | '.explanation' | '.sentence'}`, string> &
  Record<string, string>;

import type { Derived, Step } from '../../charge/derivation.ts';

/**
 * What a funder charges and how it is reckoned: the lines of a derivation, whose amounts, rates and
 * results come as text; published calendars by their id; and what keeps a charge from being known.
 */
export const charges = {
  'charge.advance': 'Advance',
  'charge.limit_holdback': 'Limit holdback',
  'charge.fee_tax': 'Fee tax',
  'charge.rebate': 'Rebate',
  'charge.discount': 'Discount',
  'charge.interest': 'Interest',
  'charge.service_fee': 'Service fee',
  'charge.minimum_fee': 'Minimum fee',
  'charge.misdirected_fee': 'Misdirected-payment fee',

  'rounding.down': 'down',
  'rounding.up': 'up',
  'rounding.halfEven': 'half to even',
  'rounding.halfUp': 'half up',

  'step.accrued':
    '{startsOn:date} to {until:date}: {amountMinor} × {percent} × {days} / {yearDays} = {result}',
  'step.at_least': 'At least {minimumMinor}.',
  'step.each_at_least':
    'At least {minimumMinor} for each: to {count:count} below it this adds {result}.',
  'step.fixing': '{index} of {fixed}: {published}; with a margin of {margin}, {percent} a year.',
  'step.fixing_at_floor':
    '{index} of {fixed}: {published}, which counts as the floor of {floor}; with a margin of {margin}, {percent} a year.',
  'step.in_proportion': 'For {days} of {ofDays:days}: {amountMinor} × {days} / {ofDays} = {result}',
  'step.less_credits':
    '{faceMinor} less credit notes of {creditNotesMinor} and {retainedMinor} retained = {restMinor}',
  'step.limit_holdback':
    'Exposure {exposureMinor} − limit {limitMinor} − holdback of others {holdbackBeforeMinor} − this holdback {holdbackMinor} − limit holdback so far {limitHoldbackBeforeMinor} − fee {feeMinor} − fee tax {feeTaxMinor} = {result}',
  'step.maturity':
    'The average due day of {count:count} receivables, weighted by amount, is {averageDueOn:date}; {businessDays:count} business days on, {day:date} is the day of payment.',
  'step.minimum_days': 'It runs for at least {minimumDays:days}, to {until:date}.',
  'step.not_below_zero': 'Not above zero: nothing more is held back for the limit.',
  'step.nothing': 'There is nothing to charge.',
  'step.of_charges': 'Charged ({charges:words.charge}): {sumMinor}',
  'step.periods':
    '{assignedMinor} × {shareBp} × {periods} = {result}, a period being {everyDays:days} from day {fromDay}',
  'step.rebate':
    'Collected {collectedMinor} − advance {advanceMinor} − fees {feesMinor} − fee tax {feeTaxMinor} − interest {interestMinor} − chargebacks {chargebacksMinor} − new holdbacks {newHoldbacksMinor} = {result}',
  'step.rounded': 'Rounded {rounding:word.rounding}: {result} → {amountMinor}',
  'step.share': '{ofMinor} × {shareBp} = {result}',
  'step.shortfall':
    'At least {asked} is due for {startsOn:date} to {until:date}; {sumMinor} was charged, {result} is short.',
  'step.sum': 'Together {result}',
  'step.term':
    'Due on {dueOn:date}; with a buffer of {bufferDays:days}, and on a day on which money moves, it runs to {until:date}.',
  'step.true_discount':
    '{startsOn:date} to {until:date}: {nominalMinor} − {nominalMinor} ÷ (1 + {percent} × {time}) = {result}',
  'step.within_grace':
    'Passed to the funder on {passedOn:date}, within the days of grace, which end on {lastDay:date}: no fee.',

  'calendar.T2': 'T2 (TARGET)',
  'calendar.GB-EAW': 'England and Wales, bank holidays',
  'calendar.US-FED': 'Federal Reserve Banks',
  'calendar.US-GOV': 'United States, federal holidays',
  'calendar.CN': 'China, statutory working days',

  'refusal.calendar_missing':
    'The agreement names the settlement calendar {calendar}, which is not loaded. Load it or name another.',
  'refusal.calendar_outside':
    'The settlement calendar {calendar:word.calendar} covers {firstYear} to {lastYear}, not {day:date}. Load an edition that covers the day.',
  'refusal.fixing_missing':
    'There is no fixing of {index} for {day:date}. Load the fixing; no rate is assumed.',
  'refusal.rate_impossible':
    'Over this term a rate of {percent}% a year takes more than the whole amount. Correct the rate or the fixing.',
  'refusal.calendar_years':
    'The calendar covers {firstYear} to {lastYear}: its last year is before its first. Correct one.',
  'refusal.calendar_day':
    'The calendar covers {firstYear} to {lastYear} and lists {day:date}. Take the day out or widen the years.',
  'refusal.calendar_both':
    'The calendar has {day:date} both as a holiday and as a working day. Keep one.',
  'refusal.fixing_duplicate': 'The fixings of {name} have {day:date} twice. Keep one.',
  'refusal.tiers_order':
    'A tier of the service fee starts on day {fromDay} and stands after one from day {before}. List tiers by their first day, each once.',
  'refusal.charged_twice':
    'The agreement charges a discount in advance and interest in arrears for the same days. Keep one.',
  'refusal.discount_at_maturity':
    'The agreement pays at maturity and charges a discount for an advance. Keep one.',
} as const satisfies EveryStep;

/** A derivation without its words does not compile. */
type EveryStep = Record<
  `step.${(typeof Step.shape.code.options)[number]}` | `charge.${(typeof Derived.options)[number]}`,
  string
> &
  Record<string, string>;

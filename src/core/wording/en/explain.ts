import type { Parameter } from '../../explain/explanation.ts';

/** What a rule frees, and what a higher limit is worth; amounts beside another currency come worded. */
export const explain = {
  'explain.drop':
    'Without this rule alone, {poolMinor:money} more would be eligible and {availableMinor:money} more could be drawn.',
  'explain.drop.nothing':
    'Without this rule alone nothing would change: other rules hold the same.',
  'explain.drop.mixed':
    'Without this rule alone, what is eligible would change by {poolMinor:money} and what can be drawn by {availableMinor:money}.',
  'explain.drop.fixed': 'No funder gives this rule up.',
  'explain.looser': '{step}: {poolMinor:money} more eligible, {availableMinor:money} more to draw.',
  'explain.looser.draw': '{step}: {availableMinor:money} more to draw.',
  'explain.looser.nothing': '{step}: nothing would change.',
  'explain.best': 'What frees most in one step: {rule}. {sentence}',
  'explain.collapsed':
    '{rule}: a share of {shareBp:bp} leaves a pool only where at least {needed:count} share it; here there are {nodes:count}. Nothing counts until there are more, or the share is higher.',
  'explain.step.days': 'Accepting {to:days} instead of {from:days}',
  'explain.step.times': '{to:count} times the term instead of {from:count}',
  'explain.step.minDays': 'Asking for {to:days} to the due date instead of {from:days}',
  'explain.step.toleranceDays': 'Taking invoices dated {to:days} ahead instead of {from:days}',
  'explain.step.minMinor': 'A minimum of {to:money} instead of {from:money}',
  'explain.step.maxMinor': 'A maximum of {to:money} instead of {from:money}',
  'explain.step.haircuts': 'Haircuts half as high',
  'explain.step.shareBp': 'A share of {to:bp} instead of {from:bp}',
  'explain.step.limits': 'Every limit of the funder a tenth higher',
  'explain.step.cover': 'Every insured limit a tenth higher',
  'explain.step.maximumTermDays': 'Insuring terms of {to:days} instead of {from:days}',
  'explain.step.stopOverdueDays': 'Stopping cover at {to:days} overdue instead of {from:days}',
  'explain.step.limitMinor': 'A facility limit of {to:money} instead of {from:money}',
  'explain.step.advanceRateBp': 'An advance of {to:bp} instead of {from:bp}',
  'explain.limit.limitMinor': 'Facility limit',
  'explain.limit.advanceRateBp': 'Rate of advance',
  'explain.limit.cover': 'Insured limit, policy {id}',
  'explain.limit.funder_limit': 'Funder’s limit, {id}',
  'explain.raise.one':
    'The next {more} of limit make {pool} more eligible under {facility}; {available} more can be drawn.',
  'explain.raise.nothing':
    'A higher limit frees nothing under {facility}: it is not this limit that holds the debtor back.',
  'explain.raise.most':
    '{more} more of limit are worth having under {facility}: they make {pool} more eligible, and {available} more can be drawn. Beyond that nothing more is freed.',
  'explain.raise.asked':
    'With {more} more of limit, {pool} more is eligible under {facility}, and {available} more can be drawn.',
  'explain.raise.full':
    'With {more} more of limit, {pool} more is eligible under {facility}, but nothing more can be drawn: the facility’s own limit is reached.',
  'explain.raise.saves': 'The amount wanted would cost {after} instead of {before}: {saved} less.',
  'explain.raise.same': 'The amount wanted would cost the same: {before}.',
  'explain.raise.reaches': 'Of the amount wanted, {cash} could be raised instead of {before}.',
  'explain.raise.margin':
    'By the plan’s prices, each further unit of limit saves {marginPpm:ppm} of it.',
} as const satisfies EveryStep;

type EveryStep = Record<`explain.step.${Parameter}`, string> & Record<string, string>;

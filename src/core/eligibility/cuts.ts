import { dayNumber } from '../calendar.ts';
import type { RuleOf } from '../facility/rule.ts';
import type { Terms } from '../facility.ts';
import type { FacilityView } from './view.ts';

/** An ageing that some terms ask for: invoices more than so many days past a date. */
export type Ageing = { basis: 'due_date' | 'invoice_date'; days: number };

/**
 * Where the terms of all facilities cut the days and amounts of a line. Between two cuts every line
 * fares alike, so a rule needs to be judged once per combination of intervals and class.
 */
export type Cuts = {
  /** First days past due (as-of − due) of each next interval, ascending; and so on. */
  pastDue: number[];
  age: number[];
  term: number[];
  multiples: RuleOf<'past_terms'>[];
  /** By facility currency, in its minor units. */
  amounts: number[][];
  ageings: Ageing[];
};

export function cutsOf(views: readonly FacilityView[], currencies: readonly string[]): Cuts {
  const cuts: Cuts = {
    pastDue: [],
    age: [],
    term: [],
    multiples: [],
    amounts: currencies.map(() => []),
    ageings: [],
  };
  for (const view of views)
    addCuts(cuts, view, cuts.amounts[currencies.indexOf(view.terms.currency)] ?? []);
  cuts.pastDue = ascending(cuts.pastDue);
  cuts.age = ascending(cuts.age);
  cuts.term = ascending(cuts.term);
  cuts.amounts = cuts.amounts.map(ascending);
  return cuts;
}

/** How many cuts a value has reached. */
export function intervalOf(cuts: readonly number[], value: number): number {
  let reached = 0;
  while (reached < cuts.length && value >= (cuts[reached] ?? 0)) reached += 1;
  return reached;
}

export function ageingIndex(cuts: Cuts, { basis, days }: Ageing): number {
  return cuts.ageings.findIndex((known) => known.basis === basis && known.days === days);
}

function addCuts(cuts: Cuts, view: FacilityView, amounts: number[]): void {
  for (const rule of view.terms.rules) {
    switch (rule.rule) {
      case 'not_yet_issued':
        cuts.age.push(-(rule.toleranceDays ?? 0));
        break;
      case 'past_invoice_date':
        cuts.age.push(firstFailing(rule));
        break;
      case 'past_due_date':
        cuts.pastDue.push(firstFailing(rule));
        break;
      case 'term_too_long':
        cuts.term.push(firstFailing(rule));
        break;
      case 'past_terms':
        addMultiple(cuts, rule);
        break;
      case 'remaining_term': {
        const from = rule.from === 'asOf' ? view.asOfNumber : view.valueOnNumber;
        cuts.pastDue.push(view.asOfNumber - from - rule.minDays + 1);
        break;
      }
      case 'origin':
        if (rule.issuedFrom === undefined) break;
        cuts.age.push(view.asOfNumber - dayNumber(rule.issuedFrom) + 1);
        break;
      case 'amount_range':
        if (rule.minMinor !== undefined) amounts.push(rule.minMinor);
        if (rule.maxMinor !== undefined) amounts.push(rule.maxMinor + 1);
        break;
      case 'cross_ageing':
        addAgeing(cuts, rule);
        break;
      default:
    }
  }
}

function addAgeing(cuts: Cuts, { basis, days }: Ageing): void {
  if (ageingIndex(cuts, { basis, days }) < 0) cuts.ageings.push({ basis, days });
  (basis === 'due_date' ? cuts.pastDue : cuts.age).push(days + 1);
}

function addMultiple(cuts: Cuts, rule: RuleOf<'past_terms'>): void {
  const isKnown = cuts.multiples.some(
    ({ times, operator }) => times === rule.times && operator === rule.operator,
  );
  if (!isKnown) cuts.multiples.push(rule);
}

function firstFailing({ days, operator }: { days: number; operator: '>' | '>=' }): number {
  return operator === '>' ? days + 1 : days;
}

function ascending(values: number[]): number[] {
  return [...new Set(values)].sort((left, right) => left - right);
}

/** The currencies of the facilities, each once, in the facilities' order. */
export function facilityCurrencies(facilities: readonly Terms[]): string[] {
  return [...new Set(facilities.map(({ currency }) => currency))];
}

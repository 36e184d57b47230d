import type { Rule, RuleCode } from '../facility/rule.ts';
import { stageOf } from '../facility/stage.ts';
import { type AmountMinor, splitMinor, sumMinor } from '../money.ts';
import type { Params } from '../plan.ts';
import { ageingParams } from './ageing.ts';
import { capParams, isConcentration } from './concentration.ts';
import { isSimple, payableOf } from './credits.ts';
import { amountAt } from './gross.ts';
import { isPartRule } from './invoiceRules.ts';
import { firstFailing } from './invoiceSums.ts';
import { at, byText, invoiceAt, type Ledger } from './ledger.ts';
import { funderRoom, insuredRoom, isSimplePolicy } from './limits.ts';
import { heldElsewhereMinor, type Outcome } from './outcome.ts';

/** What a rule about debtors takes of a line; lines that share numbers share the object. */
export type Touched = { line: number; rule: RuleCode; amountMinor: AmountMinor; params: Params };

/**
 * What the rules about debtors take of the lines of one, in the rules' order: the same as `debtorLines`
 * works out, in numbers. Undefined where more than amounts and days decides: a line in parts, a credit
 * that names its invoice, a policy by date, a cap on a currency.
 */
export function splitsOf(outcome: Outcome): (debtor: number) => Touched[] | undefined {
  const { rules, view, caps } = outcome;
  const { ledger } = view;
  const isByLine =
    caps?.cells.currencyOf !== undefined ||
    rules.some(
      (rule) =>
        rule.rule === 'currency_haircut' ||
        (rule.rule === 'insured_limit' && !isSimplePolicy(rule, view.hasTerms)),
    );
  const partial = new Set<number>();
  if (rules.some(isPartRule)) {
    for (const line of ledger.partial) partial.add(at(ledger.debtorOf, line));
  }
  const credits = rules.find((rule) => rule.rule === 'credits');
  const aboutDebtors = rules.flatMap((rule, index) =>
    stageOf(rule.rule) === 'invoice' ? [] : [{ rule, index }],
  );
  return function splitOf(debtor) {
    const isNamed = credits && !isSimple(credits, ledger, debtor) && ledger.credits.has(debtor);
    if (isByLine || isNamed || partial.has(debtor)) return undefined;
    const taking = aboutDebtors.filter(({ index }) => outcome.takenOf[index]?.[debtor]);
    if (taking.length === 0) return [];
    const left = leftBefore(outcome, debtor);
    return taking.flatMap(({ rule, index }) => {
      const amount = outcome.takenOf[index]?.[debtor] ?? 0;
      return touched(outcome, left, { debtor, rule, index, amount });
    });
  };
}

/** By place among the debtor's lines: what the rules about whole invoices leave. */
function leftBefore(outcome: Outcome, debtor: number): Float64Array {
  const { amounts, view } = outcome;
  const first = at(view.ledger.start, debtor);
  const left = new Float64Array(at(view.ledger.start, debtor + 1) - first);
  for (let place = 0; place < left.length; place += 1) {
    if (firstFailing(outcome, first + place) < 0) left[place] = amountAt(amounts, first + place);
  }
  return left;
}

type Taking = { debtor: number; rule: Rule; index: number; amount: AmountMinor };

/** Takes a rule's amount off what is left, by the rule's own order, or in shares. */
function touched(outcome: Outcome, left: Float64Array, taking: Taking): Touched[] {
  const { rule, debtor, amount } = taking;
  const first = at(outcome.view.ledger.start, debtor);
  const paramsOf = paramsFor(outcome, left, taking);
  const found: Touched[] = [];
  const takeOff = (place: number, amountMinor: AmountMinor) => {
    if (amountMinor === 0) return;
    left[place] = at(left, place) - amountMinor;
    const params = paramsOf(amountMinor);
    found.push({ line: first + place, rule: rule.rule, amountMinor, params });
  };
  if (isConcentration(rule)) {
    splitMinor(amount, [...left]).forEach((share, place) => {
      takeOff(place, share);
    });
    return found;
  }
  let rest = amount;
  for (const place of placesInOrder(outcome.view.ledger, left, { first, rule })) {
    if (rest === 0) break;
    const taken = Math.min(rest, at(left, place));
    takeOff(place, taken);
    rest -= taken;
  }
  return found;
}

/** The numbers of a rule, by what it takes of a line: only credits tell lines apart. */
function paramsFor(
  outcome: Outcome,
  left: Float64Array,
  { debtor, rule, index }: Taking,
): (amountMinor: AmountMinor) => Params {
  const { view, scan } = outcome;
  const { currency } = view.terms;
  const same = (params: Params) => () => params;
  switch (rule.rule) {
    case 'cross_ageing':
      return same(ageingParams(outcome, { index, rule, debtor }));
    case 'credits': {
      const creditsMinor = at(scan.creditsIn(scan.currencies.indexOf(currency)), debtor);
      return (unreferencedMinor) => ({
        referencedMinor: 0,
        unreferencedMinor,
        creditsMinor,
        currency,
      });
    }
    case 'contra':
      return same({
        payableMinor: payableOf(view, rule, debtor),
        openMinor: sumMinor(left),
        currency,
      });
    case 'funder_limit': {
      const limit = outcome.funderLimits[index]?.get(view.ledger.debtors[debtor]?.id ?? '');
      return same(funderRoom(view, limit ?? rule.otherwiseMinor, sumMinor(left)).params);
    }
    case 'insured_limit': {
      const debtorId = view.ledger.debtors[debtor]?.id ?? '';
      const held = heldElsewhereMinor(outcome, { index, debtor });
      const of = { debtorId, heldElsewhereMinor: held, eligibleMinor: sumMinor(left) };
      return same(insuredRoom(view, rule, of).params);
    }
    default:
      return same(isConcentration(rule) ? capParams(outcome, { cell: debtor, rule }) : {});
  }
}

/** Places with something left: credits and contra by due day as stated, limits from the newest. */
function placesInOrder(
  ledger: Ledger,
  left: Float64Array,
  { first, rule }: { first: number; rule: Rule },
): number[] {
  const { due, issued } = ledger;
  const places: number[] = [];
  for (let place = 0; place < left.length; place += 1) if (at(left, place) > 0) places.push(place);
  if (rule.rule === 'cross_ageing') return places;
  const byDay = (column: Int32Array, a: number, b: number) =>
    at(column, first + a) - at(column, first + b);
  if (rule.rule === 'funder_limit' || rule.rule === 'insured_limit') {
    const number = (place: number) => invoiceAt(ledger, first + place).key.number;
    return places.sort(
      (a, b) => byDay(issued, b, a) || byDay(due, b, a) || byText(number(b), number(a)) || b - a,
    );
  }
  const isLatestFirst = rule.rule !== 'credits' || rule.unreferenced === 'latest_due_first';
  const sign = isLatestFirst ? -1 : 1;
  return places.sort((a, b) => sign * (byDay(due, a, b) || byDay(issued, a, b)) || a - b);
}

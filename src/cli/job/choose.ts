import { assert } from '../../core/assert.ts';
import type { Day } from '../../core/calendar.ts';
import type { Id } from '../../core/ids.ts';
import type { Need, SelectionInput } from '../../core/input.ts';
import type { FacilityResult, Plan } from '../../core/plan.ts';
import { count, money } from '../../core/wording/format.ts';
import { wordRefusal, wordRule } from '../../core/wording/word.ts';
import { planFor } from '../../host/select.ts';
import type { NamedChoice } from '../../http/deps.ts';
import type { Selector } from '../../solve/selector.ts';
import type { Tx } from '../../store/database.ts';
import { Refusal } from '../failure.ts';
import { locale } from '../text.ts';
import { tell } from './words.ts';

/** One request stays a document that people can read. */
const linesMax = 2_000;

type Order = { facilityId: string; asOf: Day; need?: Need | undefined };

/** The receivables of the request, after the waterfall was shown. */
export async function chooseReceivables(
  tx: Tx,
  selector: Selector,
  { facilityId, asOf, need, show }: Order & { show: (line: string) => void },
): Promise<NamedChoice> {
  const planned = await planFor(tx, selector, {
    asOf,
    facilityIds: [facilityId],
    ...(need && { need }),
  });
  if (planned.status === 'refused') {
    throw new Refusal(wordRefusal(locale, planned.code, planned.params));
  }
  const { plan, input } = planned;
  const [facility] = plan.facilities;
  assert(facility, 'a plan has the facility it was asked for');
  showWaterfall(facility, input, show);
  const eligible = eligibleOf(plan, facility);
  if (eligible.length === 0) throw new Refusal(tell('nothing_eligible', { asOf }));
  if (plan.allocation && plan.allocation.shortfallMinor > 0) {
    const { cashMinor, needMinor, currency } = plan.allocation;
    const [cash, wanted] = [cashMinor, needMinor].map((minor) => money(locale, minor, currency));
    show(tell('shortfall', { cash: cash ?? '', need: wanted ?? '' }));
  }
  const chosen = largest(ofOneSeller(eligible, input, show), show);
  const receivableIds = chosen.map(({ receivableId }) => receivableId);
  if (!plan.allocation) return { receivableIds };
  const amounts = chosen.map(({ receivableId, amountMinor }) => [receivableId, amountMinor]);
  return { receivableIds, fundedMinor: Object.fromEntries(amounts) };
}

type Eligible = { receivableId: Id; amountMinor: number };

function eligibleOf(plan: Plan, facility: FacilityResult): Eligible[] {
  const chosen = plan.allocation
    ? plan.allocation.lines.map((line) => ({ ...line, amountMinor: line.fundedMinor }))
    : facility.lines.map((line) => ({ ...line, amountMinor: line.eligibleMinor }));
  return chosen
    .filter(({ amountMinor }) => amountMinor > 0)
    .map(({ receivableId, amountMinor }) => ({ receivableId, amountMinor }));
}

/** An assignment has one assignor: the one with most to assign. */
function ofOneSeller(
  eligible: readonly Eligible[],
  { receivables }: SelectionInput,
  show: (line: string) => void,
): Eligible[] {
  const sellers = new Map(receivables.map(({ id, key }) => [id, key.sellerId]));
  const groups = new Map<string, Eligible[]>();
  for (const item of eligible) {
    const seller = sellers.get(item.receivableId) ?? '';
    groups.set(seller, [...(groups.get(seller) ?? []), item]);
  }
  const [first] = [...groups].sort(([, left], [, right]) => total(right) - total(left));
  assert(first, 'something is eligible');
  if (groups.size > 1) show(tell('one_seller', { seller: first[0] }));
  return first[1];
}

function largest(eligible: readonly Eligible[], show: (line: string) => void): Eligible[] {
  if (eligible.length > linesMax) {
    show(tell('most', { count: linesMax, all: count(locale, eligible.length) }));
  }
  return eligible
    .toSorted((left, right) => right.amountMinor - left.amountMinor)
    .slice(0, linesMax);
}

function total(items: readonly Eligible[]): number {
  return items.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

function showWaterfall(
  facility: FacilityResult,
  { facilities }: SelectionInput,
  show: (line: string) => void,
): void {
  const { currency, grossMinor, waterfall, availableMinor } = facility;
  const { holdbackMinor, overLimitMinor, usedMinor } = facility;
  const rows: [string, number, string][] = [[tell('gross'), grossMinor, '']];
  for (const { rule, amountMinor, count: items } of waterfall) {
    if (amountMinor === 0) continue;
    rows.push([`  − ${wordRule(locale, rule)}`, -amountMinor, `(${count(locale, items)})`]);
  }
  const rate = `${(facilities[0]?.advanceRateBp ?? 0) / 100}%`;
  rows.push([tell('held', { rate }), -holdbackMinor, '']);
  if (overLimitMinor > 0) rows.push([tell('over_limit'), -overLimitMinor, '']);
  if (usedMinor > 0) rows.push([tell('used'), -usedMinor, '']);
  rows.push([tell('available'), availableMinor, '']);
  for (const [label, minor, note] of rows) {
    const wide = [...label].reduce((width, sign) => width + (sign > '\u2e80' ? 2 : 1), 0);
    const amount = money(locale, minor, currency).padStart(22);
    show(`${label}${' '.repeat(Math.max(1, 40 - wide))}${amount} ${note}`.trimEnd());
  }
}

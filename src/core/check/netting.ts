import type { RuleOf } from '../facility/rule.ts';
import type { Currency } from '../money.ts';
import { type CreditItem, normaliseNumber } from '../receivable.ts';
import { isBeyond } from './days.ts';
import { type Facts, type Violation, violation } from './facts.ts';
import { type Rows, sumsBy, takenBy } from './rows.ts';

type Netting<Code extends 'credits' | 'contra'> = {
  rows: Rows;
  rule: RuleOf<Code>;
  currency: Currency;
};

/** Every cent of credit is taken off something eligible, has a reason not to be, or is reported. */
export function* checkCredits(facts: Facts, of: Netting<'credits'>): Generator<Violation> {
  const { rows, rule, currency } = of;
  const { facilityId, unabsorbedCreditsMinor } = rows.result;
  const before = rows.left.slice();
  const taken = takenBy(rows, 'credits');
  const byDebtor = Map.groupBy(facts.credits, ({ debtorId }) => debtorId);
  const indexes = indexesOf(facts, rows, byDebtor.keys());
  let unabsorbed = 0;
  for (const [debtorId, credits] of byDebtor) {
    const lines = indexes.get(facts.nodes.debtor.get(debtorId) ?? -1) ?? [];
    const wanted = reduced(facts, { rows, before, lines, credits, rule, currency });
    let credited = 0;
    for (const { openMinor, currency: from } of credits) {
      credited += facts.up(-openMinor, from, currency);
    }
    for (const [place, index] of lines.entries()) {
      credited -= wanted[place] ?? 0;
      if (taken[index] === wanted[place]) continue;
      const at = `${facilityId} ${rows.lines[index]?.receivableId}`;
      yield violation('credits', at, `credits should take ${wanted[place]}`);
    }
    unabsorbed += credited;
  }
  for (let index = 0; index < taken.length; index += 1) {
    if (taken[index] === 0) continue;
    const { debtorId = '', id } = rows.invoices[index] ?? {};
    if (byDebtor.has(debtorId)) continue;
    yield violation('credits', `${facilityId} ${id}`, 'there are no credits');
  }
  if (unabsorbed === unabsorbedCreditsMinor) return;
  yield violation('credits', facilityId, `${unabsorbed} reduced nothing that is eligible`);
}

/** Contra is the lower of what is owed both ways, no cent more or less. */
export function* checkContra(
  facts: Facts,
  { rows, rule, currency }: Netting<'contra'>,
): Generator<Violation> {
  const { count, debtor } = facts.nodes;
  const owed = new Float64Array(count);
  for (const { debtorId, openMinor, currency: from, kind = 'trade' } of facts.input.payables) {
    if (rule.kinds && !rule.kinds.includes(kind)) continue;
    const hasLetter = facts.debtors.get(debtorId)?.hasNoSetOffLetter === true;
    if (hasLetter && rule.noSetOff === 'skips') continue;
    const node = debtor.get(debtorId) ?? 0;
    owed[node] = (owed[node] ?? 0) + facts.up(openMinor, from, currency);
  }
  const before = sumsBy(rows.debtor, count, rows.left);
  const taken = sumsBy(rows.debtor, count, takenBy(rows, 'contra'));
  for (const [debtorId, node] of debtor) {
    const lower = Math.min(owed[node] ?? 0, before[node] ?? 0);
    if (taken[node] === lower) continue;
    yield violation('contra', `${rows.result.facilityId} ${debtorId}`, `${lower} can be set off`);
  }
}

/** By node of a debtor that is asked for: its rows. */
function indexesOf(facts: Facts, rows: Rows, asked: Iterable<string>): Map<number, number[]> {
  const indexes = new Map<number, number[]>();
  for (const debtorId of asked) indexes.set(facts.nodes.debtor.get(debtorId) ?? -1, []);
  for (let index = 0; index < rows.debtor.length; index += 1) {
    indexes.get(rows.debtor[index] ?? 0)?.push(index);
  }
  return indexes;
}

type Reducing = {
  rows: Rows;
  before: Float64Array;
  lines: readonly number[];
  credits: readonly CreditItem[];
  rule: RuleOf<'credits'>;
  currency: Currency;
};

/** By line of one debtor: what credits take of it. */
function reduced(facts: Facts, of: Reducing): number[] {
  const { rows, before, lines, credits, rule, currency } = of;
  const onNamed = lines.map(() => 0);
  const oldestFirst = lines.map((_, place) => place).sort((a, b) => byAge(rows, lines, a, b));
  let byName: Map<string, number[]> | undefined;
  let [free, old] = [0, 0];
  for (const item of credits.toSorted((left, right) => (left.id < right.id ? -1 : 1))) {
    let rest = facts.up(-item.openMinor, item.currency, currency);
    if (item.references !== undefined) {
      byName ??= Map.groupBy(oldestFirst, (place) => nameOf(rows.invoices[lines[place] ?? 0]?.key));
      for (const place of byName.get(nameOf({ ...item.key, number: item.references })) ?? []) {
        const room = (rows.lines[lines[place] ?? 0]?.grossMinor ?? 0) - (onNamed[place] ?? 0);
        const part = Math.min(rest, room);
        onNamed[place] = (onNamed[place] ?? 0) + part;
        rest -= part;
      }
    }
    const days = facts.asOf - facts.dayOf(item.issuedOn);
    if (rule.prior && isBeyond(days, rule.prior.days, rule.prior.operator)) old += rest;
    free += rest;
  }
  free -= Math.min(old, free, hiddenPastDue(facts, of, onNamed));
  const wanted = lines.map((index, place) => Math.min(onNamed[place] ?? 0, before[index] ?? 0));
  const order = rule.unreferenced === 'oldest_due_first' ? oldestFirst : latestFirst(of);
  for (const place of order) {
    const part = Math.min(free, (before[lines[place] ?? 0] ?? 0) - (wanted[place] ?? 0));
    wanted[place] = (wanted[place] ?? 0) + part;
    free -= part;
  }
  return wanted;
}

/** What is past due, not eligible and not reduced by name: what old credits may stand against. */
function hiddenPastDue(
  facts: Facts,
  { rows, before, lines }: Reducing,
  onNamed: readonly number[],
): number {
  let hidden = 0;
  for (const [place, index] of lines.entries()) {
    if ((rows.due[index] ?? 0) >= facts.asOf || before[index] !== 0) continue;
    hidden += (rows.lines[index]?.grossMinor ?? 0) - (onNamed[place] ?? 0);
  }
  return hidden;
}

/** A credit names an invoice by seller and number, however that is written. */
function nameOf(key: { sellerId: string; number: string } | undefined): string {
  return key ? JSON.stringify([key.sellerId, normaliseNumber(key.number)]) : '';
}

/** By due day, then by issue day, then by id. */
function byAge(rows: Rows, lines: readonly number[], left: number, right: number): number {
  return byDays(rows, lines[left] ?? 0, lines[right] ?? 0) || byId(rows, lines, left, right);
}

function latestFirst({ rows, lines }: Reducing): number[] {
  const places = lines.map((_, place) => place);
  return places.sort(
    (left, right) =>
      byDays(rows, lines[right] ?? 0, lines[left] ?? 0) || byId(rows, lines, left, right),
  );
}

function byDays({ due, issued }: Rows, left: number, right: number): number {
  const days = (due[left] ?? 0) - (due[right] ?? 0);
  return days === 0 ? (issued[left] ?? 0) - (issued[right] ?? 0) : days;
}

function byId({ invoices }: Rows, lines: readonly number[], left: number, right: number): number {
  const one = invoices[lines[left] ?? 0]?.id ?? '';
  const other = invoices[lines[right] ?? 0]?.id ?? '';
  return one < other ? -1 : 1;
}

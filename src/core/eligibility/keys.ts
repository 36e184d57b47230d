import type { RuleOf } from '../facility/rule.ts';
import { sizeOf, verdictAbove } from './amountTable.ts';
import type { KeyTables } from './keyTables.ts';
import type { Ledger } from './ledger.ts';

/** Keys of consecutive lines, so few that they stay in the processor's cache. */
export type Keys = Int32Array | Float64Array;

export type KeyTerms = {
  tables: KeyTables;
  multiples: readonly RuleOf<'past_terms'>[];
  asOfNumber: number;
  /** Room for the places of lines to look at again. */
  places: Int32Array;
};

/** The keys of the lines from `from` on, as many as there is room for; returns their number. */
export function fillKeys(keys: Keys, ledger: Ledger, from: number, of: KeyTerms): number {
  const count = Math.min(keys.length, ledger.due.length - from);
  const mixed = setKeys(keys, ledger, { ...of, from, count });
  correctAmounts(keys, ledger, { ...of, from, count: mixed });
  if (of.multiples.length > 0) addMultiples(keys, ledger, { ...of, from, count });
  return count;
}

type Lines = { from: number; count: number };

/**
 * No call is in its loop, nor a branch on what lines often differ in: either would cost more than all
 * the rest. Returns how many of `places` have an amount of another verdict than its magnitude's least.
 */
function setKeys(
  keys: Keys,
  { classOf, due, issued, open, currencyOf }: Ledger,
  { tables, places, from, count }: Lines & KeyTerms,
): number {
  const { kindOf } = tables.kinds;
  const { class: kindWorth, amount: amountWorth } = tables.worth;
  const { from: dueFrom, part: dueParts } = tables.due;
  const { from: issuedFrom, part: issuedParts } = tables.issued;
  const { from: termFrom, part: termParts } = tables.term;
  const { verdictOf, until } = tables.amounts;
  let found = 0;
  for (let place = 0; place < count; place += 1) {
    const line = from + place;
    const dueDay = due[line] ?? 0;
    const issueDay = issued[line] ?? 0;
    const size = sizeOf(tables.amounts, currencyOf[line] ?? 0, line);
    if ((open[line] ?? 0) >= (until[size] ?? 0)) {
      places[found] = place;
      found += 1;
    }
    const ofDays = (dueParts[dueDay - dueFrom] ?? 0) + (issuedParts[issueDay - issuedFrom] ?? 0);
    const ofTerm = termParts[dueDay - issueDay - termFrom] ?? 0;
    const ofNames = (kindOf[classOf[line] ?? 0] ?? 0) * kindWorth;
    keys[place] = ofNames + (verdictOf[size] ?? 0) * amountWorth + ofDays + ofTerm;
  }
  return found;
}

function correctAmounts(
  keys: Keys,
  { open, currencyOf }: Ledger,
  { tables, places, from, count }: Lines & KeyTerms,
): void {
  const { amounts, worth } = tables;
  for (let index = 0; index < count; index += 1) {
    const place = places[index] ?? 0;
    const line = from + place;
    const currency = currencyOf[line] ?? 0;
    const taken = amounts.verdictOf[sizeOf(amounts, currency, line)];
    const change = verdictAbove(amounts, currency, open[line] ?? 0) - (taken ?? 0);
    keys[place] = (keys[place] ?? 0) + change * worth.amount;
  }
}

/** One bit for each "so many times the term" that the line is past. */
function addMultiples(
  keys: Keys,
  { due, issued }: Ledger,
  { tables, multiples, asOfNumber, from, count }: Lines & KeyTerms,
): void {
  multiples.forEach(({ times, operator }, index) => {
    const bit = tables.worth.multiples * 2 ** index;
    for (let place = 0; place < count; place += 1) {
      const issueDay = issued[from + place] ?? 0;
      const age = asOfNumber - issueDay;
      const threshold = times * ((due[from + place] ?? 0) - issueDay);
      const isPast = operator === '>' ? age > threshold : age >= threshold;
      if (isPast) keys[place] = (keys[place] ?? 0) + bit;
    }
  });
}

import type { RuleOf } from '../facility/rule.ts';
import { amountInterval, type KeyTables } from './keyTables.ts';
import type { Ledger } from './ledger.ts';

/** Keys of consecutive lines, so few that they stay in the processor's cache. */
export type Keys = Int32Array | Float64Array;

export type KeyTerms = {
  tables: KeyTables;
  multiples: readonly RuleOf<'past_terms'>[];
  asOfNumber: number;
};

/** The keys of the lines from `from` on, as many as there is room for; returns their number. */
export function fillKeys(keys: Keys, ledger: Ledger, from: number, of: KeyTerms): number {
  const count = Math.min(keys.length, ledger.due.length - from);
  setKeys(keys, ledger, { tables: of.tables, from, count });
  if (of.multiples.length > 0) addMultiples(keys, ledger, { ...of, from, count });
  return count;
}

type Lines = { from: number; count: number };

function setKeys(
  keys: Keys,
  { classOf, due, issued, open, currencyOf }: Ledger,
  { tables, from, count }: Lines & { tables: KeyTables },
): void {
  const { stride } = tables;
  const { from: dueFrom, part: dueParts } = tables.due;
  const { from: issuedFrom, part: issuedParts } = tables.issued;
  const { from: termFrom, part: termParts } = tables.term;
  const { usual, usualFrom, usualTo } = tables.amounts;
  for (let place = 0; place < count; place += 1) {
    const line = from + place;
    const dueDay = due[line] ?? 0;
    const issueDay = issued[line] ?? 0;
    const amount = open[line] ?? 0;
    const currency = currencyOf[line] ?? 0;
    const ofDays = (dueParts[dueDay - dueFrom] ?? 0) + (issuedParts[issueDay - issuedFrom] ?? 0);
    const ofTerm = termParts[dueDay - issueDay - termFrom] ?? 0;
    const isUsual = amount >= (usualFrom[currency] ?? 0) && amount < (usualTo[currency] ?? 0);
    const ofAmount = isUsual
      ? (usual[currency] ?? 0)
      : amountInterval(tables.amounts, amount, currency) * tables.amounts.stride;
    keys[place] = (classOf[line] ?? 0) * stride + ofDays + ofTerm + ofAmount;
  }
}

/** One bit for each "so many times the term" that the line is past. */
function addMultiples(
  keys: Keys,
  { due, issued }: Ledger,
  { tables, multiples, asOfNumber, from, count }: Lines & KeyTerms,
): void {
  multiples.forEach(({ times, operator }, index) => {
    const stride = tables.multiplesStride * 2 ** index;
    for (let place = 0; place < count; place += 1) {
      const issueDay = issued[from + place] ?? 0;
      const age = asOfNumber - issueDay;
      const threshold = times * ((due[from + place] ?? 0) - issueDay);
      const isPast = operator === '>' ? age > threshold : age >= threshold;
      if (isPast) keys[place] = (keys[place] ?? 0) + stride;
    }
  });
}

import { int32sAside } from '../aside.ts';
import { assert } from '../assert.ts';
import { coverOn } from '../cover/available.ts';
import type { Debtor } from '../debtor.ts';
import type { ExistingPosition, SelectionInput } from '../input.ts';
import type { Currency } from '../money.ts';
import type { Particulars } from '../receivable.ts';
import type { Origins } from './columns.ts';
import { converterTo } from './convert.ts';
import { decisionsByDebtor } from './coverBook.ts';
import { noLine } from './places.ts';

type Clustered = Origins & {
  debtors: Debtor[];
  lineOf: Int32Array;
  debtorOf: Int32Array;
  currencies: Currency[];
  currencyOf: Uint8Array;
  positions: Map<string, ExistingPosition>;
  quality: Uint8Array;
};

/**
 * Gives lines that look the same to every rule about names and flags one class, so that such a rule is
 * judged once per class: lines of a debtor's side, a currency, a seller and a ledger that also have the
 * same marks. Class numbers follow the canonical order of the lines; `sampleOf` has the first line of each.
 */
export function classesOf(
  input: SelectionInput,
  lines: Clustered,
): { classOf: Int32Array; sampleOf: Int32Array } {
  const { debtors, debtorOf, currencies, currencyOf } = lines;
  const { sideOf, sides } = debtorSides(input, debtors);
  const { groupOf, groups } = groupsOf(input, lines);
  const classOf = int32sAside(groupOf.length);
  const samples: number[] = [];
  const numberOf = numbering(groups * sides * currencies.length, classOf.length);
  for (let line = 0; line < classOf.length; line += 1) {
    const side = (groupOf[line] ?? 0) * sides + (sideOf[debtorOf[line] ?? 0] ?? 0);
    const number = numberOf(side * currencies.length + (currencyOf[line] ?? 0));
    classOf[line] = number;
    if (number === samples.length) samples.push(line);
  }
  return { classOf, sampleOf: Int32Array.from(samples) };
}

/** By line a number for its seller, its ledger and all that is said of it itself; mostly nothing is. */
function groupsOf(
  { receivables }: SelectionInput,
  { lineOf, originOf, origins, isMarked, positions, quality }: Clustered,
): { groupOf: Int32Array; groups: number } {
  const isAnySaid = isMarked.includes(1) || quality.some((problem) => problem > 0);
  if (!isAnySaid) return { groupOf: originOf, groups: origins };
  const marks = new Map<string, number>([['', 0]]);
  let markOf: Int32Array | undefined;
  for (let row = 0; row < lineOf.length; row += 1) {
    const line = lineOf[row] ?? noLine;
    const problem = quality[line] ?? 0;
    if (line === noLine || (isMarked[line] === 0 && problem === 0)) continue;
    const item = receivables[row];
    if (item?.kind !== 'invoice') continue;
    const { id, particulars } = item;
    const holder = positions.get(id)?.facilityId;
    const mark = { holder, problem, particulars: particulars && flagsOf(particulars) };
    markOf ??= int32sAside(isMarked.length);
    markOf[line] = idOf(marks, JSON.stringify(mark));
  }
  if (!markOf) return { groupOf: originOf, groups: origins };
  // Numbered anew, so that no product of counts of which each may be great is ever made.
  const numberOf = numbering(origins * marks.size, markOf.length);
  const groupOf = markOf.map((mark, line) => numberOf(mark * origins + (originOf[line] ?? 0)));
  return { groupOf, groups: 1 + groupOf.reduce((most, group) => Math.max(most, group), 0) };
}

/** Numbers keys below `size` as they come: in a table where that is no greater than the ledger. */
function numbering(size: number, lines: number): (key: number) => number {
  assert(Number.isSafeInteger(size), 'too many kinds of lines');
  if (size > Math.max(lines, 4_096)) {
    const known = new Map<number, number>();
    return function numberIn(key) {
      const number = known.get(key) ?? known.size;
      known.set(key, number);
      return number;
    };
  }
  // Counted from one, so that what is not known yet is the table's zero.
  const table = new Int32Array(size);
  let count = 0;
  return function numberAt(key) {
    const number = table[key] ?? 0;
    if (number > 0) return number - 1;
    count += 1;
    table[key] = count;
    return count - 1;
  };
}

function idOf(ids: Map<string, number>, key: string): number {
  const id = ids.get(key) ?? ids.size;
  ids.set(key, id);
  return id;
}

/** By debtor: the number of its combination of attributes that rules ask for. */
function debtorSides(
  input: SelectionInput,
  debtors: readonly Debtor[],
): { sideOf: number[]; sides: number } {
  const sets = [...insuredUnder(input), ...listedUnder(input)];
  const ids = new Map<string, number>();
  const sideOf = debtors.map((debtor) => {
    const { country, status, kind, relation, sanctions, isFormalityDone } = debtor;
    const among = sets.map((set) => set.has(debtor.id));
    const side = [country, status, kind, relation, sanctions, isFormalityDone, among];
    return idOf(ids, JSON.stringify(side));
  });
  return { sideOf, sides: ids.size };
}

/** For each facility that lists its debtors: who is listed. */
function listedUnder({ facilities }: SelectionInput): Set<string>[] {
  const rules = facilities.flatMap((terms) => terms.rules);
  return rules.flatMap((rule) => (rule.rule === 'listed_debtors' ? [new Set(rule.debtors)] : []));
}

/** For each policy that makes a foreign debtor good, as a facility's currency shows it: who is covered. */
function insuredUnder({ facilities, cover, asOf, fx }: SelectionInput): Set<string>[] {
  const asked = new Map<string, { policyId: string; currency: Currency }>();
  for (const { rules, currency } of facilities) {
    for (const rule of rules) {
      if (rule.rule !== 'country' || rule.policyId === undefined) continue;
      asked.set(`${currency} ${rule.policyId}`, { policyId: rule.policyId, currency });
    }
  }
  return [...asked.values()].map(({ policyId, currency }) => {
    const convert = converterTo(fx, currency, asOf);
    const debtors = [...decisionsByDebtor(cover, policyId)].filter(([, decisions]) => {
      const answer = coverOn(decisions, { asOf, convert });
      return answer.status === 'in_force' && answer.amountMinor > 0;
    });
    return new Set(debtors.map(([debtorId]) => debtorId));
  });
}

type Flags = Omit<Particulars, 'components' | 'deliveredOn'>;

function flagsOf({ components: _, deliveredOn: __, ...flags }: Particulars): Flags {
  return flags;
}

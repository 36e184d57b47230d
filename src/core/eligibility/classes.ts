import { coverOn } from '../cover/available.ts';
import type { Debtor } from '../debtor.ts';
import type { ExistingPosition, SelectionInput } from '../input.ts';
import type { Currency } from '../money.ts';
import type { Invoice, Particulars } from '../receivable.ts';
import { converterTo } from './convert.ts';
import { decisionsByDebtor } from './coverBook.ts';

type Clustered = {
  debtors: Debtor[];
  invoices: Invoice[];
  debtorOf: Int32Array;
  currencyOf: Uint8Array;
  positions: Map<string, ExistingPosition>;
  quality: Uint8Array;
};

/**
 * Gives lines that look the same to every rule about names and flags one class, so that such a rule is
 * judged once per class. Class numbers follow the canonical order of the lines; `sampleOf` has the first
 * line of each.
 */
export function classesOf(
  input: SelectionInput,
  { debtors, invoices, debtorOf, currencyOf, positions, quality }: Clustered,
): { classOf: Int32Array; sampleOf: Int32Array } {
  const sides = debtorSides(input, debtors);
  const ids = new Map<string, number>();
  const plain = plainClasses(ids);
  const classOf = new Int32Array(invoices.length);
  const samples: number[] = [];
  for (let line = 0; line < invoices.length; line += 1) {
    const invoice = invoices[line];
    if (!invoice) continue;
    const { currency, key, particulars } = invoice;
    const side = sides[debtorOf[line] ?? 0] ?? 0;
    const holder = positions.size === 0 ? undefined : positions.get(invoice.id)?.facilityId;
    const problem = quality[line] ?? 0;
    if (holder === undefined && problem === 0 && particulars === undefined) {
      classOf[line] = plain(invoice, side * currenciesMax + (currencyOf[line] ?? 0));
    } else {
      const rest = { holder, problem, particulars: particulars && flagsOf(particulars) };
      const parts = [side, currency, key.sellerId, key.ledger, JSON.stringify(rest)];
      classOf[line] = idOf(ids, JSON.stringify(parts));
    }
    if (ids.size > samples.length) samples.push(line);
  }
  return { classOf, sampleOf: Int32Array.from(samples) };
}

const currenciesMax = 256;

/**
 * Most lines have nothing but a debtor's side, a currency, a seller and a ledger: found by numbers,
 * and mostly of the same seller and ledger as the line before.
 */
function plainClasses(ids: Map<string, number>): (invoice: Invoice, side: number) => number {
  const byOrigin = new Map<string, Map<string, number[]>>();
  let last: { sellerId: string; ledger: string; known: number[] } | undefined;
  return function plainClass({ key: { sellerId, ledger } }, side) {
    if (last?.sellerId !== sellerId || last.ledger !== ledger) {
      const byLedger = nested(byOrigin, sellerId, () => new Map<string, number[]>());
      last = { sellerId, ledger, known: nested(byLedger, ledger, (): number[] => []) };
    }
    const before = last.known[side];
    if (before !== undefined) return before;
    const id = idOf(ids, JSON.stringify([side, sellerId, ledger]));
    last.known[side] = id;
    return id;
  };
}

function nested<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

function idOf(ids: Map<string, number>, key: string): number {
  const id = ids.get(key) ?? ids.size;
  ids.set(key, id);
  return id;
}

/** By debtor: the number of its combination of attributes that rules ask for. */
function debtorSides(input: SelectionInput, debtors: readonly Debtor[]): number[] {
  const sets = [...insuredUnder(input), ...listedUnder(input)];
  const ids = new Map<string, number>();
  return debtors.map((debtor) => {
    const { country, status, kind, relation, sanctions, isFormalityDone } = debtor;
    const among = sets.map((set) => set.has(debtor.id));
    const side = [country, status, kind, relation, sanctions, isFormalityDone, among];
    return idOf(ids, JSON.stringify(side));
  });
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

function flagsOf({ components: _, ...flags }: Particulars): Omit<Particulars, 'components'> {
  return flags;
}

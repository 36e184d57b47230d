import { assert } from '../assert.ts';
import type { Cuts } from './cuts.ts';
import { fillKeys, type Keys, type KeyTerms } from './keys.ts';
import { digitOf, type KeyTables } from './keyTables.ts';
import type { Ledger } from './ledger.ts';
import { type Aspect, noRule, type Verdict } from './verdicts.ts';
import type { FacilityView } from './view.ts';

/**
 * The distinct ways in which lines fare under the rules that take whole invoices. A line's signature
 * and its own numbers are all that is kept of why it was refused.
 */
export type Signatures = {
  count: number;
  facilities: number;
  /** First failing rule of each facility: `failing[signature * facilities + facility]`, −1 passes. */
  failing: number[];
  /** A bit for each facility it passes, and for each ageing that counts it. */
  passes: number[];
  aged: number[];
};

/** Keys below this are looked up in an array, above in a map. */
const directKeysMax = 2 ** 23;
export const keysAtOnce = 2_048;

/** Each line's signature: its key leads to it, and the first line of a key is judged for all others. */
export function signLines(
  ledger: Ledger,
  of: SignerOf,
): { signatureOf: Uint32Array; signatures: Signatures } {
  const { terms } = of;
  const signer = signerOf(of);
  const { size } = terms.tables;
  const signatureOf = new Uint32Array(ledger.due.length);
  const keys = size <= 2 ** 31 ? new Int32Array(keysAtOnce) : new Float64Array(keysAtOnce);
  const known = size <= directKeysMax ? new Int32Array(size) : new Map<number, number>();
  for (let from = 0; from < signatureOf.length; from += keysAtOnce) {
    const count = fillKeys(keys, ledger, from, terms);
    const block = { signatureOf, from, count, signer, places: terms.places };
    if (known instanceof Map) lookUp(keys, known, block);
    else lookUpDirect(keys, known, block);
  }
  return { signatureOf, signatures: signer.signatures };
}

type Block = {
  signatureOf: Uint32Array;
  from: number;
  count: number;
  signer: Signer;
  places: Int32Array;
};

/**
 * `known` holds one more than the signature, zero where a key is new. New keys are judged after the
 * loop, which a call in it would slow down several times.
 */
function lookUpDirect(keys: Keys, known: Int32Array, block: Block): void {
  const { signatureOf, from, signer, places } = block;
  const unknown = findKnown(keys, known, block);
  for (let index = 0; index < unknown; index += 1) {
    const place = places[index] ?? 0;
    const key = keys[place] ?? 0;
    known[key] ||= signatureAt(signer, key, from + place) + 1;
    signatureOf[from + place] = (known[key] ?? 0) - 1;
  }
}

/** Puts the places whose key is new into `places`; returns how many. */
function findKnown(keys: Keys, known: Int32Array, block: Block): number {
  const { signatureOf, from, count, places } = block;
  let unknown = 0;
  for (let place = 0; place < count; place += 1) {
    const next = known[keys[place] ?? 0] ?? 0;
    if (next === 0) {
      places[unknown] = place;
      unknown += 1;
    }
    signatureOf[from + place] = next - 1;
  }
  return unknown;
}

function lookUp(keys: Keys, known: Map<number, number>, block: Block): void {
  const { signatureOf, from, count, signer } = block;
  for (let place = 0; place < count; place += 1) {
    const key = keys[place] ?? 0;
    const signature = known.get(key) ?? signatureAt(signer, key, from + place);
    known.set(key, signature);
    signatureOf[from + place] = signature;
  }
}

type SignerOf = {
  terms: KeyTerms;
  views: readonly FacilityView[];
  cuts: Cuts;
  verdictOf: (aspect: Aspect, line: number) => Verdict;
};

type Signer = {
  view: FacilityView;
  cuts: Cuts;
  tables: KeyTables;
  verdictOf: (aspect: Aspect, line: number) => Verdict;
  /** What was found of an aspect's intervals, by their digit in the key. */
  judged: { aspect: Aspect; found: Verdict[] }[];
  signatures: Signatures;
  /** What the rules say of a line as text → its signature. */
  known: Map<string, number>;
};

function signerOf({ terms, views, cuts, verdictOf }: SignerOf): Signer {
  const [view] = views;
  assert(view, 'a selection has a facility');
  return {
    view,
    cuts,
    tables: terms.tables,
    verdictOf,
    judged: byLine.map((aspect) => ({ aspect, found: [] })),
    signatures: { count: 0, facilities: views.length, failing: [], passes: [], aged: [] },
    known: new Map(),
  };
}

/** What is judged when a line shows an interval for the first time; the rest is in the tables. */
const byLine = ['pastDue', 'age', 'term', 'multiples'] as const;

/** Keys of which the rules say the same share a signature. */
function signatureAt(signer: Signer, key: number, line: number): number {
  const { view, cuts, signatures, known } = signer;
  const failing = failingAt(signer, key, line);
  const aged = agedBits(view, cuts, line);
  const text = `${aged},${failing.join()}`;
  const before = known.get(text);
  if (before !== undefined) return before;
  let passes = 0;
  failing.forEach((rule, facility) => {
    if (rule < 0) passes |= 1 << facility;
  });
  known.set(text, signatures.count);
  signatures.failing.push(...failing);
  signatures.passes.push(passes);
  signatures.aged.push(aged);
  signatures.count += 1;
  return signatures.count - 1;
}

/** The first failing rule of each facility is the first of any aspect; −1 passes. */
function failingAt({ tables, verdictOf, judged, signatures }: Signer, key: number, line: number) {
  const { facilities } = signatures;
  const kind = digitOf(tables, key, 'class') * facilities;
  const amount = digitOf(tables, key, 'amount') * facilities;
  const days = judged.map(({ aspect, found }) => {
    const digit = digitOf(tables, key, aspect);
    found[digit] ??= verdictOf(aspect, line);
    return found[digit];
  });
  return Array.from({ length: facilities }, (_, facility) => {
    let first = Math.min(
      tables.kinds.verdicts.first[kind + facility] ?? noRule,
      tables.amounts.verdicts.first[amount + facility] ?? noRule,
    );
    for (const verdict of days) first = Math.min(first, verdict[facility] ?? noRule);
    return first === noRule ? -1 : first;
  });
}

function agedBits({ ledger, asOfNumber }: FacilityView, { ageings }: Cuts, line: number): number {
  let bits = 0;
  ageings.forEach(({ basis, days }, index) => {
    const counted = (basis === 'due_date' ? ledger.due : ledger.issued)[line] ?? 0;
    if (asOfNumber - counted > days) bits |= 1 << index;
  });
  return bits;
}

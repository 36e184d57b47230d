import { assert } from '../assert.ts';
import type { Cuts } from './cuts.ts';
import { fillKeys, type Keys, type KeyTerms } from './keys.ts';
import type { AmountSteps } from './keyTables.ts';
import type { Ledger } from './ledger.ts';
import { type FirstFailing, firstFailingOf, sightAt } from './verdicts.ts';
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
const keysAtOnce = 2_048;

/** Each line's signature: its key leads to it, and the first line of a key is judged for all others. */
export function signLines(
  ledger: Ledger,
  of: { terms: KeyTerms; views: readonly FacilityView[]; cuts: Cuts },
): { signatureOf: Uint32Array; signatures: Signatures } {
  const { terms } = of;
  const signer = signerOf(of);
  const size = ledger.classes * terms.tables.stride;
  const signatureOf = new Uint32Array(ledger.due.length);
  const keys = size <= 2 ** 31 ? new Int32Array(keysAtOnce) : new Float64Array(keysAtOnce);
  const known = size <= directKeysMax ? new Int32Array(size) : new Map<number, number>();
  for (let from = 0; from < signatureOf.length; from += keysAtOnce) {
    const count = fillKeys(keys, ledger, from, terms);
    const block = { signatureOf, from, count };
    if (known instanceof Map) lookUp(keys, known, { ...block, signer });
    else lookUpDirect(keys, known, { ...block, signer });
  }
  return { signatureOf, signatures: signer.signatures };
}

type Block = { signatureOf: Uint32Array; from: number; count: number; signer: Signer };

/** `known` holds one more than the signature, zero where a key is new. */
function lookUpDirect(keys: Keys, known: Int32Array, block: Block): void {
  const { signatureOf, from, count, signer } = block;
  for (let place = 0; place < count; place += 1) {
    const key = keys[place] ?? 0;
    let next = known[key] ?? 0;
    if (next === 0) {
      next = signatureAt(signer, from + place) + 1;
      known[key] = next;
    }
    signatureOf[from + place] = next - 1;
  }
}

function lookUp(keys: Keys, known: Map<number, number>, block: Block): void {
  const { signatureOf, from, count, signer } = block;
  for (let place = 0; place < count; place += 1) {
    const key = keys[place] ?? 0;
    const signature = known.get(key) ?? signatureAt(signer, from + place);
    known.set(key, signature);
    signatureOf[from + place] = signature;
  }
}

type Signer = {
  view: FacilityView;
  cuts: Cuts;
  steps: AmountSteps;
  firstFailing: FirstFailing[];
  signatures: Signatures;
  /** What the rules say of a line as text → its signature. */
  known: Map<string, number>;
};

function signerOf(of: { terms: KeyTerms; views: readonly FacilityView[]; cuts: Cuts }): Signer {
  const { terms, views, cuts } = of;
  const [view] = views;
  assert(view, 'a selection has a facility');
  const facilities = views.length;
  return {
    view,
    cuts,
    steps: terms.tables.amounts,
    firstFailing: views.map(firstFailingOf),
    signatures: { count: 0, facilities, failing: [], passes: [], aged: [] },
    known: new Map(),
  };
}

/** Keys of which the rules say the same share a signature. */
function signatureAt(signer: Signer, line: number): number {
  const { view, cuts, steps, firstFailing, signatures, known } = signer;
  const sight = sightAt(view, line, { cuts, steps });
  const aged = agedBits(view, cuts, line);
  const failing: number[] = [];
  let text = `${aged}`;
  for (const find of firstFailing) {
    const rule = find(line, sight);
    failing.push(rule);
    text += `,${rule}`;
  }
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

function agedBits({ ledger, asOfNumber }: FacilityView, { ageings }: Cuts, line: number): number {
  let bits = 0;
  ageings.forEach(({ basis, days }, index) => {
    const counted = (basis === 'due_date' ? ledger.due : ledger.issued)[line] ?? 0;
    if (asOfNumber - counted > days) bits |= 1 << index;
  });
  return bits;
}

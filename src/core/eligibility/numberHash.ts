import { normaliseNumber } from '../receivable.ts';
import { hashStart, hashText, hashUnit } from './repeats.ts';

/** The hash of a document's normalised number, which is not made where the number is plain ASCII. */
export function numberHash(number: string): number {
  let hash = hashStart;
  // Of a row of digits the zeros before the others do not count; of zeros alone, one does.
  let [isAmongDigits, isZeroHeld] = [false, false];
  for (let index = 0; index < number.length; index += 1) {
    const unit = number.charCodeAt(index);
    if (unit > lastAscii) return hashText(hashStart, normaliseNumber(number));
    const kept = keptUnits[unit] ?? dropped;
    if (kept === dropped) continue;
    const isDigit = kept >= zero && kept <= nine;
    if (isDigit && kept === zero && !isAmongDigits) {
      isZeroHeld = true;
      continue;
    }
    if (isZeroHeld && !isDigit) hash = hashUnit(hash, zero);
    isZeroHeld = false;
    isAmongDigits = isDigit;
    hash = hashUnit(hash, kept);
  }
  return isZeroHeld ? hashUnit(hash, zero) : hash;
}

const lastAscii = 127;
const zero = 48;
const nine = 57;
const dropped = -1;

/** By ASCII character what is left of it: its capital, or nothing of signs and spaces. */
const keptUnits = Int8Array.from({ length: lastAscii + 1 }, (_, unit) => {
  const kept = String.fromCharCode(unit)
    .toUpperCase()
    .replace(/[\s\p{P}\p{S}]/gu, '');
  return kept === '' ? dropped : kept.charCodeAt(0);
});

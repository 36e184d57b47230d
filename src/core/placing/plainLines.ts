import type { Amounts } from '../eligibility/gross.ts';
import type { Ledger } from '../eligibility/ledger.ts';
import type { Outcome } from '../eligibility/outcome.ts';

/** What a facility takes by the rules about whole invoices and cross-ageing alone, in columns. */
type Plain = {
  ledger: Ledger;
  amounts: Amounts;
  signatureOf: Uint32Array;
  /** By signature: 1 where no rule about whole invoices fails. */
  passes: Uint8Array;
  ageings: Outcome['ageings'];
};

export function plainOf({ scan, facility, view, ageings, amounts }: Outcome): Plain {
  const { failing, facilities, count } = scan.signatures;
  const passes = new Uint8Array(count);
  for (let signature = 0; signature < count; signature += 1) {
    passes[signature] = (failing[signature * facilities + facility] ?? -1) < 0 ? 1 : 0;
  }
  return { ledger: view.ledger, amounts, signatureOf: scan.signatureOf, passes, ageings };
}

/** The gross amounts of a debtor's lines that pass, from its first line on; 0 for the others. */
export function plainLines(plain: Plain, debtor: number, net: Float64Array): void {
  const { ledger, amounts, signatureOf, passes } = plain;
  const { open, factor, currencyOf } = amounts;
  const first = ledger.start[debtor] ?? 0;
  const end = ledger.start[debtor + 1] ?? 0;
  if (isTooOld(plain, debtor)) {
    net.fill(0, 0, end - first);
    return;
  }
  for (let line = first; line < end; line += 1) {
    const amount = Math.floor((open[line] ?? 0) * (factor[currencyOf[line] ?? 0] ?? 0));
    net[line - first] = passes[signatureOf[line] ?? 0] === 1 ? amount : 0;
  }
}

/** True where cross-ageing takes all of a debtor's lines. */
export function isTooOld({ ageings }: Pick<Plain, 'ageings'>, debtor: number): boolean {
  for (const found of ageings) if (found?.isTainted[found.nodeOf(debtor)] === 1) return true;
  return false;
}

import type { Certificate } from '../../../core/certificate/certificate.ts';
import { sumMinor } from '../../../core/money.ts';

/** One number of the line that is reckoned again, with its sign. */
type Part = {
  what: 'gross' | 'steps' | 'holdback' | 'reserves' | 'overLimit' | 'used';
  amountMinor: number;
};

type Reckoned = {
  parts: Part[];
  /** What the parts come to; below zero it is an overadvance. */
  resultMinor: number;
  /** What the certificate states, less what its parts come to. */
  differenceMinor: number;
};

/** From the parts of a certificate to what is available, without its own totals. */
export function reckon(certificate: Certificate): Reckoned {
  const { grossMinor, steps, holdbackMinor, reservesTakenMinor } = certificate;
  const parts: Part[] = [
    { what: 'gross', amountMinor: grossMinor },
    { what: 'steps', amountMinor: -sumMinor(steps.map(({ amountMinor }) => amountMinor)) },
    { what: 'holdback', amountMinor: -holdbackMinor },
    { what: 'reserves', amountMinor: -reservesTakenMinor },
    { what: 'overLimit', amountMinor: -certificate.overLimitMinor },
    { what: 'used', amountMinor: -certificate.usedMinor },
  ];
  const resultMinor = sumMinor(parts.map(({ amountMinor }) => amountMinor));
  return { parts, resultMinor, differenceMinor: certificate.availableMinor - resultMinor };
}

import type { SimulatorOptions } from '../../simulator.ts';

export type BankOptions = SimulatorOptions & {
  borrowerId?: string;
  accessKey?: string;
  /** Lines it has granted, by agreement; any reference, without an upper limit, when absent. */
  facilities?: Readonly<Record<string, { limit: number }>>;
  /** What was outstanding before these books began, by agreement, in whole units. */
  outstandingBefore?: Readonly<Record<string, number>>;
  refusedCountries?: readonly string[];
  answerAfter?: { reads: number } | { ms: number };
  terms?: Partial<BankTerms>;
};

/** Rates in basis points, interest on 360 days. */
export type BankTerms = {
  drawFeeBp: number;
  interestBp: number;
  /** How old a certificate may be. */
  certificateDaysMax: number;
};

export const usualTerms: BankTerms = { drawFeeBp: 25, interestBp: 550, certificateDaysMax: 7 };

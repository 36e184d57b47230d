import type { SimulatorOptions } from '../../simulator.ts';

export type FactorOptions = SimulatorOptions & {
  apiKey?: string;
  webhookSecret?: string;
  /** Agreements it has signed; any reference when absent. */
  agreements?: readonly string[];
  refusedCountries?: readonly string[];
  /** In whole units of the schedule's currency, by debtor id; the default holds for the others. */
  debtorLimits?: Readonly<Record<string, number>>;
  debtorLimitDefault?: number;
  advanceMax?: number;
  daysToDueMin?: number;
  answerAfter?: { reads: number } | { ms: number };
  /** A partner that takes the key but does not honour it: every message is a new schedule. */
  ignoresKeys?: boolean;
  terms?: Partial<FactorTerms>;
};

/** What it books by and when; rates in basis points, interest on 360 days. */
export type FactorTerms = {
  serviceFeeBp: number;
  feeTaxBp: number;
  interestBp: number;
  misdirectedFeeBp: number;
  /** A payment bears interest until so many days later. */
  valueDays: number;
  /** After the due day: with recourse it asks the seller, and later gives the invoice back. */
  recourseAfterDays: number;
  reassignAfterDays: number;
  /** After the due day: without recourse it pays what it owes, whatever the debtor does. */
  payAfterDays: number;
  /** So long a dispute may last before it no longer bears the risk. */
  disputeDays: number;
};

export const usualTerms: FactorTerms = {
  serviceFeeBp: 75,
  feeTaxBp: 1_900,
  interestBp: 600,
  misdirectedFeeBp: 200,
  valueDays: 1,
  recourseAfterDays: 60,
  reassignAfterDays: 30,
  payAfterDays: 90,
  disputeDays: 30,
};

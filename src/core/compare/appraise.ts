import type { AllocationProblem } from '../allocation/problem.ts';
import { offerAt } from '../allocation/value.ts';
import { dayNumber } from '../calendar.ts';
import { at, debtorAt } from '../eligibility/ledger.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import type { Services } from '../facility.ts';
import type { Need, SelectionInput } from '../input.ts';
import { type AmountMinor, mulDiv } from '../money.ts';
import { daysToPayment } from '../placing/price.ts';
import type { Stated } from '../placing/problemOf.ts';
import { lossPpmOf, type Valuation } from './valuation.ts';

/** What services of a funder are worth for a receivable, in the need's currency. */
export type ServiceValue = { administrationSavedMinor: AmountMinor; protectionMinor: AmountMinor };

export type Appraise = (
  problem: AllocationProblem,
  of: { line: number; offer: number; fundedMinor: AmountMinor },
) => ServiceValue;

/** A facility for which the administration saved could exceed what is held exactly. */
export function savesTooMuch(
  { facilities, receivables }: SelectionInput,
  { administrationMinor }: Valuation,
  { horizonDays }: Need,
): string | undefined {
  const most = BigInt(administrationMinor) * BigInt(receivables.length) * BigInt(horizonDays);
  if (most <= BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  return facilities.find(({ services }) => services?.ledgerAdministration)?.facilityId;
}

/** Of a line of the problem where an offer funds so much of it; over the need's horizon, as its cost is. */
export function appraiserOf(
  valuation: Valuation,
  { stated, outcomes, need }: { stated: Stated; outcomes: readonly Outcome[]; need: Need },
): Appraise {
  const ledger = outcomes[0]?.view.ledger;
  const losses = ledger?.debtors.map((debtor) => lossPpmOf(valuation, debtor)) ?? [];
  const valueNumber = dayNumber(need.valueOn);
  return function appraise(problem, { line, offer, fundedMinor }) {
    const services = outcomes[offer]?.view.terms.services;
    if (!ledger || !services) return nothing;
    const own = at(stated.lineOf, line);
    const debtor = at(problem.debtorOf, line);
    const { usualDelayDays = 0 } = debtorAt(ledger, debtor);
    const daysToDue = at(ledger.due, own) - valueNumber;
    const runs = daysToPayment({ daysToDue, usualDelayDays });
    return {
      administrationSavedMinor: services.ledgerAdministration
        ? administrationOf(valuation, { runs, horizonDays: need.horizonDays })
        : 0,
      protectionMinor: protectionOf(services, {
        fundedMinor,
        openMinor: outcomes[offer]?.gross[own] ?? 0,
        toNeed: offerAt(problem, offer).toNeed,
        lossPpm: losses[debtor] ?? 0,
        days: Math.min(runs, need.horizonDays),
      }),
    };
  };
}

const nothing: ServiceValue = { administrationSavedMinor: 0, protectionMinor: 0 };

/** Again for what replaces a receivable that is paid before the horizon, as its fee is. */
function administrationOf(
  { administrationMinor }: Valuation,
  { runs, horizonDays }: { runs: number; horizonDays: number },
): AmountMinor {
  if (runs >= horizonDays) return administrationMinor;
  return mulDiv(administrationMinor, horizonDays, runs, 'down');
}

function protectionOf(
  { creditProtection }: Services,
  of: {
    fundedMinor: AmountMinor;
    openMinor: AmountMinor;
    toNeed: { numerator: number | bigint; denominator: number | bigint };
    lossPpm: number;
    days: number;
  },
): AmountMinor {
  if (!creditProtection || of.lossPpm === 0) return 0;
  const borne = creditProtection.of === 'funded' ? of.fundedMinor : of.openMinor;
  const { numerator, denominator } = of.toNeed;
  // Share in basis points, loss in millionths, a year of 365 days.
  const above = BigInt(creditProtection.shareBp) * BigInt(of.lossPpm) * BigInt(of.days);
  const below = 10_000n * 1_000_000n * 365n;
  return mulDiv(borne, BigInt(numerator) * above, BigInt(denominator) * below, 'down');
}

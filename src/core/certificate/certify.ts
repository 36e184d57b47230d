import { assert } from '../assert.ts';
import { converterTo } from '../eligibility/convert.ts';
import { rateOn } from '../eligibility/fx.ts';
import type { Terms } from '../facility.ts';
import type { SelectionInput } from '../input.ts';
import { type Currency, sumMinor } from '../money.ts';
import type { FacilityResult, Plan } from '../plan.ts';
import { historyOf } from '../reserve/history.ts';
import { ppmOf, ratio, zero } from '../reserve/ratio.ts';
import type { Certificate } from './certificate.ts';

/** A certificate for each facility of a plan; every line of it comes to its receivables to the cent. */
export function certify(input: SelectionInput, plan: Plan): Certificate[] {
  return plan.facilities.map((result) => {
    const terms = input.facilities.find(({ facilityId }) => facilityId === result.facilityId);
    assert(terms, `no terms for ${result.facilityId}`);
    return certificateOf({ input, plan, terms, result });
  });
}

type Of = { input: SelectionInput; plan: Plan; terms: Terms; result: FacilityResult };

function certificateOf(of: Of): Certificate {
  const { input, plan, terms, result } = of;
  const debtorOf = new Map(input.receivables.map(({ id, debtorId }) => [id, debtorId]));
  const open = result.lines.filter(({ grossMinor }) => grossMinor > 0);
  const steps = stepsOf(result, debtorOf);
  const rollForward = rollForwardOf(of);
  return {
    version: 1,
    asOf: plan.asOf,
    inputHash: plan.inputHash,
    terms,
    currency: result.currency,
    grossMinor: result.grossMinor,
    receivables: open.length,
    debtors: new Set(open.map(({ receivableId }) => debtorOf.get(receivableId))).size,
    steps,
    concentrations: concentrationsOf(result),
    unabsorbedCreditsMinor: result.unabsorbedCreditsMinor,
    poolMinor: result.poolMinor,
    poolUpperMinor: result.poolUpperMinor,
    ...(result.collapsed && { collapsed: result.collapsed }),
    holdbackMinor: result.holdbackMinor,
    baseMinor: result.poolMinor - result.holdbackMinor,
    reserves: result.reserves,
    reservesTakenMinor: result.reservesTakenMinor,
    overLimitMinor: result.overLimitMinor,
    usedMinor: result.usedMinor,
    availableMinor: result.availableMinor,
    overadvanceMinor: Math.max(0, -result.availableMinor),
    statistics: statisticsOf(of),
    ...(rollForward && { rollForward }),
  };
}

function stepsOf(
  { waterfall, lines, facilityId }: FacilityResult,
  debtorOf: ReadonlyMap<string, string>,
): Certificate['steps'] {
  const items = new Map<string, Certificate['steps'][number]['items']>(
    waterfall.map(({ rule }) => [rule, []]),
  );
  for (const { receivableId, deductions } of lines) {
    for (const { rule, amountMinor } of deductions) {
      items.get(rule)?.push({ receivableId, amountMinor });
    }
  }
  return waterfall.map(({ rule, amountMinor }) => {
    const own = items.get(rule) ?? [];
    const total = sumMinor(own.map((item) => item.amountMinor));
    assert(total === amountMinor, `${rule} of ${facilityId} does not come to its receivables`);
    return {
      rule,
      amountMinor,
      receivables: own.length,
      debtors: new Set(own.map(({ receivableId }) => debtorOf.get(receivableId))).size,
      items: own,
    };
  });
}

/** Each node once, largest excess first. */
function concentrationsOf({ lines }: FacilityResult): Certificate['concentrations'] {
  const found = new Map<string, Certificate['concentrations'][number]>();
  for (const { deductions } of lines) {
    for (const { rule, amountMinor, params } of deductions) {
      if (!rule.endsWith('_concentration')) continue;
      const key = `${rule} ${params.node}`;
      const known = found.get(key);
      if (known) {
        known.excessMinor += amountMinor;
        continue;
      }
      found.set(key, {
        rule,
        node: String(params.node),
        countedMinor: Number(params.nodeMinor),
        capMinor: Number(params.capMinor),
        excessMinor: amountMinor,
        shareBp: Number(params.thresholdBp),
        base: String(params.base),
        baseMinor: Number(params.baseMinor),
      });
    }
  }
  return [...found.values()].sort((left, right) => right.excessMinor - left.excessMinor);
}

const monthsShown = 24;

function statisticsOf({ input, terms }: Of): Certificate['statistics'] {
  const { asOf, history } = input;
  const convert = converterTo(input.fx, terms.currency, asOf);
  const convertible = history.filter(({ currency }) => hasRate(input, terms, currency));
  const { months } = historyOf(convertible, { asOf, convert });
  return months.slice(0, monthsShown).flatMap((month) => {
    if (!month) return [];
    const { salesMinor, creditNotesMinor, collectionsMinor, defaultedMinor } = month;
    const ofSales = (minor: number) => (salesMinor > 0 ? ratio(minor, salesMinor) : zero);
    return [
      {
        month: month.month,
        salesMinor,
        creditNotesMinor,
        collectionsMinor,
        defaultedMinor,
        dilutionPpm: ppmOf(ofSales(creditNotesMinor)),
        lossPpm: ppmOf(ofSales(defaultedMinor)),
      },
    ];
  });
}

/** Months that no reserve reads are shown without having been checked for a rate. */
function hasRate({ fx, asOf }: SelectionInput, terms: Terms, from: Currency): boolean {
  return rateOn(fx, { from, to: terms.currency, asOf }).status === 'found';
}

function rollForwardOf({ input, result }: Of): Certificate['rollForward'] {
  const opening = input.openings?.find(({ facilityId }) => facilityId === result.facilityId);
  if (!opening) return undefined;
  const { on, grossMinor, salesMinor, collectionsMinor, creditNotesMinor, adjustmentsMinor } =
    opening;
  const expectedMinor = sumMinor([
    grossMinor,
    salesMinor,
    -collectionsMinor,
    -creditNotesMinor,
    adjustmentsMinor,
  ]);
  return {
    openedOn: on,
    openingMinor: grossMinor,
    salesMinor,
    collectionsMinor,
    creditNotesMinor,
    adjustmentsMinor,
    expectedMinor,
    grossMinor: result.grossMinor,
    differenceMinor: result.grossMinor - expectedMinor,
  };
}

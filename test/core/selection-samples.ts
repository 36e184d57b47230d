import type { CoverDecision } from '../../src/core/cover/limit.ts';
import type { Rule } from '../../src/core/facility/rule.ts';
import type { Terms } from '../../src/core/facility.ts';
import { uuidv7 } from '../../src/core/ids.ts';
import type { SelectionInput } from '../../src/core/input.ts';
import type { FacilityResult, LineExplanation, Plan } from '../../src/core/plan.ts';
import type { CreditItem, Invoice } from '../../src/core/receivable.ts';
import { selectReceivables } from '../selecting.ts';

export const asOf = '2026-11-24';

export function idOf(number: number): string {
  return uuidv7(1_700_000_000_000 + number, new Uint8Array(10));
}

export function invoice(number: number, given: Partial<Invoice> = {}): Invoice {
  return {
    id: idOf(number),
    key: {
      sellerId: 'S1',
      ledger: 'AR',
      number: `INV-${number}`,
      kind: 'invoice',
      fiscalYear: 2026,
      instalment: 1,
    },
    kind: 'invoice',
    debtorId: 'D1',
    currency: 'EUR',
    issuedOn: '2026-11-01',
    dueOn: '2026-12-31',
    faceMinor: given.openMinor ?? 10_000,
    openMinor: 10_000,
    disputedMinor: 0,
    ...given,
  };
}

export function credit(number: number, given: Partial<CreditItem> = {}): CreditItem {
  return {
    id: idOf(number),
    key: {
      sellerId: 'S1',
      ledger: 'AR',
      number: `CN-${number}`,
      kind: 'credit_note',
      fiscalYear: 2026,
      instalment: 1,
    },
    kind: 'credit_note',
    debtorId: 'D1',
    currency: 'EUR',
    issuedOn: '2026-11-10',
    faceMinor: given.openMinor ?? -1_000,
    openMinor: -1_000,
    ...given,
  };
}

export function terms(rules: Rule[], given: Partial<Terms> = {}): Terms {
  return {
    version: 1,
    facilityId: 'F1',
    name: 'Line one',
    funder: 'Funder',
    mode: 'sale',
    currency: 'EUR',
    limitMinor: 1_000_000_000,
    advanceRateBp: 8_000,
    price: { rateBp: 500, dayCount: 'ACT/360', serviceFeeBp: 20, minimumFeeMinor: 0 },
    rules,
    ...given,
  };
}

export function cover(given: Partial<CoverDecision> = {}): CoverDecision {
  return {
    policyId: 'P1',
    debtorId: 'D1',
    coverId: 'C1',
    status: 'agreed',
    rawCode: 'A',
    currency: 'EUR',
    layers: [{ amountMinor: 10_000, validFrom: '2026-01-01' }],
    effectiveOn: '2026-01-01',
    decidedOn: '2026-01-01',
    ...given,
  };
}

export function input(given: Partial<SelectionInput>): SelectionInput {
  const receivables = given.receivables ?? [];
  const ids = [...new Set(receivables.map(({ debtorId }) => debtorId))];
  return {
    version: 1,
    asOf,
    receivables,
    debtors: ids.map((id) => ({ id, name: id, country: 'DE', identifiers: {} })),
    facilities: [],
    cover: [],
    fx: [],
    payables: [],
    positions: [],
    history: [],
    ...given,
  };
}

export function planOf(given: SelectionInput): Plan {
  const selection = selectReceivables(given);
  if (!selection.ok) throw new Error(JSON.stringify(selection.refusals));
  return selection.plan;
}

export function resultOf(plan: Plan, facilityId = 'F1'): FacilityResult {
  const result = plan.facilities.find((item) => item.facilityId === facilityId);
  if (!result) throw new Error(`no facility ${facilityId}`);
  return result;
}

export function lineOf(result: FacilityResult, number: number): LineExplanation {
  const line = result.lines.find(({ receivableId }) => receivableId === idOf(number));
  if (!line) throw new Error(`no line ${number}`);
  return line;
}

/** What one facility with these rules finds eligible of each invoice, in the order given. */
export function eligible(rules: Rule[], given: Partial<SelectionInput>): number[] {
  const result = resultOf(planOf(input({ facilities: [terms(rules)], ...given })));
  return (given.receivables ?? [])
    .filter(({ kind }) => kind === 'invoice')
    .map(({ id }) => result.lines.find((line) => line.receivableId === id)?.eligibleMinor ?? -1);
}

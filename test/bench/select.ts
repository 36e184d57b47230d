import type { SelectionInput } from '../../src/core/input.ts';
import type { Receivable } from '../../src/core/receivable.ts';
import { selectReceivables } from '../selecting.ts';
import { type Measured, rate } from './report.ts';

/** A whole explained plan; beside one pass over typed arrays that only sums what is not past due. */
export async function benchSelect(count: number): Promise<Measured> {
  const input = inputOf(count);
  let seconds = 0;
  const perSecond = await rate(count, () => {
    const startedAt = performance.now();
    const selection = selectReceivables(input);
    if (!selection.ok) throw new Error(selection.refusals[0]?.code);
    seconds = (performance.now() - startedAt) / 1000;
  });
  return { perSecond, bare: await bareScan(count), note: `${seconds.toFixed(2)} s a plan` };
}

async function bareScan(count: number): Promise<number> {
  const dueIn = Int32Array.from({ length: count }, (_, index) => (index % 120) - 40);
  const open = Float64Array.from({ length: count }, (_, index) => 100_000 + index);
  const debtor = Int32Array.from({ length: count }, (_, index) => index % debtors);
  const sums = new Float64Array(debtors);
  const rounds = Math.ceil(20_000_000 / count);
  return rate(count * rounds, () => {
    for (let round = 0; round < rounds; round += 1) {
      for (let index = 0; index < count; index += 1) {
        const at = debtor[index] ?? 0;
        if ((dueIn[index] ?? 0) >= 0) sums[at] = (sums[at] ?? 0) + (open[index] ?? 0);
      }
    }
  });
}

const debtors = 5_000;

function inputOf(count: number): SelectionInput {
  return {
    version: 1,
    asOf: '2026-10-31',
    receivables: Array.from({ length: count }, (_, index) => invoiceOf(index)),
    debtors: Array.from({ length: debtors }, (_, index) => ({
      id: `D${index}`,
      name: `Debtor ${index}`,
      country: index % 3 === 0 ? 'FR' : 'DE',
      identifiers: {},
    })),
    facilities: [
      {
        version: 1,
        facilityId: 'F1',
        name: 'Bench',
        funder: 'Bench',
        mode: 'sale',
        currency: 'EUR',
        limitMinor: 10_000_000_000,
        advanceRateBp: 9_000,
        price: { rateBp: 450, dayCount: 'ACT/360', serviceFeeBp: 20, minimumFeeMinor: 0 },
        rules: [
          { rule: 'not_yet_issued' },
          { rule: 'past_due_date', days: 30, operator: '>' },
          { rule: 'country', allowed: ['DE', 'FR'] },
          {
            rule: 'cross_ageing',
            days: 30,
            basis: 'due_date',
            shareBp: 5_000,
            operator: '>',
            scope: 'debtor',
          },
          { rule: 'credits', unreferenced: 'latest_due_first' },
          { rule: 'debtor_concentration', shareBp: 500, scope: 'debtor', base: 'grossEligible' },
        ],
      },
    ],
    cover: [],
    fx: [],
    payables: [],
    positions: [],
    history: [],
    need: { amountMinor: 1_000_000_000, currency: 'EUR', valueOn: '2026-10-31', horizonDays: 60 },
  };
}

function invoiceOf(index: number): Receivable {
  const month = String((index % 4) + 9).padStart(2, '0');
  const number = `B-${index}`;
  const amountMinor = 100_000 + index;
  return {
    id: `00000000-0000-8000-8000-${index.toString(16).padStart(12, '0')}`,
    key: { sellerId: 'S1', ledger: 'AR', number, kind: 'invoice', fiscalYear: 2026, instalment: 1 },
    kind: 'invoice',
    debtorId: `D${index % debtors}`,
    currency: 'EUR',
    issuedOn: '2026-08-15',
    dueOn: `2026-${month}-15`,
    faceMinor: amountMinor,
    openMinor: amountMinor,
    disputedMinor: 0,
  };
}

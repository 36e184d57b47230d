import { addDays, type Day } from '../../src/core/calendar.ts';
import { type CoverProof, proveCover } from '../../src/core/cover/proof.ts';
import type { CoveredInvoice, CoverQuestion } from '../../src/core/cover/question.ts';
import { policyTerms } from '../core/policy/policy-sample.ts';
import type { Measured } from './report.ts';

const start = '2026-01-01';
const asOf = '2026-11-24';

/**
 * The cover of every open invoice as of a day, and as of each of many days; beside a plain pass that
 * adds up what is open of the same objects.
 */
export function benchCover(
  count: number,
  { debtors, days }: { debtors: number; days: number },
): { one: Measured; many: Measured } {
  const questions = Array.from({ length: debtors }, (_, debtor) =>
    questionOf(debtor, Math.floor(count / debtors)),
  );
  const proved = questions.reduce((sum, { invoices }) => sum + invoices.length, 0);
  const first = seconds(() => questions.map((question) => proveCover(question)(asOf)));
  reconcile(first.value, openSum(questions, asOf));
  const plain = best(5, () => openSum(questions, asOf));
  const from = addDays(asOf, 1 - days);
  const dates = Array.from({ length: days }, (_, index) => addDays(from, index));
  let openMinor = 0;
  const all = seconds(() => {
    for (const question of questions) {
      const proofOn = proveCover(question);
      for (const date of dates) openMinor += proofOn(date).openMinor;
    }
  });
  const sums = dates.reduce((sum, date) => sum + openSum(questions, date), 0);
  if (sums !== openMinor) throw new Error('the proofs of some day do not make what was open');
  const told = (taken: number) => `${taken.toFixed(2)} s, against adding up the same objects`;
  return {
    one: {
      perSecond: proved / first.seconds,
      bare: proved / plain,
      note: told(first.seconds),
    },
    many: {
      perSecond: (proved * days) / all.seconds,
      bare: proved / plain,
      note: told(all.seconds),
    },
  };
}

/** Limits that were reduced, withdrawn and raised, an old default here and there, payments in part. */
function questionOf(debtor: number, count: number): CoverQuestion {
  const debtorId = `D${debtor}`;
  const limits = [
    ['agreed', start, 3_000_000],
    [debtor % 3 === 0 ? 'reduced' : 'agreed', '2026-05-01', 2_000_000 + (debtor % 7) * 400_000],
    ...(debtor % 11 === 0 ? ([['withdrawn', '2026-09-01', 0]] as const) : []),
  ] as const;
  return {
    versions: [policyTerms()],
    decisions: limits.map(([status, on, amountMinor]) => ({
      policyId: 'P1',
      debtorId,
      coverId: `C${debtor}`,
      status,
      rawCode: status,
      currency: 'EUR',
      layers: amountMinor === 0 ? [] : [{ amountMinor, validFrom: on }],
      effectiveOn: on,
      decidedOn: on,
    })),
    circumstances:
      debtor % 50 === 0
        ? [{ kind: 'insolvency', debtorId, on: '2026-10-01', knownOn: '2026-10-03' }]
        : [],
    debtor: { id: debtorId, country: 'DE' },
    invoices: Array.from({ length: count }, (_, index) => invoiceOf(debtor, index)),
    currency: 'EUR',
    convert: (amount) => amount,
  };
}

function invoiceOf(debtor: number, index: number): CoveredInvoice {
  const number = debtor * 1_000 + index;
  const issuedOn = addDays(start, 20 + ((number * 7_919) % 300));
  const openMinor = 10_000 + ((number * 104_729) % 400_000);
  const half = { on: addDays(issuedOn, 45), openMinor: openMinor >> 1, disputedMinor: 0 };
  return {
    receivableId: `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`,
    number: `INV-${number}`,
    sellerId: 'S1',
    issuedOn,
    dueOn: addDays(issuedOn, 30 + (number % 50)),
    history: [
      { on: issuedOn, openMinor, disputedMinor: number % 40 === 0 ? 5_000 : 0 },
      ...(number % 3 === 0 ? [half] : []),
    ],
  };
}

function openSum(questions: readonly CoverQuestion[], day: Day): number {
  let sum = 0;
  for (const { invoices } of questions) {
    for (const { history } of invoices) {
      for (let at = history.length - 1; at >= 0; at -= 1) {
        const fact = history[at];
        if (!fact || fact.on > day) continue;
        sum += fact.openMinor;
        break;
      }
    }
  }
  return sum;
}

function reconcile(proofs: readonly CoverProof[], openMinor: number): void {
  let parts = 0;
  for (const one of proofs) parts += one.insuredMinor + one.overLimitMinor + one.uninsuredMinor;
  if (parts !== openMinor)
    throw new Error('insured, over the limit and uninsured are not what is open');
}

function seconds<Value>(work: () => Value): { seconds: number; value: Value } {
  const startedAt = performance.now();
  const value = work();
  return { seconds: (performance.now() - startedAt) / 1000, value };
}

function best(rounds: number, work: () => unknown): number {
  return Math.min(...Array.from({ length: rounds }, () => seconds(work).seconds));
}

import { type BankEntry, paymentsOf } from '../core/cash/entry.ts';
import type { Advices, Advised } from '../core/cash/match.ts';
import { normaliseNumber } from '../core/receivable.ts';
import type { RemittanceAdvice } from '../core/remittance.ts';
import type { Tx } from './database.ts';
import { advicesFor } from './remittance.ts';

/** The advices that the entries refer to. */
export async function readAdvices(tx: Tx, entries: readonly BankEntry[]): Promise<Advices> {
  const references = entries.flatMap(paymentsOf).flatMap((payment) => payment.references);
  const found = await advicesFor(tx, [...new Set(references)]);
  const advices = new Map<string, Advised[]>();
  for (const [reference, own] of found) {
    const key = normaliseNumber(reference);
    advices.set(key, [...(advices.get(key) ?? []), ...own.map(advisedOf)]);
  }
  return advices;
}

function advisedOf({ totalMinor, currency, documents }: RemittanceAdvice): Advised {
  return {
    totalMinor,
    currency,
    documents: documents.map(({ number, paidMinor, amountMinor, deductions }) => ({
      number,
      paidMinor,
      ...(amountMinor !== undefined && { dueMinor: paidMinor < 0 ? -amountMinor : amountMinor }),
      deductions,
    })),
  };
}

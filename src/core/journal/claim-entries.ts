import type { Id } from '../ids.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import { type Journal, journalOf, type Movement, pair } from './journal.ts';

/** What happens to a claim; `reference` is ours. What an insurer owes stands under its own key. */
type OnClaim = Movement & { reference: string; key: string };

/** The key of what the insurer owes under a settlement or a recovery of a claim. */
export function claimSubject(reference: string, key: string): string {
  return `claim|${reference}|${key}`;
}

/** The insurer has settled: what it pays is due from it, and the loss is so much smaller. */
export function settledOf({ reference, key, ...movement }: OnClaim): Journal {
  return pair('claim_settled', movement, [
    { account: 'claim_receivable', subject: claimSubject(reference, key) },
    { account: 'credit_losses', subject: reference },
  ]);
}

/** It pays a loss payee: the funder has the money, and owes it or has settled what is owed to it. */
export function paidOutOf({ reference, key, ...movement }: OnClaim): Journal {
  const subject = claimSubject(reference, key);
  return pair('claim_paid_out', movement, [
    { account: 'due_from_factor', subject },
    { account: 'claim_receivable', subject },
  ]);
}

/**
 * A recovery is shared. What the insurer got of ours is due from it; of what we got, its share is due to
 * it, and what it pays to the costs is taken off.
 */
export function recoveredOf(
  movement: Omit<OnClaim, 'amountMinor'> & {
    by: 'insurer' | 'insured';
    insurerMinor: AmountMinor;
    insuredMinor: AmountMinor;
    insurerCostsMinor: AmountMinor;
    insuredCostsMinor: AmountMinor;
  },
): Journal | undefined {
  const { by, reference, key, insurerMinor, insuredMinor, ...rest } = movement;
  const { insurerCostsMinor, insuredCostsMinor, ...of } = rest;
  const amountMinor =
    by === 'insurer'
      ? sumMinor([insuredMinor, -insuredCostsMinor])
      : sumMinor([insurerCostsMinor, -insurerMinor]);
  if (amountMinor === 0) return undefined;
  return pair('claim_recovered', { ...of, amountMinor }, [
    { account: 'claim_receivable', subject: claimSubject(reference, key) },
    { account: 'credit_losses', subject: reference },
  ]);
}

/** Receivables that no funder holds are written off out of the firm's own. */
export function writtenOffOf(
  movement: Omit<Movement, 'amountMinor'> & {
    reference: string;
    lines: readonly { receivableId: Id; amountMinor: AmountMinor }[];
  },
): Journal | undefined {
  const { reference, lines, ...of } = movement;
  const own = lines.filter(({ amountMinor }) => amountMinor !== 0);
  if (own.length === 0) return undefined;
  return journalOf('written_off', of, [
    {
      account: 'credit_losses',
      subject: reference,
      amountMinor: sumMinor(own.map(({ amountMinor }) => amountMinor)),
    },
    ...own.map(({ receivableId, amountMinor }) => ({
      account: 'trade_receivables' as const,
      subject: receivableId,
      amountMinor: sumMinor([-amountMinor]),
    })),
  ]);
}

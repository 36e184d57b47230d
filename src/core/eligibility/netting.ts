import { type AmountMinor, sumMinor } from '../money.ts';
import type { CreditItem } from '../receivable.ts';
import { normaliseNumber } from '../receivable.ts';
import { append, at, byText, type Ledger } from './ledger.ts';
import { eligibleOf, type FacilityView, lineAt, linesOfDebtor, take } from './view.ts';

type NettingOrder = 'latest_due_first' | 'oldest_due_first';

/**
 * Credit notes and unapplied cash. One that names an open invoice reduces that invoice first, down to
 * zero; the rest of the debtor's credits reduces what is still eligible, in the stated order.
 * Returns what reduced nothing eligible: reported, never lost. Credits convert upwards.
 */
export function applyCredits(view: FacilityView, order: NettingOrder): AmountMinor {
  const unabsorbed: number[] = [];
  for (const [debtor, credits] of view.ledger.credits) {
    unabsorbed.push(creditsOfDebtor(view, { debtor, credits, order }));
  }
  return sumMinor(unabsorbed);
}

/**
 * Contra: the lower of what the debtor owes and what the seller owes it is not eligible, since it
 * can be set off. Taken from the latest due; payables convert upwards.
 */
export function applyContra(view: FacilityView): void {
  const { ledger, terms } = view;
  for (const [debtor, payables] of ledger.payables) {
    const owedMinor = sumMinor(
      payables.map(({ openMinor, currency }) => view.toFacility(openMinor, currency, 'up')),
    );
    const indexes = inOrder(ledger, debtor, 'latest_due_first');
    const openMinor = eligibleOf(view, indexes);
    let rest = Math.min(owedMinor, openMinor);
    const params = { payableMinor: owedMinor, openMinor, currency: terms.currency };
    for (const index of indexes) {
      const line = lineAt(view, index);
      const amount = Math.min(rest, line.eligibleMinor);
      take(line, 'contra', amount, params);
      rest -= amount;
    }
  }
}

type DebtorCredits = { debtor: number; credits: CreditItem[]; order: NettingOrder };

function creditsOfDebtor(view: FacilityView, { debtor, credits, order }: DebtorCredits) {
  const amounts = credits.map((credit) =>
    view.toFacility(-credit.openMinor, credit.currency, 'up'),
  );
  const creditsMinor = sumMinor(amounts);
  const referenced = referencedAmounts(view, { debtor, credits, amounts });
  let free = creditsMinor - sumMinor(referenced.values());
  const indexes = inOrder(view.ledger, debtor, order);
  const takenNamed = new Map<number, AmountMinor>();
  for (const index of indexes) {
    const { eligibleMinor } = lineAt(view, index);
    takenNamed.set(index, Math.min(referenced.get(index) ?? 0, eligibleMinor));
  }
  let taken = 0;
  for (const index of indexes) {
    const line = lineAt(view, index);
    const referencedMinor = takenNamed.get(index) ?? 0;
    const unreferencedMinor = Math.min(free, line.eligibleMinor - referencedMinor);
    const { currency } = view.terms;
    const params = { referencedMinor, unreferencedMinor, creditsMinor, currency };
    take(line, 'credits', referencedMinor + unreferencedMinor, params);
    free -= unreferencedMinor;
    taken += referencedMinor + unreferencedMinor;
  }
  return creditsMinor - taken;
}

/** What of each credit stays on the invoice it names: at most that invoice's open amount. */
function referencedAmounts(
  view: FacilityView,
  { debtor, credits, amounts }: { debtor: number; credits: CreditItem[]; amounts: number[] },
): Map<number, AmountMinor> {
  const { ledger } = view;
  const byNumber = new Map<string, number[]>();
  for (const index of inOrder(ledger, debtor, 'oldest_due_first')) {
    const invoice = ledger.invoices[index];
    if (invoice) append(byNumber, named(invoice.key.sellerId, invoice.key.number), index);
  }
  const placed = new Map<number, AmountMinor>();
  credits.forEach(({ key, references }, position) => {
    if (references === undefined) return;
    let rest = amounts[position] ?? 0;
    for (const index of byNumber.get(named(key.sellerId, references)) ?? []) {
      const before = placed.get(index) ?? 0;
      const amount = Math.min(rest, lineAt(view, index).grossMinor - before);
      placed.set(index, before + amount);
      rest -= amount;
    }
  });
  return placed;
}

function named(sellerId: string, number: string): string {
  return `${sellerId}|${normaliseNumber(number)}`;
}

function inOrder(ledger: Ledger, debtor: number, order: NettingOrder): number[] {
  const sign = order === 'latest_due_first' ? -1 : 1;
  return linesOfDebtor(ledger, debtor).sort((left, right) => {
    const byDue = at(ledger.due, left) - at(ledger.due, right);
    const byIssue = at(ledger.issued, left) - at(ledger.issued, right);
    const [first, second] = [ledger.invoices[left]?.id ?? '', ledger.invoices[right]?.id ?? ''];
    return sign * (byDue || byIssue) || byText(first, second);
  });
}

import { dayNumber } from '../calendar.ts';
import type { RuleOf } from '../facility/rule.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import { type CreditItem, normaliseNumber } from '../receivable.ts';
import { append, byText, type Ledger } from './ledger.ts';
import { type FacilityView, type Subject, take } from './view.ts';

type Credits = RuleOf<'credits'>;

/**
 * Credit notes and unapplied cash of one debtor. One that names an open invoice reduces that invoice
 * first, down to zero; the rest reduces what is still eligible, in the stated order. Returns what
 * reduced nothing eligible: reported, never lost. Credits convert upwards.
 */
export function applyCredits(
  view: FacilityView,
  rule: Credits,
  { lines, credits }: { lines: readonly Subject[]; credits: readonly CreditItem[] },
): AmountMinor {
  const amounts = credits.map(({ openMinor, currency }) =>
    view.toFacility(-openMinor, currency, 'up'),
  );
  const creditsMinor = sumMinor(amounts);
  const { referenced, rests } = referencedAmounts({ lines, credits, amounts });
  const unreferencedMinor = sumMinor(rests);
  const onPastDue = priorOnPastDue(view, rule, { lines, credits, rests, referenced });
  let free = unreferencedMinor - Math.min(onPastDue, unreferencedMinor);
  let taken = 0;
  for (const subject of inOrder(lines, rule.unreferenced)) {
    const { line } = subject;
    const referencedMinor = Math.min(referenced.get(subject) ?? 0, line.eligibleMinor);
    const rest = Math.min(free, line.eligibleMinor - referencedMinor);
    const params = {
      referencedMinor,
      unreferencedMinor: rest,
      creditsMinor,
      currency: view.terms.currency,
    };
    take(line, 'credits', referencedMinor + rest, params);
    free -= rest;
    taken += referencedMinor + rest;
  }
  return creditsMinor - taken;
}

/** By debtor: what its credits come to, each converted upwards. */
export function creditSums(ledger: Ledger, view: FacilityView | undefined): Float64Array {
  const sums = new Float64Array(ledger.debtors.length);
  if (!view) return sums;
  for (const [debtor, credits] of ledger.credits) {
    let total = 0;
    for (const { openMinor, currency } of credits) {
      total += view.toFacility(-openMinor, currency, 'up');
    }
    sums[debtor] = sumMinor([total]);
  }
  return sums;
}

/** True where the amounts alone decide what a debtor's credits take, whichever lines they stand on. */
export function isSimple({ prior }: Credits, ledger: Ledger, debtor: number): boolean {
  return prior === undefined && !ledger.namesInvoices.has(debtor);
}

/**
 * Contra: the lower of what the debtor owes and what the seller owes it is not eligible, since it
 * can be set off. Taken from the latest due.
 */
export function applyContra(
  view: FacilityView,
  { lines, payableMinor }: { lines: readonly Subject[]; payableMinor: AmountMinor },
): void {
  const openMinor = sumMinor(lines.map(({ line }) => line.eligibleMinor));
  let rest = Math.min(payableMinor, openMinor);
  const params = { payableMinor, openMinor, currency: view.terms.currency };
  for (const { line } of inOrder(lines, 'latest_due_first')) {
    const amount = Math.min(rest, line.eligibleMinor);
    take(line, 'contra', amount, params);
    rest -= amount;
  }
}

/** What the seller owes the debtor and the terms count; payables convert upwards. */
export function payableOf(
  { ledger, toFacility }: FacilityView,
  { kinds, noSetOff }: RuleOf<'contra'>,
  debtor: number,
): AmountMinor {
  if (noSetOff === 'skips' && ledger.debtors[debtor]?.hasNoSetOffLetter === true) return 0;
  const payables = ledger.payables.get(debtor) ?? [];
  const counted = payables.filter(({ kind }) => !kinds || kinds.includes(kind ?? 'trade'));
  return sumMinor(counted.map(({ openMinor, currency }) => toFacility(openMinor, currency, 'up')));
}

/** What of the credits stays on the invoices they name, at most what is open, and what is left of each. */
function referencedAmounts(of: {
  lines: readonly Subject[];
  credits: readonly CreditItem[];
  amounts: readonly AmountMinor[];
}): { referenced: Map<Subject, AmountMinor>; rests: readonly AmountMinor[] } {
  const referenced = new Map<Subject, AmountMinor>();
  if (of.credits.every(({ references }) => references === undefined)) {
    return { referenced, rests: of.amounts };
  }
  const byNumber = new Map<string, Subject[]>();
  for (const subject of inOrder(of.lines, 'oldest_due_first')) {
    const { sellerId, number } = subject.invoice.key;
    append(byNumber, named(sellerId, number), subject);
  }
  const rests = of.credits.map(({ key, references }, position) => {
    let rest = of.amounts[position] ?? 0;
    if (references === undefined) return rest;
    for (const subject of byNumber.get(named(key.sellerId, references)) ?? []) {
      const before = referenced.get(subject) ?? 0;
      const amount = Math.min(rest, subject.line.grossMinor - before);
      referenced.set(subject, before + amount);
      rest -= amount;
    }
    return rest;
  });
  return { referenced, rests };
}

/** What of old credits stands on no open invoice reduces past-due ones that are not eligible first. */
function priorOnPastDue(
  view: FacilityView,
  { prior }: Credits,
  of: {
    lines: readonly Subject[];
    credits: readonly CreditItem[];
    rests: readonly AmountMinor[];
    referenced: ReadonlyMap<Subject, AmountMinor>;
  },
): AmountMinor {
  if (!prior) return 0;
  let old = 0;
  of.credits.forEach(({ issuedOn }, position) => {
    const days = view.asOfNumber - dayNumber(issuedOn);
    const isOld = prior.operator === '>' ? days > prior.days : days >= prior.days;
    if (isOld) old += of.rests[position] ?? 0;
  });
  const pastDue = of.lines.filter(
    ({ due, line }) => due < view.asOfNumber && line.eligibleMinor === 0,
  );
  const open = pastDue.map((subject) => {
    return subject.line.grossMinor - (of.referenced.get(subject) ?? 0);
  });
  return Math.min(old, sumMinor(open));
}

function named(sellerId: string, number: string): string {
  return `${sellerId}|${normaliseNumber(number)}`;
}

function inOrder(
  lines: readonly Subject[],
  order: 'latest_due_first' | 'oldest_due_first',
): Subject[] {
  const sign = order === 'latest_due_first' ? -1 : 1;
  return lines.toSorted(
    (left, right) =>
      sign * (left.due - right.due || left.issued - right.issued) ||
      byText(left.invoice.id, right.invoice.id),
  );
}

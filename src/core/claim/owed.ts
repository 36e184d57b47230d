import type { Day } from '../calendar.ts';
import type { Id } from '../ids.ts';
import { type AmountMinor, mulDiv, sumMinor } from '../money.ts';
import type { ExcludedPart, OwedLine } from './indemnity-value.ts';

/** An invoice of the debtor; `dueOn` is the original due day. Everything is in one currency. */
export type ClaimInvoice = {
  receivableId: Id;
  number: string;
  issuedOn: Day;
  dueOn: Day;
  faceMinor: AmountMinor;
  /** Parts of the face that a policy may not insure. */
  parts: readonly { part: ExcludedPart; amountMinor: AmountMinor }[];
};

/** Takes something off the debt, above zero: of one invoice where it says so. */
export type Reduction = { on: Day; amountMinor: AmountMinor; receivableId?: Id };

/**
 * The debt on the day of loss, the oldest due day first. Credit notes go to their own invoice, what is
 * paid before the day of loss to the oldest, whatever it was meant for. Of what the policy does not
 * insure (tax, interest) as much is left out as is still open of the invoice, half-even.
 */
export function owedAt(of: {
  invoices: readonly ClaimInvoice[];
  credits: readonly Reduction[];
  payments: readonly Reduction[];
  dateOfLoss: Day;
  excludes: readonly ExcludedPart[];
}): OwedLine[] {
  const invoices = [...of.invoices].sort(byAge);
  const open = new Map(invoices.map(({ receivableId, faceMinor }) => [receivableId, faceMinor]));
  const credited = takeOff(open, of.credits);
  const before = of.payments.filter(({ on }) => on < of.dateOfLoss);
  const paid = takeOff(
    open,
    before.map(({ on, amountMinor }) => ({ on, amountMinor })),
  );
  return invoices.map((invoice) => {
    const { parts, ...own } = invoice;
    const openMinor = open.get(own.receivableId) ?? 0;
    const excluded = parts
      .filter(({ part }) => of.excludes.includes(part))
      .map(({ part, amountMinor }) => ({
        part,
        amountMinor: mulDiv(amountMinor, openMinor, own.faceMinor, 'halfEven'),
      }))
      .filter(({ amountMinor }) => amountMinor > 0);
    const excludedMinor = sumMinor(excluded.map(({ amountMinor }) => amountMinor));
    return {
      ...own,
      creditedMinor: credited.get(own.receivableId) ?? 0,
      paidMinor: paid.get(own.receivableId) ?? 0,
      excluded,
      remainingMinor: sumMinor([openMinor, -excludedMinor]),
    };
  });
}

/** The oldest original due day first; of one day the number decides, then the id. */
function byAge(left: ClaimInvoice, right: ClaimInvoice): number {
  const [before, after] = [keyOf(left), keyOf(right)];
  return before < after ? -1 : before > after ? 1 : 0;
}

function keyOf({ dueOn, number, receivableId }: ClaimInvoice): string {
  return `${dueOn}|${number}|${receivableId}`;
}

/** Takes reductions off what is open, their own invoice first and then the oldest; answers how much. */
function takeOff(
  open: Map<Id, AmountMinor>,
  reductions: readonly Reduction[],
): Map<Id, AmountMinor> {
  const taken = new Map<Id, AmountMinor>();
  const take = (id: Id, wantedMinor: AmountMinor): AmountMinor => {
    const openMinor = open.get(id) ?? 0;
    const amountMinor = Math.min(openMinor, wantedMinor);
    open.set(id, sumMinor([openMinor, -amountMinor]));
    taken.set(id, sumMinor([taken.get(id) ?? 0, amountMinor]));
    return amountMinor;
  };
  let leftMinor = 0;
  for (const { receivableId, amountMinor } of reductions) {
    const ownMinor = receivableId === undefined ? 0 : take(receivableId, amountMinor);
    leftMinor = sumMinor([leftMinor, amountMinor, -ownMinor]);
  }
  for (const id of open.keys()) leftMinor = sumMinor([leftMinor, -take(id, leftMinor)]);
  return taken;
}

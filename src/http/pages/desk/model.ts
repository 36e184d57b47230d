import { daysBetween } from '../../../core/calendar.ts';
import type { Id } from '../../../core/ids.ts';
import { shareBp, sumMinor } from '../../../core/money.ts';
import { costUntilDue } from '../../../core/placing/price.ts';
import type { LineExplanation } from '../../../core/plan.ts';
import { type Amounts, countBaskets, listBasket, readFunded } from '../../../store/basket.ts';
import { readDueDays } from '../../../store/due.ts';
import { type ListedReceivable, listReceivables } from '../../../store/receivable.ts';
import type { PageCall } from '../view.ts';
import type { Book, Offer } from './book.ts';
import type { DeskQuery } from './query.ts';

export type Row = ListedReceivable & {
  line: LineExplanation | undefined;
  /** Reserved or financed already. */
  isHeld: boolean;
  inBasket: boolean;
  /** What a plan funds of it; absent: what is eligible. */
  plannedMinor: number | undefined;
};

export type Dock = {
  count: number;
  valueMinor: number;
  advanceMinor: number;
  /** Interest and fees until each falls due, and what a request costs by itself. */
  costMinor: number;
  elsewhere: { facilityId: string; name: string; count: number }[];
};

export type Desk = {
  book: Book;
  offer: Offer;
  query: DeskQuery;
  rows: Row[];
  next: Id | undefined;
  /** How many receivables the filter names; absent while searching. */
  count: number | undefined;
  freeIds: Id[];
  dock: Dock;
};

const ROWS = 50;

export async function readDesk(call: PageCall, book: Book, query: DeskQuery): Promise<Desk> {
  const { tx, view } = call;
  const offer =
    book.offers.find(({ facility }) => facility.terms.facilityId === query.facility) ??
    book.offers[0];
  if (!offer) throw new Error('an open book has a facility');
  const { facilityId } = offer.facility.terms;
  const basket = await listBasket(tx, { personId: view.principal.personId, facilityId });
  const funded = await readFunded(tx, { personId: view.principal.personId, facilityId });
  const freeIds = freeOf(book, offer);
  const ids = idsOf(offer, query, { basket, freeIds });
  const listed = await listReceivables(tx, {
    asOf: book.asOf,
    limit: ROWS,
    ...(query.q === '' ? {} : { search: query.q }),
    ...(query.after === undefined ? {} : { after: query.after }),
    ...(ids === undefined ? {} : { ids }),
  });
  const chosen = new Set(basket);
  const rows = listed.items.map((item) => ({
    ...item,
    line: offer.lines.get(item.receivable.id),
    isHeld: book.held.has(item.receivable.id),
    inBasket: chosen.has(item.receivable.id),
    plannedMinor: funded[item.receivable.id],
  }));
  return {
    book,
    offer,
    query,
    rows,
    next: listed.next,
    count: query.q === '' ? (ids?.length ?? offer.result.lines.length) : undefined,
    freeIds,
    dock: await readDock(call, { book, offer, basket, funded }),
  };
}

/** What may be chosen: eligible under the facility, and nobody's yet. */
export function freeOf(book: Book, { result }: Offer): Id[] {
  return result.lines
    .filter(({ receivableId, eligibleMinor }) => eligibleMinor > 0 && !book.held.has(receivableId))
    .map(({ receivableId }) => receivableId);
}

function idsOf(
  { result }: Offer,
  { rule, show }: DeskQuery,
  { basket, freeIds }: { basket: Id[]; freeIds: Id[] },
): Id[] | undefined {
  if (rule !== undefined) {
    return result.lines
      .filter(({ deductions }) => deductions.some((deduction) => deduction.rule === rule))
      .map(({ receivableId }) => receivableId);
  }
  if (show === 'eligible') return freeIds;
  return show === 'basket' ? basket : undefined;
}

async function readDock(
  { tx, view }: PageCall,
  of: { book: Book; offer: Offer; basket: Id[]; funded: Amounts },
): Promise<Dock> {
  const { book, offer, basket, funded } = of;
  const { price, advanceRateBp, facilityId } = offer.facility.terms;
  const open = await readDueDays(tx, basket);
  const lines = basket.flatMap((id) => offer.lines.get(id) ?? []);
  const values = lines.map((line) => funded[line.receivableId] ?? line.eligibleMinor);
  const advances = values.map((minor) => shareBp(minor, advanceRateBp, 'down'));
  const costs = lines.map(({ receivableId, grossMinor }, index) => {
    const dueOn = open.get(receivableId)?.dueOn ?? book.asOf;
    const daysToDue = Math.max(1, daysBetween(book.asOf, dueOn));
    const advanceMinor = advances[index] ?? 0;
    return costUntilDue(price, { faceMinor: grossMinor, advanceMinor, daysToDue });
  });
  const counts = await countBaskets(tx, view.principal.personId);
  const elsewhere = book.offers.flatMap(({ facility: { terms } }) => {
    const count = counts.get(terms.facilityId);
    if (count === undefined || terms.facilityId === facilityId) return [];
    return { facilityId: terms.facilityId, name: terms.name, count };
  });
  return {
    count: basket.length,
    valueMinor: sumMinor(values),
    advanceMinor: sumMinor(advances),
    costMinor: sumMinor([...costs, basket.length > 0 ? (price.fixedFeeMinor ?? 0) : 0]),
    elsewhere,
  };
}

import type { Day } from '../../../core/calendar.ts';
import type { Id } from '../../../core/ids.ts';
import type { ExistingPosition } from '../../../core/input.ts';
import type { FacilityResult, LineExplanation } from '../../../core/plan.ts';
import { databaseNow } from '../../../store/business-clock.ts';
import { type Facility, readFacilities } from '../../../store/facility.ts';
import { readPositions } from '../../../store/selection.ts';
import { readChangeMark } from '../../../store/waiting.ts';
import type { Refused } from '../../deps.ts';
import { Problem } from '../../problem.ts';
import type { PageCall } from '../view.ts';

/** One facility with what the plan says of every receivable under it. */
export type Offer = {
  facility: Facility;
  result: FacilityResult;
  lines: ReadonlyMap<Id, LineExplanation>;
};

/** What the desk shows of one tenant on one day, as long as nothing changes. */
export type Book = {
  status: 'open';
  asOf: Day;
  offers: Offer[];
  held: ReadonlyMap<Id, ExistingPosition>;
};

export type BookAnswer = Book | { status: 'no_facility' } | Refused;

/** The newest book of a few tenants: a plan of a large ledger is made once per change, not per click. */
const books = new Map<string, { mark: string; book: BookAnswer }>();
const BOOKS_MAX = 20;

export async function readBook({ deps, tx, view }: PageCall): Promise<BookAnswer> {
  const mark = `${view.today} ${await readChangeMark(tx)}`;
  const known = books.get(tx.tenantId);
  if (known?.mark === mark) return known.book;
  const book = await makeBook({ deps, tx, view });
  books.delete(tx.tenantId);
  books.set(tx.tenantId, { mark, book });
  const [oldest] = books.keys();
  if (books.size > BOOKS_MAX && oldest !== undefined) books.delete(oldest);
  return book;
}

async function makeBook({ deps, tx, view }: Omit<PageCall, 'c'>): Promise<BookAnswer> {
  if (!deps.select) throw new Problem('not_available_here');
  const knownAt = await databaseNow(tx);
  const facilities = await readFacilities(tx, { asOf: view.today, knownAt });
  if (facilities.length === 0) return { status: 'no_facility' };
  const selected = await deps.select(tx, { asOf: view.today });
  if (selected.status === 'refused') return selected;
  const { plan } = selected;
  const positions = await readPositions(tx, { knownAt });
  const offers = facilities.flatMap((facility) => {
    const result = plan.facilities.find((one) => one.facilityId === facility.terms.facilityId);
    if (!result) return [];
    const lines = new Map(result.lines.map((line) => [line.receivableId, line]));
    return [{ facility, result, lines }];
  });
  const held = new Map(positions.map((position) => [position.receivableId, position]));
  return { status: 'open', asOf: plan.asOf, offers, held };
}

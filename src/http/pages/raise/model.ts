import type { AllocationLine } from '../../../core/plan.ts';
import {
  type Amounts,
  BASKET_MAX,
  type Displaced,
  type Filling,
  readDisplaced,
} from '../../../store/basket.ts';
import { databaseNow } from '../../../store/business-clock.ts';
import { readDebtors } from '../../../store/debtor.ts';
import { type ListedReceivable, listReceivables } from '../../../store/receivable.ts';
import { readChangeMark } from '../../../store/waiting.ts';
import type { FacilityName } from '../requests/names.ts';
import type { PageCall } from '../view.ts';
import type { Address } from './address.ts';
import type { WaysAnswer } from './comparisons.ts';
import type { Wanted } from './need.ts';
import { type Way, type WayName, type Ways, wayNamed } from './ways.ts';

export const LINES = 100;

export type Row = AllocationLine & { item: ListedReceivable | undefined };

/** The compared ways and the one that is looked at. */
export type Raise = Ways & {
  wanted: Wanted;
  /** The books have changed since. */
  isStale: boolean;
  facilities: ReadonlyMap<string, FacilityName>;
  debtors: ReadonlyMap<string, string>;
  cheapest: Way;
  chosen: Way;
  /** By which name it was chosen. */
  name: WayName;
  page: number;
  rows: Row[];
  filling: Filling;
  /** What putting it into the baskets takes out of them; absent where it may not be put there. */
  displaced: Displaced | undefined;
};

export async function readRaise(
  call: PageCall,
  of: {
    wanted: Wanted;
    address: Address;
    answer: WaysAnswer & { status: 'compared' };
    facilities: ReadonlyMap<string, FacilityName>;
  },
): Promise<Raise> {
  const { tx, view } = call;
  const { wanted, address, answer, facilities } = of;
  const [cheapest] = answer.ways;
  if (!cheapest) throw new Error('a comparison has a cheapest way');
  const asked = { aim: address.aim, facilityId: address.facility };
  const found = wayNamed(answer, asked);
  const chosen = found ?? cheapest;
  const page = Math.min(address.page, pagesOf(chosen));
  const filling = fillingOf(chosen);
  const mayFill = view.can('request.prepare') && filling.length > 0 && !tooLarge(filling);
  const { personId } = view.principal;
  return {
    ...answer,
    wanted,
    isStale: answer.mark !== (await readChangeMark(tx)),
    facilities,
    debtors: await readDebtorNames(call, [cheapest, chosen]),
    cheapest,
    chosen,
    name: found ? asked : { aim: 'cheapest' },
    page,
    rows: await readRows(call, chosen.alternative.lines.slice((page - 1) * LINES, page * LINES)),
    filling,
    displaced: mayFill ? await readDisplaced(tx, { personId, filling }) : undefined,
  };
}

export function pagesOf({ alternative }: Way): number {
  return Math.max(1, Math.ceil(alternative.lines.length / LINES));
}

/** What each basket is to hold, by facility. */
export function fillingOf({ alternative: { facilityIds, lines } }: Way): Filling {
  const byFacility = Map.groupBy(lines, ({ facilityId }) => facilityId);
  return facilityIds.flatMap((facilityId) => {
    const own = byFacility.get(facilityId)?.filter(({ fundedMinor }) => fundedMinor > 0) ?? [];
    const receivableIds = own.map(({ receivableId }) => receivableId);
    const amounts = own.map(({ receivableId, fundedMinor }) => [receivableId, fundedMinor]);
    const fundedMinor: Amounts = Object.fromEntries(amounts);
    return receivableIds.length > 0 ? [{ facilityId, receivableIds, fundedMinor }] : [];
  });
}

export function tooLarge(filling: Filling): Filling[number] | undefined {
  return filling.find(({ receivableIds }) => receivableIds.length > BASKET_MAX);
}

export function nameOf({ facilities }: Pick<Raise, 'facilities'>, facilityId: string): string {
  return facilities.get(facilityId)?.name ?? facilityId;
}

export function currencyOf(
  { facilities, comparison }: Pick<Raise, 'facilities' | 'comparison'>,
  facilityId: string,
): string {
  return facilities.get(facilityId)?.currency ?? comparison.currency;
}

/** Caps and cover name debtors by their ids; other nodes are names already. */
async function readDebtorNames(
  { tx, view }: PageCall,
  ways: readonly Way[],
): Promise<Map<string, string>> {
  const worth = ways.flatMap(({ alternative }) => alternative.worth);
  const ids = new Set(worth.flatMap(({ debtorId, node }) => debtorId ?? node ?? []));
  if (ids.size === 0) return new Map();
  const when = { asOf: view.today, knownAt: await databaseNow(tx) };
  const debtors = await readDebtors(tx, { ...when, ids: [...ids] });
  return new Map(debtors.map(({ id, name }) => [id, name]));
}

async function readRows({ tx, view }: PageCall, lines: readonly AllocationLine[]): Promise<Row[]> {
  const ids = lines.map(({ receivableId }) => receivableId);
  const listed = await listReceivables(tx, { asOf: view.today, limit: LINES, ids });
  const items = new Map(listed.items.map((item) => [item.receivable.id, item]));
  return lines.map((line) => ({ ...line, item: items.get(line.receivableId) }));
}

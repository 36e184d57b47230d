import { addDays, addMonths, type Day } from '../calendar.ts';
import type { Circumstance } from '../cover/circumstance.ts';
import type { LateSettlement } from '../input.ts';
import type { Span } from '../policy/span.ts';
import type { PolicyTerms } from '../policy/terms.ts';
import type { Invoice } from '../receivable.ts';

/** Deliveries from a day on are not insured, until another day where it ends. */
export type Stopped = { from: Day; until?: Day };

type Owed = { id: string; issuedOn: Day; dueOn: Day; settledOn: Day | undefined };

type Of = {
  versions: readonly PolicyTerms[];
  open: readonly Invoice[];
  settled: readonly LateSettlement[];
  /** What is known on the day. */
  happened: readonly Circumstance[];
  asOf: Day;
};

export function stoppedDays(of: Of): Stopped[] {
  const { versions, open, settled, happened, asOf } = of;
  const owed: Owed[] = [
    ...open.map(({ id, issuedOn, dueOn }) => ({ id, issuedOn, dueOn, settledOn: undefined })),
    ...settled.map(({ receivableId: id, issuedOn, dueOn, settledOn }) => ({
      id,
      issuedOn,
      dueOn,
      settledOn,
    })),
  ];
  const found: Stopped[] = [];
  for (const one of owed) {
    const terms = versionOn(versions, one.dueOn) ?? versionOn(versions, one.issuedOn);
    if (!terms) continue;
    const dueOn = movedDue(one, happened);
    found.push(
      ...unpaid(terms, { ...one, dueOn }, asOf),
      ...overdue(terms, { ...one, dueOn }, asOf),
    );
  }
  for (const one of happened) {
    const terms = versionOn(versions, one.on);
    if (terms) found.push(...stopBy(one, terms, owed));
  }
  const returns = happened.flatMap((one) => (one.kind === 'insurer_reinstatement' ? [one.on] : []));
  return found.map(({ from, until }) => {
    const [first] = [...returns.filter((day) => day >= from), ...(until ? [until] : [])].toSorted();
    return first === undefined ? { from } : { from, until: first };
  });
}

/** The latest day that the insurer has agreed to, of plans that are not broken. */
function movedDue({ id, dueOn }: Owed, happened: readonly Circumstance[]): Day {
  let latest = dueOn;
  for (const one of happened) {
    const days: Day[] = [];
    if (one.kind === 'extension_agreed' && one.receivableId === id) days.push(one.dueOn);
    if (one.kind === 'rescheduling_agreed' && one.receivableIds?.includes(id)) {
      const isBroken = happened.some(
        (other) => other.kind === 'rescheduling_broken' && other.reference === one.reference,
      );
      if (!isBroken) days.push(...(one.instalments ?? []).map((part) => part.dueOn));
    }
    for (const day of days) if (day > latest) latest = day;
  }
  return latest;
}

function unpaid(terms: PolicyTerms, { dueOn, settledOn }: Owed, asOf: Day): Stopped[] {
  if (!terms.stop.afterExtension) return [];
  const end = after(dueOn, terms.maximumExtension);
  if (end >= asOf || (settledOn !== undefined && settledOn <= end)) return [];
  return ended({ from: addDays(end, 1), on: end, terms, settledOn });
}

function overdue(terms: PolicyTerms, { dueOn, settledOn }: Owed, asOf: Day): Stopped[] {
  const { maximumOverdueDays } = terms.limits;
  if (maximumOverdueDays === undefined) return [];
  const from = addDays(dueOn, maximumOverdueDays + 1);
  if (from > asOf || (settledOn !== undefined && settledOn <= from)) return [];
  return [settledOn === undefined ? { from } : { from, until: settledOn }];
}

function stopBy(one: Circumstance, terms: PolicyTerms, owed: readonly Owed[]): Stopped[] {
  const { stop } = terms;
  if (one.kind === 'insurer_stop') return [{ from: one.on }];
  if (one.kind === 'insolvency') return stop.onInsolvency ? [{ from: one.on }] : [];
  const isStop =
    (one.kind === 'collection_handover' && stop.onCollection) ||
    (one.kind === 'overdue_notified' && stop.onOverdueNotice);
  if (!isStop) return [];
  const late = owed.filter(({ dueOn }) => dueOn < one.on);
  const days = late.map(({ settledOn }) => settledOn);
  const isOpen = days.some((day) => day === undefined);
  const paid = days.flatMap((day) => (day !== undefined && day >= one.on ? [day] : [])).toSorted();
  return ended({ from: one.on, on: one.on, terms, settledOn: isOpen ? undefined : paid.at(-1) });
}

/** Paid within the window it never was; paid later it ends then, or not by payment at all. */
function ended(of: {
  from: Day;
  on: Day;
  terms: PolicyTerms;
  settledOn: Day | undefined;
}): Stopped[] {
  const { from, on, terms, settledOn } = of;
  const { reinstatement } = terms.stop;
  if (!reinstatement || settledOn === undefined) return [{ from }];
  if (settledOn <= after(on, reinstatement.window)) return [];
  return reinstatement.later === 'from_payment' ? [{ from, until: settledOn }] : [{ from }];
}

export function versionOn(versions: readonly PolicyTerms[], day: Day): PolicyTerms | undefined {
  let found: PolicyTerms | undefined;
  for (const terms of versions) {
    if (terms.effectiveOn <= day && terms.version > (found?.version ?? 0)) found = terms;
  }
  return found;
}

export function after(day: Day, { count, unit }: Span): Day {
  return unit === 'days' ? addDays(day, count) : addMonths(day, count);
}

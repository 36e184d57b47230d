import { type Day, dayNumber } from '../calendar.ts';
import { agreedDue } from '../clock/due-day.ts';
import { addSpanTo } from '../policy/span.ts';
import type { PolicyTerms } from '../policy/terms.ts';
import type { Circumstance } from './circumstance.ts';
import { type CoverLine, dayText, settledBy, type Versions } from './line.ts';

export type StopCause =
  | 'extension'
  | 'overdue'
  | 'collection'
  | 'insolvency'
  | 'notice'
  | 'insurer';

/** Deliveries from `from` up to but not on `until` are not insured. */
export type Stop = {
  cause: StopCause;
  /** The day it happened. */
  on: Day;
  from: number;
  /** Absent: it lasts. */
  until?: number;
  params: Record<string, string | number>;
};

export type StopsOf = (asOf: number) => Stop[];

/** What stopped a debtor's cover, as known on a day; what was restored as if never stopped is left out. */
export function stopsFor(of: {
  policyId: string;
  debtorId: string;
  versions: Versions;
  lines: readonly CoverLine[];
  circumstances: readonly Circumstance[];
}): StopsOf {
  const { lines, versions, circumstances } = of;
  const dated = inOrder(circumstances).map((circumstance) => ({
    circumstance,
    on: dayNumber(circumstance.on),
    known: Math.max(dayNumber(circumstance.on), dayNumber(circumstance.knownOn)),
  }));
  const clocks = lines.flatMap((line) => {
    const terms = versions.on(line.due) ?? line.attached;
    if (!terms) return [];
    const end = addSpanTo(line.due, terms.maximumExtension);
    const { maximumOverdueDays = Number.POSITIVE_INFINITY } = terms.limits;
    const overdueFrom = line.due + maximumOverdueDays + 1;
    // An unpaid invoice stops cover on the same day, whenever that is asked.
    const unpaid = remembered(() =>
      afterExtension(line, { terms, due: line.due, asOf: end + 1, settled: undefined }),
    );
    return [{ line, terms, end, overdueFrom, unpaid }];
  });
  const isMovable = circumstances.some(({ kind }) => moving.has(kind));
  return function stopsOn(asOf) {
    const known = dated.length === 0 ? dated : dated.filter((one) => one.known <= asOf);
    const facts = isMovable ? known.map(({ circumstance }) => circumstance) : [];
    const found: Stop[] = [];
    for (const { line, terms, end, overdueFrom, unpaid } of clocks) {
      // Nothing that is agreed makes a day earlier.
      if (end >= asOf && overdueFrom > asOf) continue;
      const settled = settledBy(line, asOf);
      if (facts.length === 0 && settled === undefined && overdueFrom > asOf) {
        push(found, unpaid());
        continue;
      }
      const due = facts.length === 0 ? line.due : agreedDay(line, facts, of);
      push(found, afterExtension(line, { terms, due, asOf, settled }));
      push(found, whileOverdue(line, { terms, due, asOf, settled }));
    }
    for (const one of known) {
      const terms = versions.on(one.on);
      if (terms) push(found, byCircumstance(one, { terms, lines, asOf }));
    }
    return found.length === 0
      ? found
      : restored(found, known).sort((left, right) => left.from - right.from);
  };
}

/** In an order that does not depend on that of the question's list. */
function inOrder(circumstances: readonly Circumstance[]): Circumstance[] {
  const keyed = circumstances.map((one) => ({ one, key: `${one.on} ${JSON.stringify(one)}` }));
  keyed.sort((left, right) => (left.key < right.key ? -1 : Number(left.key > right.key)));
  return keyed.map(({ one }) => one);
}

const moving: ReadonlySet<Circumstance['kind']> = new Set([
  'extension_agreed',
  'rescheduling_agreed',
  'rescheduling_broken',
]);

/** Worked out when it is first asked for. */
function remembered<Value>(make: () => Value): () => Value {
  let known: { value: Value } | undefined;
  return function remember() {
    known ??= { value: make() };
    return known.value;
  };
}

function push(stops: Stop[], stop: Stop | undefined): void {
  if (stop) stops.push(stop);
}

/** Nothing but the insurer's recorded decision moves the day that an invoice's clock runs from. */
function agreedDay(
  { invoice }: CoverLine,
  circumstances: readonly Circumstance[],
  { debtorId, policyId }: { debtorId: string; policyId: string },
): number {
  const { receivableId, dueOn } = invoice;
  return dayNumber(agreedDue({ receivableId, debtorId, dueOn }, circumstances, policyId).dueOn);
}

type Overdue = { terms: PolicyTerms; due: number; asOf: number; settled: number | undefined };

/** Unpaid at the end of the longest extension: the day after is the first that is not insured. */
function afterExtension(line: CoverLine, { terms, due, asOf, settled }: Overdue): Stop | undefined {
  const { stop, maximumExtension } = terms;
  if (!stop.afterExtension) return undefined;
  const end = addSpanTo(due, maximumExtension);
  if (end >= asOf) return undefined;
  if (settled !== undefined && settled <= end) return undefined;
  const until = restoredAt(stop, { on: end, settled });
  if (until === 'as_if_never') return undefined;
  const stopped = { cause: 'extension', on: dayText(end), from: end + 1 } as const;
  return { ...stopped, params: { number: line.invoice.number }, ...until };
}

/** The limit itself does not count for deliveries while something is overdue for too long. */
function whileOverdue(
  line: CoverLine,
  { terms, due, asOf, settled: until }: Overdue,
): Stop | undefined {
  const { maximumOverdueDays } = terms.limits;
  if (maximumOverdueDays === undefined) return undefined;
  const from = due + maximumOverdueDays + 1;
  if (from > asOf || (until !== undefined && until <= from)) return undefined;
  const params = { number: line.invoice.number, overdueDays: maximumOverdueDays };
  const on = dayText(from - 1);
  return { cause: 'overdue', on, from, params, ...(until !== undefined && { until }) };
}

type Dated = { circumstance: Circumstance; on: number; known: number };

function byCircumstance(
  { circumstance, on }: Dated,
  { terms, lines, asOf }: { terms: PolicyTerms; lines: readonly CoverLine[]; asOf: number },
): Stop | undefined {
  const { stop } = terms;
  const day = circumstance.on;
  switch (circumstance.kind) {
    case 'insurer_stop': {
      const { rawCode } = circumstance;
      return { cause: 'insurer', on: day, from: on, params: { rawCode } };
    }
    case 'insolvency':
      return stop.onInsolvency ? { cause: 'insolvency', on: day, from: on, params: {} } : undefined;
    case 'collection_handover':
    case 'overdue_notified': {
      const isCollection = circumstance.kind === 'collection_handover';
      if (!(isCollection ? stop.onCollection : stop.onOverdueNotice)) return undefined;
      const settled = overdueSettled(lines, { on, asOf });
      const until = restoredAt(stop, { on, settled });
      if (until === 'as_if_never') return undefined;
      const cause = isCollection ? 'collection' : 'notice';
      return { cause, on: day, from: on, params: {}, ...until };
    }
    default:
      return undefined;
  }
}

/** The day by which everything was paid that was overdue and open on a day; undefined: not yet. */
function overdueSettled(
  lines: readonly CoverLine[],
  { on, asOf }: { on: number; asOf: number },
): number | undefined {
  let last: number | undefined;
  for (const line of lines) {
    if (line.due >= on) continue;
    const settled = settledBy(line, asOf);
    if (settled === undefined) return undefined;
    if (settled >= on) last = Math.max(last ?? settled, settled);
  }
  return last;
}

/** When a stop ends by payment; without a rule only the insurer's decision ends it. */
function restoredAt(
  { reinstatement }: PolicyTerms['stop'],
  { on, settled }: { on: number; settled: number | undefined },
): { until?: number } | 'as_if_never' {
  if (!reinstatement || settled === undefined) return {};
  if (settled <= addSpanTo(on, reinstatement.window)) return 'as_if_never';
  return reinstatement.later === 'from_payment' ? { until: settled } : {};
}

/** The insurer's reinstatement ends every stop that began before it. */
function restored(stops: readonly Stop[], known: readonly Dated[]): Stop[] {
  const decisions = known.filter(({ circumstance }) => circumstance.kind === kindOfReturn);
  if (decisions.length === 0) return [...stops];
  return stops.map((stop) => {
    const first = decisions
      .map(({ on }) => on)
      .filter((on) => on >= stop.from)
      .reduce((least, on) => Math.min(least, on), stop.until ?? Number.POSITIVE_INFINITY);
    return Number.isFinite(first) ? { ...stop, until: first } : stop;
  });
}

const kindOfReturn = 'insurer_reinstatement';

import { type Day, dayNumber } from '../calendar.ts';
import { dateOfLoss } from '../clock/loss.ts';
import type { AmountMinor } from '../money.ts';
import { addSpanTo } from '../policy/span.ts';
import type { PolicyTerms } from '../policy/terms.ts';
import { type Capacity, capacityFor, type NoRoom } from './capacity.ts';
import type { Circumstance } from './circumstance.ts';
import { type CoverLine, coverLines, dayText, openOn, type Versions, versionsOf } from './line.ts';
import type { CoverQuestion } from './question.ts';
import { type Stop, type StopCause, stopsFor } from './stop.ts';
import { type Outside, outsideTerms } from './terms-verdict.ts';

type Stopped = `stopped_by_${StopCause}`;
export type UninsuredCode =
  | Outside['code']
  | NoRoom['code']
  | Stopped
  | 'not_delivered'
  | 'disputed'
  | 'excluded_part';

export type CoverParams = Record<string, string | number>;

/** An amount that no limit would cover, and why. */
export type Uninsured = {
  amountMinor: AmountMinor;
  code: UninsuredCode;
  params: CoverParams;
  clause?: string;
};

/** An invoice before the limit is filled: what is out, and what the rest may use. */
export type JudgedLine = {
  line: CoverLine;
  openMinor: AmountMinor;
  uninsured: Uninsured[];
  insurableMinor: AmountMinor;
  /** Absent where nothing of it is insurable. */
  capacity: Extract<Capacity, { status: 'room' }> | undefined;
  terms: PolicyTerms | undefined;
};

/** In the order in which they use the limit. */
export type Judged = { lines: JudgedLine[]; stops: Stop[] };

/**
 * What a policy says of each invoice of a debtor on any day, before its limit is filled. What does not
 * change from day to day is worked out once.
 */
export function judgeCover(question: CoverQuestion): (asOf: number) => Judged {
  const [{ policyId = '' } = {}] = question.versions;
  const debtorId = question.debtor.id;
  const versions = versionsOf(question.versions);
  const lines = coverLines(question, versions);
  const circumstances = question.circumstances.filter((one) => {
    const isOfPolicy = one.policyId === undefined || one.policyId === policyId;
    return isOfPolicy && one.debtorId === debtorId;
  });
  const stopsOn = stopsFor({ policyId, debtorId, versions, lines, circumstances });
  const capacityOn = remembered(question, circumstances);
  const insolvencies = circumstances.filter(({ kind }) => kind === 'insolvency');
  const { debtor } = question;
  const verdictOf = verdictsOf({ debtor, versions, insolvencies });
  return function judgedOn(asOf) {
    const stops = stopsOn(asOf);
    const capacityFrom = capacityOn(asOf);
    const judged: JudgedLine[] = [];
    for (const line of lines) {
      const { open, disputed } = openOn(line, asOf);
      if (open === 0) continue;
      const { terms, outside } = verdictOf(line, asOf);
      const out = outside ?? stoppedOr(line, { stops, asOf, terms });
      if (out || !terms) {
        judged.push(wholly(line, open, { out: out ?? unknownTerms, terms }));
        continue;
      }
      const capacity = capacityFrom({ day: line.attach, terms });
      if (capacity.status === 'none') {
        const { code, params } = capacity;
        const reason = { code, params, ...clauseOf(terms, 'limits') };
        judged.push(wholly(line, open, { out: reason, terms }));
        continue;
      }
      const uninsured = partsOut(line, { terms, open, disputed });
      let insurableMinor = open;
      for (const { amountMinor } of uninsured) insurableMinor -= amountMinor;
      judged.push({ line, openMinor: open, uninsured, insurableMinor, capacity, terms });
    }
    return { lines: judged, stops };
  };
}

type Reason = Omit<Uninsured, 'amountMinor'>;

const unknownTerms: Reason & Outside = { code: 'no_terms', params: {} };

function wholly(
  line: CoverLine,
  openMinor: AmountMinor,
  { out, terms }: { out: Reason; terms: PolicyTerms | undefined },
): JudgedLine {
  const uninsured = [{ amountMinor: openMinor, ...out }];
  return { line, openMinor, uninsured, insurableMinor: 0, capacity: undefined, terms };
}

/** The version that decides, and why its own words leave the invoice out. */
type Verdict = { terms: PolicyTerms | undefined; outside: Outside | undefined };

/** By the delivery it stays what it is; by the loss it is asked again each day. */
function verdictsOf(of: {
  debtor: CoverQuestion['debtor'];
  versions: Versions;
  insolvencies: readonly Circumstance[];
}): (line: CoverLine, asOf: number) => Verdict {
  const { debtor, versions, insolvencies } = of;
  const known = new Map<CoverLine, Verdict>();
  const by = (line: CoverLine, terms: PolicyTerms | undefined, happenedOn: Day): Verdict => ({
    terms,
    outside: terms ? outsideTerms(terms, line, { debtor, happenedOn }) : unknownTerms,
  });
  return function verdictOf(line, asOf) {
    const { attached, attachOn } = line;
    if (attached?.basis !== 'risk_attaching') {
      const current = versions.on(asOf);
      if (current?.basis === 'loss_occurring') {
        const happened = lossDay(line, current, { insolvencies, asOf });
        return by(line, versions.on(happened), dayText(happened));
      }
    }
    const before = known.get(line);
    if (before) return before;
    const found = by(line, attached, attachOn);
    known.set(line, found);
    return found;
  };
}

/** The day of the loss; where there is none yet, a loss of today is asked about. */
function lossDay(
  { invoice, due }: CoverLine,
  terms: PolicyTerms,
  { insolvencies, asOf }: { insolvencies: readonly Circumstance[]; asOf: number },
): number {
  const today = dayText(asOf);
  const insolvent = insolvencies.filter(({ on, knownOn }) => on <= today && knownOn <= today);
  const [first] = insolvent.map(({ on }) => on).toSorted();
  const loss = dateOfLoss(terms.waiting, {
    dueOn: invoice.dueOn,
    endOfExtension: dayText(addSpanTo(due, terms.maximumExtension)),
    ...(first !== undefined && { insolventOn: first }),
  });
  return loss === undefined ? asOf : Math.min(asOf, dayNumber(loss.on));
}

/** Not delivered yet, or delivered after a stop. */
function stoppedOr(
  { attach, attachOn }: CoverLine,
  { stops, asOf, terms }: { stops: readonly Stop[]; asOf: number; terms: PolicyTerms | undefined },
): Reason | undefined {
  if (attach > asOf) return { code: 'not_delivered', params: { on: attachOn } };
  for (const { from, until, on, cause, params } of stops) {
    if (attach < from || (until !== undefined && attach >= until)) continue;
    const clause = terms ? clauseOf(terms, 'stop') : {};
    return { code: `stopped_by_${cause}`, params: { stoppedOn: on, ...params }, ...clause };
  }
  return undefined;
}

function clauseOf({ clauses }: PolicyTerms, term: string): { clause?: string } {
  const text = clauses[term];
  return text === undefined ? {} : { clause: text };
}

const noParts: Uninsured[] = [];

/** Of what the policy takes: the part in dispute, then parts that it leaves out. */
function partsOut(
  { invoice }: CoverLine,
  { terms, open, disputed }: { terms: PolicyTerms; open: number; disputed: number },
): Uninsured[] {
  if (disputed === 0 && !invoice.parts) return noParts;
  const parts: Uninsured[] = [];
  let left = open;
  if (disputed > 0) {
    parts.push({
      amountMinor: disputed,
      code: 'disputed',
      params: {},
      ...clauseOf(terms, 'disputed'),
    });
    left -= disputed;
  }
  for (const { part, amountMinor } of invoice.parts ?? []) {
    const taken = Math.min(left, amountMinor);
    if (taken === 0 || !terms.indemnity.excludes.includes(part)) continue;
    parts.push({
      amountMinor: taken,
      code: 'excluded_part',
      params: { part },
      ...clauseOf(terms, 'indemnity'),
    });
    left -= taken;
  }
  return parts;
}

type CapacityFrom = (of: { day: number; terms: PolicyTerms }) => Capacity;

/** Each delivery day's capacity once for all days between which nothing becomes known or begins. */
function remembered(
  question: CoverQuestion,
  circumstances: readonly Circumstance[],
): (asOf: number) => CapacityFrom {
  const { of, days } = capacityFor(question, circumstances);
  const known = new Map<number, Map<PolicyTerms, Map<number, Capacity>>>();
  return function capacityOn(asOf) {
    let since = 0;
    for (const change of days) {
      if (change > asOf) break;
      since += 1;
    }
    const byTerms = entry(known, since, () => new Map<PolicyTerms, Map<number, Capacity>>());
    let last: { terms: PolicyTerms; byDay: Map<number, Capacity> } | undefined;
    return function capacityFrom({ day, terms }) {
      if (last?.terms !== terms) {
        last = { terms, byDay: entry(byTerms, terms, () => new Map<number, Capacity>()) };
      }
      return entry(last.byDay, day, () => of({ day, asOf, terms }));
    };
  };
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

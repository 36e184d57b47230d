import { type Day, dayNumber, dayOfNumber } from '../calendar.ts';
import type { AmountMinor } from '../money.ts';
import type { PolicyTerms } from '../policy/terms.ts';
import type { CoveredInvoice, CoverQuestion } from './question.ts';

/** An invoice with its days as numbers. */
export type CoverLine = {
  invoice: CoveredInvoice;
  /** Its place in the question. */
  index: number;
  issued: number;
  delivered: number;
  due: number;
  /** The day whose limit it has, as a number and as it was given. */
  attach: number;
  attachOn: Day;
  /** The version of that day; undefined before the first. */
  attached: PolicyTerms | undefined;
  facts: { on: number; openMinor: AmountMinor; disputedMinor: AmountMinor }[];
};

/** The versions of a policy by day. */
export type Versions = { on: (day: number) => PolicyTerms | undefined; days: readonly number[] };

export function versionsOf(versions: readonly PolicyTerms[]): Versions {
  const dated = versions
    .map((terms) => ({ from: dayNumber(terms.effectiveOn), terms }))
    .sort((left, right) => right.terms.version - left.terms.version);
  return {
    on: (day) => dated.find(({ from }) => from <= day)?.terms,
    days: dated.map(({ from }) => from),
  };
}

/** The oldest first: by the day whose limit it has, the due day, the number and the id. */
export function coverLines({ invoices }: CoverQuestion, versions: Versions): CoverLine[] {
  const lines = invoices.map((invoice, index) => lineOf(invoice, index, versions));
  return lines.sort(
    (left, right) =>
      left.attach - right.attach ||
      left.due - right.due ||
      byText(left.invoice.number, right.invoice.number) ||
      byText(left.invoice.receivableId, right.invoice.receivableId),
  );
}

function lineOf(invoice: CoveredInvoice, index: number, versions: Versions): CoverLine {
  const issued = dayNumber(invoice.issuedOn);
  const { deliveredOn } = invoice;
  const delivered = deliveredOn === undefined ? issued : dayNumber(deliveredOn);
  const stated = versions.on(issued) ?? versions.on(delivered);
  const isByDelivery = stated?.limits.attachesAt === 'delivery';
  const attach = isByDelivery ? delivered : issued;
  const attachOn = isByDelivery ? (deliveredOn ?? invoice.issuedOn) : invoice.issuedOn;
  const facts = invoice.history.map(({ on, openMinor, disputedMinor }) => ({
    on: dayNumber(on),
    openMinor,
    disputedMinor,
  }));
  // Facts of one day stay in their order.
  facts.sort((left, right) => left.on - right.on);
  const due = dayNumber(invoice.dueOn);
  const attached = versions.on(attach);
  return { invoice, index, issued, delivered, due, attach, attachOn, attached, facts };
}

/** What is open of it at the end of a day. */
export function openOn({ facts }: CoverLine, day: number): { open: number; disputed: number } {
  for (let index = facts.length - 1; index >= 0; index -= 1) {
    const fact = facts[index];
    if (!fact || fact.on > day) continue;
    return { open: fact.openMinor, disputed: Math.min(fact.openMinor, fact.disputedMinor) };
  }
  return { open: 0, disputed: 0 };
}

/** The day since when nothing is open of it, seen from a later one; undefined where something is. */
export function settledBy({ facts }: CoverLine, day: number): number | undefined {
  let since: number | undefined;
  for (let index = facts.length - 1; index >= 0; index -= 1) {
    const fact = facts[index];
    if (!fact || fact.on > day) continue;
    if (fact.openMinor > 0) return since;
    since = fact.on;
  }
  return since;
}

/** As `dayOfNumber`, which makes a date for each; days come again and again. */
export function dayText(day: number): Day {
  const before = texts.get(day);
  if (before !== undefined) return before;
  const text = dayOfNumber(day);
  if (texts.size < textsMax) texts.set(day, text);
  return text;
}

const texts = new Map<number, Day>();
const textsMax = 40_000;

function byText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

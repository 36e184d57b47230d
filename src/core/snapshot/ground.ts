import { assert } from '../assert.ts';
import { dayNumber } from '../calendar.ts';
import type { SelectionInput } from '../input.ts';
import { mulDiv } from '../money.ts';
import type { Invoice } from '../receivable.ts';
import type { Sight } from './value.ts';

/**
 * What a plan is written against: the invoices of its canonical input in their order, and what each
 * facility sees of them, filled while lines are written or read.
 */
export type Ground = {
  facilityIds: string[];
  advanceRatesBp: number[];
  invoices: Invoice[];
  indexOf: Map<string, number>;
  asOf: number;
  issued: Int32Array;
  due: Int32Array;
  /** By facility and invoice; NaN where no line says it. */
  eligible: Float64Array[];
};

/** `input` in its canonical order. */
export function groundOf(input: SelectionInput, facilityIds: readonly string[]): Ground {
  const invoices = input.receivables.filter((item) => item.kind === 'invoice');
  const rates = new Map(
    input.facilities.map(({ facilityId, advanceRateBp }) => [facilityId, advanceRateBp]),
  );
  return {
    facilityIds: [...facilityIds],
    advanceRatesBp: facilityIds.map((facilityId) => rates.get(facilityId) ?? 0),
    invoices,
    indexOf: new Map(invoices.map(({ id }, index) => [id, index])),
    asOf: dayNumber(input.asOf),
    issued: Int32Array.from(invoices, ({ issuedOn }) => dayNumber(issuedOn)),
    due: Int32Array.from(invoices, ({ dueOn }) => dayNumber(dueOn)),
    eligible: facilityIds.map(() => new Float64Array(invoices.length).fill(Number.NaN)),
  };
}

export function placeOf({ indexOf }: Ground, receivableId: string): number {
  const index = indexOf.get(receivableId);
  assert(index !== undefined, `a plan names ${receivableId}, which its input does not have`);
  return index;
}

export function invoiceOf({ invoices }: Ground, index: number): Invoice {
  const invoice = invoices[index];
  assert(invoice, `a stored plan names invoice ${index}, which its input does not have`);
  return invoice;
}

/** The same object again and again would be quicker, but a writer that keeps it would be wrong. */
export function sightOf(ground: Ground, index: number, grossMinor: number): Sight {
  const { asOf, issued, due } = ground;
  return {
    invoice: invoiceOf(ground, index),
    sinceIssue: asOf - (issued[index] ?? 0),
    sinceDue: asOf - (due[index] ?? 0),
    grossMinor,
    restMinor: grossMinor,
    amountMinor: 0,
  };
}

/** Numerator and denominator by which an open amount becomes a facility's gross, rounded down. */
export type Rate = readonly [numerator: number, denominator: number];

export function convertedBy([numerator, denominator]: Rate, openMinor: number): number {
  return mulDiv(openMinor, numerator, denominator, 'down');
}

/** A rate of the input that leads from an open amount to this gross. */
export function rateTo(
  { fx }: SelectionInput,
  of: { invoice: Invoice; currency: string; grossMinor: number },
): Rate | undefined {
  const { invoice, currency, grossMinor } = of;
  const found = fx.find(
    ({ from, to, numerator, denominator }) =>
      from === invoice.currency &&
      to === currency &&
      convertedBy([numerator, denominator], invoice.openMinor) === grossMinor,
  );
  return found && [found.numerator, found.denominator];
}

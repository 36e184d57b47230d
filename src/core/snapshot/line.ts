import { z } from 'zod';
import { assert } from '../assert.ts';
import type { SelectionInput } from '../input.ts';
import type { Deduction, FacilityResult, LineExplanation, Params } from '../plan.ts';
import type { Column } from './column.ts';
import type { Dictionary } from './dictionary.ts';
import {
  convertedBy,
  type Ground,
  invoiceOf,
  placeOf,
  type Rate,
  rateTo,
  sightOf,
} from './ground.ts';
import type { Sight, Value, ValueWriter } from './value.ts';

/** A parameter's name and where its value is found. */
export const ParamTokens = z.array(z.tuple([z.string(), z.string()]));
export type ParamTokens = z.infer<typeof ParamTokens>;

/**
 * How a line fares, without its own numbers: gross is what is `open`, `converted` or `stored`; a
 * deduction takes all the `rest` or a `stored` amount.
 */
export const LineSignature = z.strictObject({
  gross: z.enum(['open', 'converted', 'stored']),
  deductions: z.array(
    z.strictObject({ rule: z.string(), amount: z.enum(['rest', 'stored']), params: ParamTokens }),
  ),
});
export type LineSignature = z.infer<typeof LineSignature>;

export type LineWriter = {
  ground: Ground;
  input: SelectionInput;
  values: ValueWriter;
  order: Column;
  signatures: Dictionary<LineSignature>;
  /** By `facilityId currency`. */
  rates: Map<string, Rate>;
};

/** The signature of each line of a facility; what is the line's own goes into the columns. */
export function writeLines(
  writer: LineWriter,
  { facility, result }: { facility: number; result: FacilityResult },
): number[] {
  const { ground, order, signatures } = writer;
  let expected = 0;
  return result.lines.map((line) => {
    const index = placeOf(ground, line.receivableId);
    order.push(index - expected);
    expected = index + 1;
    const eligible = ground.eligible[facility];
    if (eligible) eligible[index] = line.eligibleMinor;
    return signatures.numberOf(signatureOf(writer, { result, line, index }));
  });
}

type Written = { result: FacilityResult; line: LineExplanation; index: number };

function signatureOf(writer: LineWriter, { result, line, index }: Written): LineSignature {
  const { facilityId } = result;
  const sight = sightOf(writer.ground, index, line.grossMinor);
  const gross = grossToken(writer, { result, sight });
  const deductions = line.deductions.map((deduction) =>
    writeDeduction(writer.values, { slot: facilityId, deduction, sight }),
  );
  assert(sight.restMinor === line.eligibleMinor, `a line of ${facilityId} does not reconcile`);
  return { gross, deductions };
}

function writeDeduction(
  values: ValueWriter,
  of: { slot: string; deduction: Deduction; sight: Sight },
): LineSignature['deductions'][number] {
  const { slot, deduction, sight } = of;
  const { rule, amountMinor } = deduction;
  const amount = amountMinor === sight.restMinor ? 'rest' : 'stored';
  if (amount === 'stored') values.numbers.push(amountMinor);
  sight.amountMinor = amountMinor;
  const params = writeParams(values, { slot: `${slot} ${rule}`, params: deduction.params, sight });
  sight.restMinor -= amountMinor;
  return { rule, amount, params };
}

export function writeParams(
  values: ValueWriter,
  { slot, params, sight }: { slot: string; params: Params; sight: Sight },
): ParamTokens {
  return Object.entries(params).map(([name, value]) => [
    name,
    values.write(`${slot} ${name}`, value, sight),
  ]);
}

function grossToken(
  { input, rates, values }: LineWriter,
  { result, sight }: { result: FacilityResult; sight: Sight },
): LineSignature['gross'] {
  const { invoice, grossMinor } = sight;
  if (grossMinor === invoice.openMinor) return 'open';
  const key = `${result.facilityId} ${invoice.currency}`;
  const rate = rates.get(key) ?? rateTo(input, { invoice, currency: result.currency, grossMinor });
  if (rate && convertedBy(rate, invoice.openMinor) === grossMinor) {
    rates.set(key, rate);
    return 'converted';
  }
  values.numbers.push(grossMinor);
  return 'stored';
}

export type LineReader = {
  ground: Ground;
  next: () => number;
  order: () => number;
  read: (slot: string, token: string, sight: Sight) => Value;
  rates: ReadonlyMap<string, Rate>;
};

/** The lines of a facility from their signatures, as they were written. */
export function readLines(
  reader: LineReader,
  of: { facility: number; facilityId: string; signatures: Iterable<LineSignature> },
): LineExplanation[] {
  const { facility, facilityId, signatures } = of;
  const { ground, order } = reader;
  let index = 0;
  const lines: LineExplanation[] = [];
  for (const signature of signatures) {
    index += order();
    const line = readLine(reader, { facilityId, signature, index });
    const eligible = ground.eligible[facility];
    if (eligible) eligible[index] = line.eligibleMinor;
    lines.push(line);
    index += 1;
  }
  return lines;
}

function readLine(
  reader: LineReader,
  of: { facilityId: string; signature: LineSignature; index: number },
): LineExplanation {
  const { facilityId, signature, index } = of;
  const { id, currency, openMinor } = invoiceOf(reader.ground, index);
  const grossMinor = grossBy(reader, {
    token: signature.gross,
    key: `${facilityId} ${currency}`,
    openMinor,
  });
  const sight = sightOf(reader.ground, index, grossMinor);
  const deductions = signature.deductions.map(({ rule, amount, params: tokens }) => {
    const amountMinor = amount === 'rest' ? sight.restMinor : reader.next();
    sight.amountMinor = amountMinor;
    const params = readParams(reader, { slot: `${facilityId} ${rule}`, tokens, sight });
    sight.restMinor -= amountMinor;
    return { rule, amountMinor, params };
  });
  return { receivableId: id, grossMinor, deductions, eligibleMinor: sight.restMinor };
}

export function readParams(
  { read }: Pick<LineReader, 'read'>,
  { slot, tokens, sight }: { slot: string; tokens: ParamTokens; sight: Sight },
): Params {
  return Object.fromEntries(
    tokens.map(([name, token]) => [name, read(`${slot} ${name}`, token, sight)]),
  );
}

function grossBy(
  { next, rates }: LineReader,
  of: { token: LineSignature['gross']; key: string; openMinor: number },
): number {
  if (of.token === 'open') return of.openMinor;
  if (of.token === 'stored') return next();
  const rate = rates.get(of.key);
  assert(rate, `a stored plan has no rate for ${of.key}`);
  return convertedBy(rate, of.openMinor);
}

import { z } from 'zod';
import { assert } from '../assert.ts';
import { shareBp } from '../money.ts';
import { type AllocationLine, NotPlaced } from '../plan.ts';
import type { Column } from './column.ts';
import type { Dictionary } from './dictionary.ts';
import { type Ground, invoiceOf, placeOf, sightOf } from './ground.ts';
import { type LineReader, type LineWriter, ParamTokens, readParams, writeParams } from './line.ts';
import type { Sight } from './value.ts';

/** A placed receivable: all that is eligible with its facility, advanced by the terms, or stored. */
export const PlacedSignature = z.strictObject({
  facility: z.int().min(0),
  funded: z.enum(['eligible', 'stored']),
  advance: z.enum(['rate', 'stored']),
});
export type PlacedSignature = z.infer<typeof PlacedSignature>;

/** One that was left out; `facility` is the one its parameters name, −1 where they name none. */
export const LeftSignature = z.strictObject({
  reason: NotPlaced.shape.reason,
  facility: z.int().min(-1),
  params: ParamTokens,
});
export type LeftSignature = z.infer<typeof LeftSignature>;

export function writePlaced(
  { ground, values, order }: LineWriter,
  of: { lines: readonly AllocationLine[]; codes: Column; signatures: Dictionary<PlacedSignature> },
): void {
  let expected = 0;
  for (const { receivableId, facilityId, fundedMinor, advanceMinor, costMinor } of of.lines) {
    const index = placeOf(ground, receivableId);
    order.push(index - expected);
    expected = index + 1;
    const facility = ground.facilityIds.indexOf(facilityId);
    assert(facility >= 0, `a plan places with ${facilityId}, which it does not have`);
    const isWhole = ground.eligible[facility]?.[index] === fundedMinor;
    const byRate = advanceBy(ground, facility, fundedMinor) === advanceMinor;
    if (!isWhole) values.numbers.push(fundedMinor);
    if (!byRate) values.numbers.push(advanceMinor);
    values.numbers.push(costMinor);
    const funded = isWhole ? 'eligible' : 'stored';
    const advance = byRate ? 'rate' : 'stored';
    of.codes.push(of.signatures.numberOf({ facility, funded, advance }));
  }
}

export function readPlaced(
  { ground, next, order }: LineReader,
  signatures: Iterable<PlacedSignature>,
): AllocationLine[] {
  let index = 0;
  const lines: AllocationLine[] = [];
  for (const { facility, funded, advance } of signatures) {
    index += order();
    const eligibleMinor = ground.eligible[facility]?.[index] ?? Number.NaN;
    const fundedMinor = funded === 'eligible' ? eligibleMinor : next();
    const advanceMinor = advance === 'rate' ? advanceBy(ground, facility, fundedMinor) : next();
    lines.push({
      receivableId: invoiceOf(ground, index).id,
      facilityId: facilityAt(ground, facility),
      fundedMinor,
      advanceMinor,
      costMinor: next(),
    });
    index += 1;
  }
  return lines;
}

export function writeLeftOut(
  { ground, values, order }: LineWriter,
  of: { left: readonly NotPlaced[]; codes: Column; signatures: Dictionary<LeftSignature> },
): void {
  let expected = 0;
  for (const { receivableId, reason, params } of of.left) {
    const index = placeOf(ground, receivableId);
    order.push(index - expected);
    expected = index + 1;
    const { facilityId, ...others } = params;
    const facility = typeof facilityId === 'string' ? ground.facilityIds.indexOf(facilityId) : -1;
    const tokens = writeParams(values, {
      slot: reason,
      params: facility < 0 ? params : others,
      sight: sightWith(ground, index, facility),
    });
    of.codes.push(of.signatures.numberOf({ reason, facility, params: tokens }));
  }
}

export function readLeftOut(reader: LineReader, signatures: Iterable<LeftSignature>): NotPlaced[] {
  const { ground, order } = reader;
  let index = 0;
  const left: NotPlaced[] = [];
  for (const { reason, facility, params: tokens } of signatures) {
    index += order();
    const sight = sightWith(ground, index, facility);
    const params = readParams(reader, { slot: reason, tokens, sight });
    left.push({
      receivableId: invoiceOf(ground, index).id,
      reason,
      params: facility < 0 ? params : { facilityId: facilityAt(ground, facility), ...params },
    });
    index += 1;
  }
  return left;
}

/** Of what was left out the facility's eligible amount is known, and nothing was taken of it. */
function sightWith(ground: Ground, index: number, facility: number): Sight {
  return sightOf(ground, index, ground.eligible[facility]?.[index] ?? Number.NaN);
}

function advanceBy({ advanceRatesBp }: Ground, facility: number, fundedMinor: number): number {
  return shareBp(fundedMinor, advanceRatesBp[facility] ?? 0, 'down');
}

function facilityAt({ facilityIds }: Ground, facility: number): string {
  const facilityId = facilityIds[facility];
  assert(facilityId !== undefined, `a stored plan names facility ${facility}, which it has not`);
  return facilityId;
}

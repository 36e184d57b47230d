import { z } from 'zod';
import { assert } from '../assert.ts';
import { canonicalJson } from '../hash.ts';
import type { SelectionInput } from '../input.ts';
import type { Plan, PlanSummary } from '../plan.ts';
import { createColumn, readColumn } from './column.ts';
import { createDictionary } from './dictionary.ts';
import { groundOf, type Rate } from './ground.ts';
import { type LineReader, LineSignature, type LineWriter, readLines, writeLines } from './line.ts';
import {
  LeftSignature,
  PlacedSignature,
  readLeftOut,
  readPlaced,
  writeLeftOut,
  writePlaced,
} from './placed.ts';
import { createValueReader, createValueWriter } from './value.ts';

/**
 * A plan made small, without loss: its sums as they are, and its lines as the differences from what
 * the canonical input says of each invoice. Whatever engine made it, it is read back by this file
 * alone, word for word.
 */
export type PackedPlan = { summary: PlanSummary; lines: Uint8Array };

const Tables = z.strictObject({
  version: z.literal(1),
  /** How many lines each facility has, how many are placed and how many left out. */
  counts: z.array(z.int().min(0)),
  signatures: z.array(LineSignature),
  /** The signature of a line with each facility, −1 where it has none. */
  joint: z.array(z.array(z.int().min(-1))),
  placed: z.array(PlacedSignature),
  left: z.array(LeftSignature),
  rates: z.array(z.tuple([z.string(), z.int(), z.int()])),
  constants: z.array(z.union([z.string(), z.boolean()])),
  /** Of the columns behind the tables: codes, order, numbers. */
  byteLengths: z.array(z.int().min(0)).length(3),
});
type Tables = z.infer<typeof Tables>;

/** `input` is the canonical input that the plan is of. */
export function packPlan(plan: Plan, input: SelectionInput): PackedPlan {
  const ids = plan.facilities.map(({ facilityId }) => facilityId);
  const rates = new Map<string, Rate>();
  const writer: LineWriter = {
    ground: groundOf(input, ids),
    input,
    values: createValueWriter(),
    order: createColumn(),
    signatures: createDictionary(),
    rates,
  };
  const codes = createColumn();
  const joint = createDictionary<number[]>();
  const placed = createDictionary<PlacedSignature>();
  const left = createDictionary<LeftSignature>();
  const byFacility = plan.facilities.map((result, facility) =>
    writeLines(writer, { facility, result }),
  );
  const lines = Math.max(0, ...byFacility.map(({ length }) => length));
  for (let place = 0; place < lines; place += 1) {
    codes.push(joint.numberOf(byFacility.map((own) => own[place] ?? -1)));
  }
  const { allocation } = plan;
  writePlaced(writer, { lines: allocation?.lines ?? [], codes, signatures: placed });
  writeLeftOut(writer, { left: allocation?.notPlaced ?? [], codes, signatures: left });
  const columns = [codes, writer.order, writer.values.numbers].map((column) => column.bytes());
  const tables: Tables = {
    version: 1,
    counts: [
      ...byFacility.map(({ length }) => length),
      allocation?.lines.length ?? 0,
      allocation?.notPlaced.length ?? 0,
    ],
    signatures: writer.signatures.items,
    joint: joint.items,
    placed: placed.items,
    left: left.items,
    rates: [...rates].map(([key, [numerator, denominator]]) => [key, numerator, denominator]),
    constants: writer.values.constants.filter((value) => typeof value !== 'number'),
    byteLengths: columns.map(({ length }) => length),
  };
  return { summary: summaryOf(plan), lines: joinBytes(tables, columns) };
}

/** The plan as it was packed; `input` is the same canonical input. */
export function unpackPlan({ summary, lines }: PackedPlan, input: SelectionInput): Plan {
  const { tables, columns } = splitBytes(lines);
  const [codes, order, numbers] = columns.map(readColumn);
  assert(codes && order && numbers, 'a stored plan has three columns');
  const ids = summary.facilities.map(({ facilityId }) => facilityId);
  const reader: LineReader = {
    ground: groundOf(input, ids),
    next: numbers,
    order,
    read: createValueReader(numbers, tables.constants),
    rates: new Map(tables.rates.map(([key, ...rate]) => [key, rate])),
  };
  const counts = tables.counts.slice(0, ids.length);
  const joint = takeAll(tables.joint, codes, Math.max(0, ...counts));
  const facilities = summary.facilities.map((result, facility) => {
    const own = joint.slice(0, counts[facility]).map((each) => each[facility] ?? -1);
    const signatures = own.map((code) => pick(tables.signatures, code));
    const { facilityId } = result;
    return { ...result, lines: readLines(reader, { facility, facilityId, signatures }) };
  });
  const { allocation, ...rest } = summary;
  const plan: Plan = { ...rest, facilities };
  if (!allocation) return plan;
  const [placed = 0, left = 0] = tables.counts.slice(ids.length);
  // In the order in which they were written: the columns are read once, from front to back.
  const placedLines = readPlaced(reader, takeAll(tables.placed, codes, placed));
  const notPlaced = readLeftOut(reader, takeAll(tables.left, codes, left));
  return { ...plan, allocation: { ...allocation, lines: placedLines, notPlaced } };
}

export function summaryOf(plan: Plan): PlanSummary {
  const { facilities, allocation, ...rest } = plan;
  const summary: PlanSummary = {
    ...rest,
    facilities: facilities.map(({ lines: _, ...sums }) => sums),
  };
  if (!allocation) return summary;
  const { lines: _, notPlaced: __, ...sums } = allocation;
  return { ...summary, allocation: sums };
}

/** The length of the tables in four bytes, the tables as JSON, the columns. */
function joinBytes(tables: Tables, columns: readonly Uint8Array[]): Uint8Array {
  const head = new TextEncoder().encode(canonicalJson(tables));
  const size = columns.reduce((sum, { length }) => sum + length, 4 + head.length);
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, head.length);
  bytes.set(head, 4);
  let place = 4 + head.length;
  for (const column of columns) {
    bytes.set(column, place);
    place += column.length;
  }
  return bytes;
}

function splitBytes(bytes: Uint8Array): { tables: Tables; columns: Uint8Array[] } {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const head = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(4, 4 + length));
  const tables = Tables.parse(JSON.parse(head));
  let place = 4 + length;
  const columns = tables.byteLengths.map((byteLength) => {
    place += byteLength;
    return bytes.subarray(place - byteLength, place);
  });
  return { tables, columns };
}

function takeAll<Item>(items: readonly Item[], code: () => number, count: number): Item[] {
  return Array.from({ length: count }, () => pick(items, code()));
}

function pick<Item>(items: readonly Item[], code: number): Item {
  const item = items[code];
  assert(item !== undefined, `a stored plan names entry ${code} of ${items.length}`);
  return item;
}

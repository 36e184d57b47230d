import { z } from 'zod';
import type { Wire } from '../../src/core/adapter.ts';
import type { Day } from '../../src/core/calendar.ts';
import type { CanonicalRequest, CreditSchedule, Party } from '../../src/core/funding/request.ts';
import { sha256 } from '../../src/core/hash.ts';
import { writable } from './charset.ts';
import type { Config } from './config.ts';
import type { Layout, Market } from './layout.ts';
import { sentName } from './names.ts';
import { type Values, type Written, writeRecord } from './record.ts';

/** What has no place in the layout, and in which line of the schedule; 0 for the head of a part. */
export const Unwritten = z.strictObject({ field: z.string(), line: z.int().min(0) });
export type Unwritten = z.infer<typeof Unwritten>;
/** The wire of a schedule that no file can be made of; it is never left anywhere. */
export const unwrittenType = 'application/problem+json';

type Door = { layout: Layout; config: Config };

export function toBordereau(door: Door, request: CanonicalRequest): Wire {
  const lines = request.lines.map(
    (line): Entry => ({
      ...line,
      kind: 'invoice',
      // A factor refuses a number it has had: later instalments carry theirs behind it.
      number: line.instalment > 1 ? `${line.number}/${line.instalment}` : line.number,
      amountMinor: line.openMinor,
    }),
  );
  return toWire(door, { ...request, kind: 'BRD', lines });
}

/** Credit notes: a positive amount under their own type, with the invoice that they lower. */
export function toCredits(door: Door, schedule: CreditSchedule): Wire {
  const lines = schedule.lines.map(
    (line): Entry => ({ ...line, kind: 'credit', credited: line.credits.number }),
  );
  return toWire(door, { ...schedule, kind: 'AVO', lines });
}

type Entry = {
  kind: 'invoice' | 'credit';
  lineNumber: number;
  number: string;
  credited?: string;
  debtor: Party;
  issuedOn: Day;
  dueOn?: Day;
  currency: string;
  amountMinor: number;
};
type Told = Pick<CreditSchedule, 'number' | 'asOf' | 'facility' | 'seller'> & {
  kind: 'BRD' | 'AVO';
  lines: readonly Entry[];
};
type Part = { market: Market; lines: Entry[]; issuer: string; part: number; parts: number };

function toWire(door: Door, told: Told): Wire {
  const { kind, number, lines } = told;
  const body = write(door, told);
  if (typeof body !== 'string') return unwritten(body);
  const { client } = door.config;
  const target = sentName({ kind, client, reference: number, lines: lines.length, body });
  if (target.length > NAME_MAX) return unwritten({ field: 'reference', line: 0 });
  return { method: 'FILE', target, contentType: 'text/plain', body };
}

/** As long as the place that receipts and answers have for it. */
const NAME_MAX = 60;

function unwritten(problem: Unwritten): Wire {
  const body = JSON.stringify(problem);
  return { method: 'FILE', target: 'unwritten.json', contentType: unwrittenType, body };
}

/** Both markets in one file, the domestic part first: it arrives whole or not at all. */
function write(door: Door, told: Told): string | Unwritten {
  const parts = partsOf(door.config, told);
  const records: string[] = [];
  for (const part of parts) {
    const written = writePart(door, told, part);
    if (!Array.isArray(written)) return written;
    records.push(...written);
  }
  return records.map((record) => `${record}\r\n`).join('');
}

/** Domestic is what is known to be owed in the seller's own country; all else is export. */
function partsOf({ issuerDomestic, issuerExport = '' }: Config, { seller, lines }: Told): Part[] {
  const isDomestic = ({ debtor }: Entry) =>
    debtor.country !== undefined && debtor.country === seller.country;
  const markets = [
    { market: 'domestic', issuer: issuerDomestic, lines: lines.filter(isDomestic) },
    { market: 'export', issuer: issuerExport, lines: lines.filter((line) => !isDomestic(line)) },
  ] as const;
  const present = markets.filter((part) => part.lines.length > 0);
  return present.map((part, index) => ({ ...part, part: index + 1, parts: present.length }));
}

function writePart(door: Door, told: Told, part: Part): string[] | Unwritten {
  const { layout } = door;
  if (part.issuer === '') return { field: 'issuer', line: part.lines[0]?.lineNumber ?? 0 };
  const frame = { ...frameOf(door, told, part), count: part.lines.length };
  const owed = part.lines.reduce(
    (sum, { kind, amountMinor }) => sum + BigInt(kind === 'invoice' ? amountMinor : -amountMinor),
    0n,
  );
  const tail = {
    ...frame,
    sequence: part.lines.length + 2,
    sum: owed < 0n ? -owed : owed,
    side: owed < 0n ? layout.sides.credited : layout.sides.owed,
  };
  const written: { line: number; record: Written<string> }[] = [
    { line: 0, record: writeRecord(layout, layout.sent.head, frame) },
    ...part.lines.map((entry, index) => ({
      line: entry.lineNumber,
      record: writeRecord(layout, layout.sent.line, {
        ...frame,
        ...lineValues(door, entry),
        sequence: index + 2,
      }),
    })),
    { line: 0, record: writeRecord(layout, layout.sent.tail, tail) },
  ];
  const records: string[] = [];
  for (const { line, record } of written) {
    if ('unwritten' in record) return { field: record.unwritten, line };
    records.push(record.text);
  }
  return records;
}

function frameOf({ layout, config }: Door, told: Told, { market, ...part }: Part) {
  const { word, area } = layout.markets[market];
  return {
    issuer: part.issuer,
    client: config.client,
    market: word,
    area,
    currency: told.facility.currency,
    seller: nameOf(told.seller, layout),
    statementOn: told.asOf,
    madeOn: told.asOf,
    part: part.part,
    parts: part.parts,
    reference: told.number,
    agreement: told.facility.agreement.reference,
  };
}

function lineValues({ layout, config }: Door, entry: Entry): Values<string> {
  const { debtor, kind } = entry;
  const { type, payment } = layout.documents[kind];
  const { [config.debtorScheme ?? '']: factorDebtor = '', siret = '' } = debtor.identifiers;
  return {
    type,
    payment,
    line: entry.lineNumber,
    number: entry.number,
    invoice: entry.credited ?? entry.number,
    credited: entry.credited ?? '',
    factorDebtor,
    siret: siret.replace(/\s/g, ''),
    debtorId: debtor.id,
    debtorName: nameOf(debtor, layout),
    issuedOn: entry.issuedOn,
    dueOn: entry.dueOn ?? '',
    amount: entry.amountMinor,
    currency: entry.currency,
  };
}

/**
 * A name the layout has no letters for is replaced, never left out: by the party's id, or where that
 * has none either, by eight hex digits of the name's SHA-256.
 */
function nameOf({ name, id }: Party, { charset }: Layout): string {
  const hash = sha256(name).slice(0, 8).toUpperCase();
  return [name, id].find((words) => writable(words, charset) !== undefined) ?? hash;
}

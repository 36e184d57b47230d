import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Charset, writable } from '../../adapters/factor-file/charset.ts';
import { adapter } from '../../adapters/factor-file/index.ts';
import { type Field, widthOf } from '../../adapters/factor-file/layout.ts';
import { delimited } from '../../adapters/factor-file/layouts/delimited.ts';
import { fixed } from '../../adapters/factor-file/layouts/fixed.ts';
import { delimited as delimitedDialect } from '../../adapters/factor-file/simulator/dialects/delimited.ts';
import { fixed as fixedDialect } from '../../adapters/factor-file/simulator/dialects/fixed.ts';
import { inspect } from '../../adapters/factor-file/simulator/inspection.ts';
import type { Call, Operations, Wire } from '../../src/core/adapter.ts';
import { movementKinds } from '../../src/core/funding/funder-movement.ts';
import type { CanonicalRequest } from '../../src/core/funding/request.ts';
import { sha256 } from '../../src/core/hash.ts';
import { exchangesOf, recordedMailbox } from './exchange.ts';
import { creditSchedule, now, request } from './samples.ts';

type Line = CanonicalRequest['lines'][number];
const layouts = { fixed, delimited };
const dialects = { fixed: fixedDialect, delimited: delimitedDialect };
const names = ['fixed', 'delimited'] as const;
const terms = { client: '40127', issuers: { D: '51001', E: '51002' } };

function connect(layout: string, change: object = {}): Required<Operations>['submitSchedule'] {
  const { submitSchedule } = operations(layout, change);
  if (!submitSchedule) throw new Error('the factor takes schedules');
  return submitSchedule;
}

function operations(layout: string, change: object = {}): Operations {
  const mailbox = { host: '127.0.0.1', user: 'cedent' };
  const issuers = { issuerDomestic: '51001', issuerExport: '51002' };
  return adapter.connect(
    adapter.config.parse({ layout, mailbox, client: '40127', ...issuers, ...change }),
  );
}

const taken = (layout: (typeof names)[number], { target, body }: Wire) =>
  inspect(dialects[layout], { name: target, text: body }, terms);

/** The same file with other bytes, under the name that these have. */
function changed(wire: Wire, body: string): Wire {
  const target = wire.target.replace(/[0-9a-f]{8}\.txt$/, `${sha256(body).slice(0, 8)}.txt`);
  return { ...wire, body, target };
}

function withLines(lines: readonly Partial<Line>[]): CanonicalRequest {
  const [sample] = request.lines;
  if (!sample) throw new Error('the sample has lines');
  return {
    ...request,
    lines: lines.map((line, index) => ({ ...sample, lineNumber: index + 1, ...line })),
  };
}

describe.each(names)('the layout %s', (name) => {
  const layout = layouts[name];
  const { receipt, answer, statement } = layout;

  test.each([
    ['sent', layout.sent],
    ['receipt', receipt],
    ['answer', answer],
    ['statement', statement],
  ])('has every record of a %s as long as it says', (_what, parts) => {
    const { width, delimiter = '' } = layout.shape;
    const all: (readonly Field[])[] = [parts.head, parts.line, parts.tail];
    for (const fields of all) {
      const used = fields.reduce((sum, field) => sum + widthOf(field) + delimiter.length, 0);
      expect(used).toBe(width);
    }
  });

  test('has a word for every movement of the closed list, and one meaning for every word', () => {
    const kinds = Object.values(layout.movementWords);
    expect(new Set(kinds)).toEqual(new Set(movementKinds));
    expect(kinds).toHaveLength(movementKinds.length);
  });
});

test('the published places are kept: positions of the 275 characters, cells of the 240', () => {
  const [head = '', first = '', second = ''] = connect('fixed').encode(request).body.split('\r\n');
  expect(head.slice(0, 20)).toBe('01000001138051001EUR');
  expect(first.slice(0, 8) + second.slice(0, 8)).toBe('0200000202000003');
  expect(first.slice(52, 53)).toBe('D');
  expect(first.slice(82, 112).trimEnd()).toBe('INV 1001');
  expect(first.slice(142, 180)).toBe('FACVIR01112026150120270000001250050EUR');
  const [, line = ''] = connect('delimited').encode(request).body.split('\r\n');
  expect(line.split(';')).toHaveLength(21);
  expect(line.slice(0, 34)).toBe('51001;40127;20261124;D;711;F;EUR;  '.slice(0, 34));
  expect(line.split(';')[11]).toBe('000000001250050');
});

describe.each(names)('a schedule as a %s file', (layout) => {
  test('has the domestic part first and the export part behind it, each with its own number', () => {
    const wire = connect(layout).encode(request);
    const records = wire.body.trimEnd().split('\r\n');
    expect(records).toHaveLength(7);
    const issuers = records.map((record) => /5100[12]/.exec(record)?.[0]);
    const lines = (number: string) => issuers.filter((issuer) => issuer === number).length;
    // Positions name the issuer in head and tail, the delimited line in each record.
    expect([lines('51001'), lines('51002')]).toEqual(layout === 'fixed' ? [2, 2] : [4, 3]);
    const read = taken(layout, wire);
    expect('taken' in read && read.taken.lines.map(({ market }) => market)).toEqual([
      'D',
      'D',
      'E',
    ]);
  });

  test('has one part where all debtors are at home, or none is; who is nowhere is not at home', () => {
    const [line] = request.lines;
    const owedBy = (country?: string) => ({ ...line?.debtor, country }) as Line['debtor'];
    const markets = (country?: string) => {
      const wire = connect(layout).encode(withLines([{ debtor: owedBy(country) }]));
      const read = taken(layout, wire);
      return 'taken' in read ? read.taken.lines.map(({ market }) => market) : read.fault;
    };
    expect(markets('DE')).toEqual(['D']);
    expect(markets('FR')).toEqual(['E']);
    expect(markets(undefined)).toEqual(['E']);
  });

  test('says every line to the cent, whatever the amounts, numbers and names are', () => {
    const submit = connect(layout);
    const anyLine = fc.record({
      openMinor: fc.integer({ min: 1, max: 9_999_999_999 }),
      number: fc.stringMatching(/^[A-Z0-9]{1,12}$/),
      name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
      country: fc.constantFrom('DE', 'FR', 'CN', undefined),
    });
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 12 }), (lines) => {
        const [sample] = request.lines;
        const asked = withLines(
          lines.map(({ openMinor, number, name, country }) => {
            const debtor = { ...sample?.debtor, name, country } as Line['debtor'];
            return { openMinor, number, debtor };
          }),
        );
        const wire = submit.encode(asked);
        expect(wire.body).toMatch(/^[\x20-\x7e\r\n]*$/);
        const read = taken(layout, wire);
        if (!('taken' in read)) throw new Error(JSON.stringify(read.fault));
        const said = read.taken.lines.map(({ line, amount, number }) => [line, amount, number]);
        const meant = asked.lines.map((line) => [line.lineNumber, line.openMinor, line.number]);
        expect(said.sort(byLine)).toEqual(meant);
        return true;
      }),
      { numRuns: 300 },
    );
  });

  test('is never taken when it ends early, wherever that is', () => {
    const wire = connect(layout).encode(request);
    for (let length = 0; length < wire.body.length; length += 1) {
      const part = changed(wire, wire.body.slice(0, length));
      expect('fault' in taken(layout, part), String(length)).toBe(true);
    }
    expect('taken' in taken(layout, wire)).toBe(true);
  });

  test('is never taken with two figures changed, not even where the sum stays what it was', () => {
    const wire = connect(layout).encode(request);
    const swapped = wire.body.replace('1250050', '1250051').replace('0800000', '0799999');
    expect('fault' in taken(layout, { ...wire, body: swapped })).toBe(true);
    const body = wire.body.replace('2050050', '2050051');
    expect(taken(layout, changed(wire, body))).toMatchObject({ fault: { code: '102' } });
  });

  test('is never taken with a demanded field left blank', () => {
    const { shape, sent } = layouts[layout];
    const wire = connect(layout).encode(request);
    const records = wire.body.trimEnd().split('\r\n');
    const optional = ['siret', 'factorDebtor', 'credited'];
    const delimiter = shape.delimiter ?? '';
    let blanked = 0;
    const parts: (readonly [readonly Field[], number])[] = [
      [sent.head, 0],
      [sent.line, 1],
      [sent.tail, 3],
    ];
    for (const [fields, row] of parts) {
      let at = 0;
      for (const field of fields) {
        const width = widthOf(field);
        const record = records[row] ?? '';
        const blank = record.slice(0, at) + ' '.repeat(width) + record.slice(at + width);
        at += width + delimiter.length;
        if (field.form === 'blank' || ('says' in field && optional.includes(field.says))) continue;
        const body = records.map((kept, index) => `${index === row ? blank : kept}\r\n`).join('');
        expect('fault' in taken(layout, changed(wire, body)), JSON.stringify(field)).toBe(true);
        blanked += 1;
      }
    }
    expect(blanked).toBeGreaterThan(30);
  });

  test('of credit notes has positive amounts under their own type, and a sum on the other side', () => {
    const { submitCredits } = operations(layout);
    const wire = submitCredits?.encode(creditSchedule({}));
    if (!wire) throw new Error('the factor takes credit notes');
    expect(wire.target).toMatch(/^AVO_40127_CS-2026-0003_2_[0-9a-f]{8}\.txt$/);
    const read = taken(layout, wire);
    if (!('taken' in read)) throw new Error(JSON.stringify(read.fault));
    const invoice = layout === 'fixed' ? 'INV 1001' : 'INV-1001';
    expect(read.taken.lines).toMatchObject([
      { kind: 'credit', amount: 30_025, credited: invoice, dueOn: '' },
      { kind: 'credit', amount: 10_001 },
    ]);
    const [, , , tail = ''] = wire.body.split('\r\n');
    expect(tail).toMatch(/0040026;?C/);
  });

  test('carries the number of a later instalment behind the invoice’s', () => {
    const wire = connect(layout).encode(withLines([{}, { instalment: 2 }]));
    const read = taken(layout, wire);
    const numbers = layout === 'fixed' ? ['INV 1001', 'INV 1001 2'] : ['INV-1001', 'INV-1001/2'];
    expect('taken' in read && read.taken.lines.map(({ number }) => number)).toEqual(numbers);
  });
});

function byLine(left: (number | string)[], right: (number | string)[]): number {
  return Number(left[0]) - Number(right[0]);
}

describe('what has no place in the layout', () => {
  const [sample] = request.lines;
  const debtor = (change: object) => ({ ...sample?.debtor, ...change }) as Line['debtor'];
  const long = 'X'.repeat(60);
  test.each([
    ['a number that is too long', 'fixed', { number: long }, 'number_has_no_place', 2],
    [
      'a number that is too long',
      'delimited',
      { number: 'X'.repeat(15) },
      'number_has_no_place',
      2,
    ],
    ['a number in other letters', 'fixed', { number: '发票12' }, 'number_has_no_place', 2],
    [
      'a debtor’s number too long',
      'fixed',
      { debtor: debtor({ id: long }) },
      'debtor_has_no_place',
      2,
    ],
    ['an amount too long', 'fixed', { openMinor: 10_000_000_000_000 }, 'amount_has_no_place', 2],
  ] as const)(
    'is refused before anything is left: %s (%s)',
    async (_what, layout, change, code, line) => {
      const submit = connect(layout);
      const wire = submit.encode(withLines([{}, change]));
      const left: string[] = [];
      const mailbox = {
        list: async () => [],
        get: async () => new Uint8Array(),
        put: async (_folder: string, name: string) => void left.push(name),
      };
      const outcome = await submit.send(wire, { ...call, mailbox });
      expect(outcome).toMatchObject({
        kind: 'refused',
        reason: 'invalid_message',
        detail: { code, params: { line } },
      });
      expect(left).toEqual([]);
    },
  );

  test('is an export line where the connection has no number for those', async () => {
    const submit = connect('fixed', { issuerExport: undefined });
    const outcome = await submit.send(submit.encode(request), call);
    expect(outcome).toMatchObject({
      kind: 'refused',
      detail: { code: 'no_issuer_number', params: { line: 3 } },
    });
  });

  test('is a reference or an agreement that does not fit into the head', async () => {
    const submit = connect('delimited');
    const outcome = await submit.send(submit.encode({ ...request, number: long }), call);
    expect(outcome).toMatchObject({ kind: 'refused', detail: { code: 'head_has_no_place' } });
  });

  const call: Call = {
    fetch: () => Promise.reject(new Error('this factor has no HTTP')),
    now,
    idempotencyKey: 'k-1',
    correlationId: 'c-1',
  };
});

describe('a file of the factor', () => {
  /** The recorded read again, with other bytes in the last file that it gets. */
  const reading = (operation: 'readSchedule' | 'readMovements') => {
    const recorded = exchangesOf('factor-file').find(([, each]) => each.operation === operation);
    const left = recorded?.[1].left ?? [];
    const last = left.findLast(({ door }) => door === 'get');
    const { readSchedule, readMovements } = operations('fixed');
    return {
      text: last?.content ?? '',
      read(text: string) {
        const mailbox = recordedMailbox(
          left.map((door) => (door === last ? { ...door, content: text } : door)),
        );
        const call = { fetch, mailbox, now, idempotencyKey: 'k-1', correlationId: 'c-1' };
        const agreementReference = request.facility.agreement.reference;
        return operation === 'readSchedule'
          ? readSchedule?.({ reference: request.number }, call)
          : readMovements?.({ agreementReference }, call);
      },
    };
  };

  test.each(['readSchedule', 'readMovements'] as const)(
    'says nothing in %s when it ends early, wherever that is, or has another amount',
    async (operation) => {
      const { text, read } = reading(operation);
      expect(await read(text)).toMatchObject({ kind: 'done' });
      for (let length = 0; length < text.length; length += 1) {
        expect(await read(text.slice(0, length)), String(length)).toMatchObject({ kind: 'retry' });
      }
      const amounts = [...text.matchAll(/\d{15}(?=EUR)/g)];
      expect(amounts).toHaveLength(3);
      for (const { index } of amounts) {
        for (let at = index; at < index + 15; at += 1) {
          const digit = (Number(text[at]) + 1) % 10;
          const other = text.slice(0, at) + digit + text.slice(at + 1);
          expect(await read(other), String(at)).toMatchObject({
            kind: 'retry',
            detail: { code: 'file_sums_differ' },
          });
        }
      }
    },
  );
});

describe('a name', () => {
  const fixedly = (name: string) => {
    const [sample] = request.lines;
    const debtor = { ...sample?.debtor, id: 'C1007', name } as Line['debtor'];
    const [, record = ''] = connect('fixed')
      .encode(withLines([{ debtor }]))
      .body.split('\r\n');
    return record.slice(22, 37).trimEnd();
  };

  test.each([
    ['Müller & Söhne', 'MULLER SOHNE'],
    ['Straßenbau AG', 'STRASSENBAU AG'],
    ['Œuvre Ærø', 'OEUVRE AERO'],
    ['Łódź Đuro', 'LODZ DURO'],
    ['Ｃｏｄｅ１２', 'CODE12'],
    ['S.A. d’Électricité de Bourgogne', 'S A D ELECTRICI'],
    ['东方贸易有限公司', 'C1007'],
    ['Уралторг', 'C1007'],
    ['Keller 东方', 'C1007'],
    ['???', 'C1007'],
  ])('%s is written as %s', (name, written) => {
    expect(fixedly(name)).toBe(written);
  });

  test('of a party whose id has no letters either is known by its hash', () => {
    const seller = { ...request.seller, id: '卖方', name: '东方贸易' };
    const [head = ''] = connect('fixed')
      .encode({ ...withLines([{}]), seller })
      .body.split('\r\n');
    expect(head.slice(20, 45).trimEnd()).toBe(sha256('东方贸易').slice(0, 8).toUpperCase());
  });

  test('keeps its letters in a layout that has them all', () => {
    const any: Charset = { letters: 'any', punctuation: 'kept', delimiter: ';' };
    expect(writable('东方; 贸易\r\n公司', any)).toBe('东方 贸易 公司');
    expect(writable(' \t', any)).toBeUndefined();
  });
});

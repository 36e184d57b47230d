import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, dayOfNumber } from '../../src/core/calendar.ts';
import { toDecimal } from '../../src/core/money.ts';
import type { NumberFormat } from '../../src/intake/columns/amount.ts';
import { dateFormats, formatDate } from '../../src/intake/columns/date.ts';
import { delimiters } from '../../src/intake/csv/delimiter.ts';
import { encode, readOpened } from './sources.ts';

const name = fc
  .string({
    unit: fc.constantFrom('A', 'b', 'ü', '海', '"', ',', ';', '|', '-', '7', ' '),
    minLength: 1,
    maxLength: 12,
  })
  .map((text) => text.trim().replace(/\s+/g, ' '))
  .filter((text) => /\p{L}/u.test(text) && !text.startsWith('-'));

const line = fc.record({
  debtorId: fc.integer({ min: 1, max: 99 }).map((number) => `C-${number}`),
  debtorName: name,
  issued: fc.integer({ min: 10_000, max: 25_000 }),
  termsDays: fc.integer({ min: 0, max: 180 }),
  currency: fc.constantFrom('EUR', 'JPY', 'KWD', 'CNY'),
  faceMinor: fc.integer({ min: 1, max: 9e10 }),
  openShare: fc.integer({ min: 0, max: 100 }),
  credit: fc.boolean(),
});

const numberFormat = fc.constantFrom<NumberFormat>(
  { decimal: '.', thousands: ',' },
  { decimal: ',', thousands: '.' },
  { decimal: ',', thousands: ' ' },
  { decimal: '.', thousands: '' },
);

const dialect = fc.record({
  dateFormat: fc.constantFrom(...dateFormats),
  numberFormat,
  delimiter: fc.constantFrom(...delimiters),
  encoding: fc.constantFrom('utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be'),
  ends: fc.constantFrom('\n', '\r\n', '\r'),
  piece: fc.integer({ min: 1, max: 200 }),
});

type Line = typeof line extends fc.Arbitrary<infer Value> ? Value : never;

function amounts({ faceMinor, openShare, credit, currency }: Line, format: NumberFormat) {
  const sign = credit ? -1 : 1;
  const open = Math.floor((faceMinor * openShare) / 100);
  const write = (amountMinor: number) => {
    const [whole = '', fraction] = toDecimal({ amountMinor, currency }).split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, format.thousands);
    return fraction === undefined ? grouped : `${grouped}${format.decimal}${fraction}`;
  };
  const [faceMinorSigned, openMinor] = [sign * faceMinor, open === 0 ? 0 : sign * open];
  return {
    faceMinor: faceMinorSigned,
    openMinor,
    face: write(faceMinorSigned),
    open: write(openMinor),
  };
}

describe('a ledger written in any dialect', () => {
  test('is read back as the same items, in order, with the same totals', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 8 }),
        dialect,
        async (lines, how) => {
          const columns = [
            'number',
            'debtorId',
            'debtorName',
            'issuedOn',
            'dueOn',
            'face',
            'open',
            'currency',
          ] as const;
          const rows = lines.map((one, index) => {
            const issuedOn = dayOfNumber(one.issued);
            const { face, open } = amounts(one, how.numberFormat);
            const days = [issuedOn, addDays(issuedOn, one.termsDays)].map((day) =>
              formatDate(day, how.dateFormat),
            );
            return [`N-${index}`, one.debtorId, one.debtorName, ...days, face, open, one.currency];
          });
          const text = stringify([[...columns], ...rows], {
            delimiter: how.delimiter,
            record_delimiter: how.ends,
          });
          const mapping = {
            columns: Object.fromEntries(columns.map((column) => [column, column])),
            kind: { by: 'sign', negative: 'credit_note' },
            dateFormat: how.dateFormat,
            numberFormat: how.numberFormat,
          };
          const { rows: read, end } = await readOpened(
            encode(text, how.encoding),
            { mapping },
            how.piece,
          );
          const items = read.map((row) => (row.kind === 'item' ? row.receivable : row));
          expect(items).toMatchObject(
            lines.map((one, index) => {
              const issuedOn = dayOfNumber(one.issued);
              const { faceMinor, openMinor } = amounts(one, how.numberFormat);
              const due = one.credit ? {} : { dueOn: addDays(issuedOn, one.termsDays) };
              const { debtorId, currency } = one;
              return {
                key: { number: `N-${index}` },
                debtorId,
                currency,
                issuedOn,
                faceMinor,
                openMinor,
                ...due,
              };
            }),
          );
          const sum = lines.reduce(
            (total, one) => total + amounts(one, how.numberFormat).openMinor,
            0,
          );
          const total = end.kind === 'summary' ? end.summary.totals : [];
          expect(total.reduce((all, { openMinor }) => all + openMinor, 0)).toBe(sum);
        },
      ),
      { numRuns: 150 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOfNumber } from '../../../src/core/calendar.ts';
import { dateFormats, formatDate, parseDate } from '../../../src/intake/columns/date.ts';

describe('days as ledgers write them', () => {
  test('every day from 1970 to 2069 written in any format is read back as that day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 36_524 }),
        fc.constantFrom(...dateFormats),
        (number, format) => {
          const day = dayOfNumber(number);
          expect(parseDate(formatDate(day, format), format)).toBe(day);
        },
      ),
    );
  });

  test.each([
    ['2026-01-31', 'YYYY-MM-DD', '2026-01-31'],
    ['2026-1-5', 'YYYY-MM-DD', '2026-01-05'],
    ['20260131', 'YYYYMMDD', '2026-01-31'],
    ['31.01.2026', 'DD.MM.YYYY', '2026-01-31'],
    ['1/2/2026', 'D/M/YYYY', '2026-02-01'],
    ['1/2/2026', 'M/D/YYYY', '2026-01-02'],
    ['05-Mär-26', 'DD-MMM-YY', '2026-03-05'],
    ['05-AVR-2026', 'DD-MMM-YYYY', '2026-04-05'],
    ['5 September 2026', 'DD MMM YYYY', '2026-09-05'],
    ['2026年1月5日', 'YYYY年M月D日', '2026-01-05'],
    ['２０２６-０１-３１', 'YYYY-MM-DD', '2026-01-31'],
    ['2026-01-31 00:00:00', 'YYYY-MM-DD', '2026-01-31'],
    ['2026-01-31T10:15:00.000', 'YYYY-MM-DD', '2026-01-31'],
    ['1/31/2026 12:00 AM', 'M/D/YYYY', '2026-01-31'],
    ['31.12.99', 'DD.MM.YY', '1999-12-31'],
    ['29.02.2028', 'DD.MM.YYYY', '2028-02-29'],
  ] as const)('%s in %s is %s', (text, format, day) => {
    expect(parseDate(text, format)).toBe(day);
  });

  test.each([
    ['30.02.2026', 'DD.MM.YYYY'],
    ['29.02.2026', 'DD.MM.YYYY'],
    ['13/13/2026', 'MM/DD/YYYY'],
    ['0/1/2026', 'M/D/YYYY'],
    ['2026-01-31', 'DD.MM.YYYY'],
    ['31.01.26', 'DD.MM.YYYY'],
    ['05-Xyz-26', 'DD-MMM-YY'],
    ['45292', 'YYYY-MM-DD'],
    ['soon', 'YYYY-MM-DD'],
  ] as const)('%s is no day in %s', (text, format) => {
    expect(parseDate(text, format)).toBeUndefined();
  });
});

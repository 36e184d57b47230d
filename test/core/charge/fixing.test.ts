import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/core/calendar.ts';
import {
  carriedForward,
  fixingsOf,
  newestFixing,
  readFixingLines,
} from '../../../src/core/charge/fixing.ts';

const of = { index: 'SOFR', source: 'NY Fed' };

describe('lines of fixings', () => {
  it.each([
    ['2026-11-02 3.642', [['2026-11-02', '3.642']]],
    [
      ' 2026-11-02\t3.6 %\r\n\n2026-11-03;-0.5',
      [
        ['2026-11-02', '3.60'],
        ['2026-11-03', '-0.50'],
      ],
    ],
  ])('%j are days with rates', (text, expected) => {
    const read = readFixingLines(text, of);
    expect(read.ok && read.fixings.map(({ day, percent }) => [day, percent])).toEqual(expected);
    expect(read.ok && read.fixings.every(({ source }) => source === 'NY Fed')).toBe(true);
  });

  it.each([
    ['2026-11-02', 1],
    ['2026-11-02 3.6\n2026-13-01 3.6', 2],
    ['2026-11-02 3,642', 1],
    ['2026-11-02 3.6 4.2', 1],
    ['2026-11-02 high', 1],
  ])('%j is refused by its line', (text, line) => {
    expect(readFixingLines(text, of)).toEqual({ ok: false, line });
  });
});

describe('the newest fixing of a day', () => {
  const start = '2026-01-01';
  const somewhere = fc.integer({ min: 0, max: 60 }).map((days) => addDays(start, days));

  it('is the one a look at all of them finds', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(somewhere, { maxLength: 40 }),
        somewhere,
        fc.integer({ min: 0, max: 20 }),
        (days, day, maximumAgeDays) => {
          const fixings = days.map((own) => ({ day: own, percent: '1' }));
          const oldest = addDays(day, -maximumAgeDays);
          const expected = days
            .filter((own) => own <= day && own >= oldest)
            .sort()
            .at(-1);
          expect(newestFixing(fixings, { day, maximumAgeDays })?.day).toBe(expected);
        },
      ),
    );
  });

  it('is carried to days that come, and no day that was is made up', () => {
    const known = [
      { ...of, day: '2026-11-02', percent: '3.60' },
      { ...of, day: '2026-11-05', percent: '3.70' },
    ];
    const market = { calendars: [], fixings: fixingsOf(known) };
    const [carried] = carriedForward(market, '2026-11-08').fixings;
    expect(carried?.fixings.map(({ day, percent }) => [day, percent])).toEqual([
      ['2026-11-02', '3.60'],
      ['2026-11-05', '3.70'],
      ['2026-11-06', '3.70'],
      ['2026-11-07', '3.70'],
      ['2026-11-08', '3.70'],
    ]);
    expect(market.fixings[0]?.fixings).toHaveLength(2);
  });
});

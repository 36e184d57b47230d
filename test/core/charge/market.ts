import type { Market } from '../../../src/core/charge/indexRate.ts';
import { publishedCalendars } from '../../../src/core/settlement/published.ts';

/** Fixings made up for tests: the weekdays of an index published daily, and two of a monthly one. */
export const market: Market = {
  calendars: publishedCalendars,
  fixings: [
    {
      index: 'DAILY',
      fixings: [
        { day: '2026-10-30', percent: '1.9' },
        { day: '2026-11-02', percent: '2' },
        { day: '2026-11-03', percent: '2' },
        { day: '2026-11-04', percent: '2.1' },
        { day: '2026-11-05', percent: '-0.4' },
        { day: '2026-11-06', percent: '-0.3' },
      ],
    },
    {
      index: 'MONTHLY',
      fixings: [
        { day: '2026-10-20', percent: '3' },
        { day: '2026-09-20', percent: '3.1' },
      ],
    },
  ],
};

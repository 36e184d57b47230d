import { one } from './count.ts';

export const fixings = {
  fixings: {
    title: 'Index fixings',
    lead: 'What EURIBOR, SOFR, LPR and others were fixed at. A charge that goes by an index is checked with these and with nothing else.',
    indexesTitle: 'Indexes',
    index: 'Index',
    used: 'In agreements',
    isUsed: 'yes',
    notUsed: 'no',
    newest: 'Newest fixing',
    noneYet: 'none yet',
    noIndexes: 'No agreement goes by an index',
    noIndexesHint: 'Fixings may be kept all the same, for agreements to come.',
    addTitle: 'Record fixings',
    addLead:
      'A day and its rate on each line, for instance “2026-11-02 3.642”, per cent a year. Another rate of a day that is known is kept as its next version.',
    indexHint: 'EURIBOR 3M',
    source: 'Published by',
    lines: 'Days and rates',
    add: 'Record',
    listTitle: 'Fixings',
    day: 'Day',
    rate: 'Per cent a year',
    version: 'Version',
    recorded: 'Recorded',
    before: (percent: string) => `before: ${percent}`,
    none: 'No fixing is known',
    noneHint: 'Record the first one above.',
    show: 'Show',
    every: 'All',
    first: (count: string) => `The newest ${count} are shown; the API gives the rest.`,
    recordedAll: (count: number) =>
      count === 0 ? 'Nothing new: every fixing was known.' : `${one(count, 'fixing')} recorded.`,
    changed: (count: number, days: string) =>
      `${one(count, 'day')} had another fixing before: ${days}. The new one holds from now on.`,
    unreadable: (line: number) =>
      `Line ${line} is no day with a rate, for instance “2026-11-02 3.642”. Nothing was recorded.`,
    incomplete: 'Name the index and who published it, and give at least one line.',
    go: 'Record the fixing',
  },
};

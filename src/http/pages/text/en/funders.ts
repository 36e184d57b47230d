import { one } from './count.ts';

export const funders = {
  funders: {
    title: 'Funder statements',
    lead: 'What funders say they have booked, as a file. It is read whole or not at all; what does not fit is questioned and books nothing.',
    questioned: (count: number) => `${one(count, 'booking')} questioned`,
    none: 'No facility yet',
    noneHint: 'A facility appears here with the first version of its terms.',
    last: 'Last statement',
    taken: 'Taken',
    file: 'File',
    balance: 'Closing balance',
    checked: 'checked',
    unchecked: 'not checked: the file states one balance only, or none',
    noBalance: 'The file states no closing balance.',
    counts: { booked: 'Booked', confirmed: 'Confirmed', questioned: 'Questioned', known: 'Known' },
    never: 'No statement has been taken yet.',
    mapping: (version: number) => `Read by mapping version ${version}`,
    unmapped: 'No mapping yet',
    unmappedHint:
      'A mapping says which column is what, and what each word of the funder means. An administrator saves it here or through the API.',
    choose: 'Statement file (CSV)',
    take: 'Take the statement',
    mappingChange: 'Change how statements are read',
    mappingFile: 'Mapping (JSON)',
    mappingSave: 'Save the mapping',
    mappingNow: 'The mapping in force (JSON)',
    mappingSchema: 'What a mapping says (JSON Schema)',
    recorded: (booked: number, confirmed: number, questioned: number, known: number) =>
      `The statement was taken: ${booked} booked, ${confirmed} confirmed, ${questioned} questioned, ${known} known before.`,
    broken: (breaks: number) =>
      `${one(breaks, 'balance')} of it ${breaks === 1 ? 'does' : 'do'} not follow the statement beside it; see below.`,
    breakOf: (of: {
      before: string;
      after: string;
      closing: string;
      opening: string;
      difference: string;
    }) =>
      `“${of.before}” closes with ${of.closing}, “${of.after}” opens with ${of.opening}: ${of.difference} is missing between them. Ask the funder for the statement that is missing, or for what it corrected.`,
    repeated: 'This file was taken before; nothing changed.',
    mapped: (version: number) => `Statements are now read by mapping version ${version}.`,
    notJson: 'The mapping is not JSON. Choose the file that describes the columns.',
  },
};

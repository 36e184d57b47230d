import { one } from './count.ts';

/** What the pages say about what an agreement obliges the seller to offer. */
export const offering = {
  offering: {
    title: 'To be offered',
    whole: (facility: string, signed: string) =>
      `${facility}: the agreement of ${signed} has every invoice offered.`,
    listed: (facility: string, debtors: number, signed: string) =>
      `${facility}: the agreement of ${signed} has every invoice of ${one(debtors, 'debtor')} offered.`,
    within: (days: number) => `Within ${one(days, 'day')} of its issue.`,
    noDays: 'It names no days.',
    free: (facility: string) => `${facility}: the agreement lets you choose what you offer.`,
    freeHint: 'Nothing has to be offered.',
    none: 'Everything has been offered',
    noneHint: 'What is issued next appears here until it is in a request that has been sent.',
    open: 'Which invoices',
    sum: (count: number, amount: string) => `${one(count, 'invoice')}, ${amount}.`,
    late: (count: number, amount: string) => `Past the day: ${one(count, 'invoice')}, ${amount}.`,
    atLeast: 'There are more than are looked at; these are the oldest.',
    listTitle: 'Not offered yet',
    number: 'Invoice',
    debtor: 'Debtor',
    since: 'To be offered since',
    offerBy: 'Until',
    past: 'past',
    where: 'Where it is',
    amount: 'Open',
    places: {
      nowhere: 'With nobody',
      drafted: 'In a request that is not sent',
      elsewhere: 'With another facility',
    },
    heldBy: (facility: string) => `With ${facility}`,
    more: (shown: string) => `The first ${shown} are shown; the API gives the rest.`,
  },
};

import { one } from './count.ts';

export const ageing = {
  ageing: {
    title: 'Ageing',
    lead: (day: string) =>
      `What is open by age, as of ${day}. Each amount opens the receivables that add up to it.`,
    knownAt: (at: string) => `As it was known on ${at}.`,
    formTitle: 'Which ageing',
    asOf: 'As of',
    slabs: 'Day limits',
    slabsHint: 'Rising, set apart by commas: 0, 30, 60, 90',
    show: 'Show',
    slabsUnreadable: (value: string) =>
      `“${value}” is not a list of day limits. Write 1 to 12 whole numbers from 0 to 3650, each above the one before, like 0, 30, 60, 90.`,
    basis: 'Counted from',
    bases: { due_date: 'Due date', invoice_date: 'Invoice date' },
    credits: 'Credits',
    creditPlaces: { apart: 'In columns of their own', aged: 'Among the invoices, by age' },
    none: 'Nothing is open on this day',
    noneHint: 'Import a ledger, or choose another day.',
    noneGo: 'Import a ledger',
    download: 'Download as CSV',
    currenciesTitle: 'By currency',
    currency: 'Currency',
    currencies: 'Currencies',
    total: 'Total',
    shares: 'Below each amount: its share of the total',
    disputed: 'Of it in dispute',
    together: (currency: string) => `All in ${currency}`,
    rate: (from: string, to: string, rate: string, day: string, source: string) =>
      `1 ${from} = ${rate} ${to} (${source}, ${day})`,
    rates: (rates: string[]) => `Converted at ${rates.join('; ')}.`,
    rateMissing: 'There is no sum in one currency yet.',
    debtorsTitle: 'By debtor',
    debtor: 'Debtor',
    allDebtors: (currency: string) => `All debtors, ${currency}`,
    anyCurrency: 'All currencies',

    items: 'Receivables',
    allColumns: 'All ages',
    itemsLead: (basis: 'due_date' | 'invoice_date', day: string) =>
      basis === 'due_date'
        ? `Aged from the due date, as of ${day}.`
        : `Aged from the invoice date, as of ${day}.`,
    disputedOnly: 'In dispute',
    itemsNone: 'Nothing is in this cell',
    back: 'Back to the ageing',
    document: 'Document',
    issued: 'Issued',
    due: 'Due',
    age: 'Age in days',
    open: 'Open',
    countTogether: (count: number) => `${one(count, 'receivable')} together`,
    disputedTogether: 'All of it in dispute',

    outstandingTitle: 'How long sales stay open',
    outstandingDays: (days: number) => `Sales of ${days} days`,
    simple: 'Days sales outstanding',
    best: 'Best possible',
    delinquent: 'Average days delinquent',
    countBack: 'Count-back',
    days: (tenths: number) => `${tenth(tenths)} days`,
    atLeast: (days: string) => `at least ${days}`,
    explained: (name: string) => `Where it comes from: ${name}`,
    month: 'Month',
    invoiced: 'Invoiced',
    taken: 'Of it used up',
    monthDays: 'Days',

    qualityTitle: 'Credit notes and disputes by month',
    qualityLead:
      'Credit notes against the sales of the same month; disputes as its end found them.',
    qualityKnown: (day: string) =>
      `The first ledger is of ${day}. Of the months before, what was open and in dispute is not known, and of sales and credit notes only what was still open then.`,
    creditNotes: 'Credit notes',
    dilution: 'Dilution',
    openAtEnd: 'Open at its end',
    disputedAtEnd: 'In dispute',
    disputedShare: 'Share',
    disputedCount: 'Disputes',
    oldest: 'Oldest since',

    payingTitle: 'How it pays',
    payingLead: 'Days past due, weighted by amount.',
    recent: 'Last 3 months',
    year: 'Last 12 months',
    trend: 'Trend',
    late: (tenths: number) => `${tenth(tenths)} days late`,
    early: (tenths: number) => `${tenth(tenths)} days early`,
    onTheDay: 'On the day',
    paidOn: (count: number, amount: string) => `${one(count, 'receivable')}, ${amount} paid`,
    later: (tenths: number) => `${tenth(tenths)} days later than over 12 months`,
    sooner: (tenths: number) => `${tenth(tenths)} days sooner than over 12 months`,
    same: 'As over 12 months',
    payingNone: 'No payment of the last 12 months is known.',
    ownTitle: 'Open by age',
  },
};

function tenth(tenths: number): string {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return (tenths / 10).toLocaleString('en-GB', digits).replace('-', '−');
}

import { readOpened } from './sources.ts';

/** A mapping with every field that most tests need, and one good row to change. */
export const mapping = {
  columns: {
    number: 'No',
    debtorId: 'Customer',
    debtorName: 'Name',
    country: 'Country',
    issuedOn: 'Date',
    dueOn: 'Due',
    face: 'Amount',
    open: 'Open',
    currency: 'Ccy',
    disputed: 'Disputed',
    disputedAmount: 'Disputed amount',
    settledOn: 'Settled',
    instalment: 'Instalment',
    fiscalYear: 'Year',
  },
  dateFormat: 'YYYY-MM-DD',
  numberFormat: { decimal: '.', thousands: ',' },
};

const names = Object.values(mapping.columns);
export const good: Record<string, string> = {
  No: 'A-1',
  Customer: 'C1',
  Name: 'Acme Ltd',
  Country: 'GB',
  Date: '2026-05-01',
  Due: '2026-07-01',
  Amount: '1,000.00',
  Open: '400.00',
  Ccy: 'GBP',
};

/** A file in the mapping's columns. */
export function file(...rows: Record<string, string>[]): string {
  const lines = rows.map((row) => names.map((name) => `"${row[name] ?? ''}"`).join(','));
  return `${[names.join(','), ...lines].join('\r\n')}\r\n`;
}

/** Reads a file of one row: the good row, changed. */
export async function only(changes: Record<string, string>, changed: object = {}, options = {}) {
  const read = await readOpened(file({ ...good, ...changes }), {
    mapping: { ...mapping, ...changed },
    ...options,
  });
  return { ...read, row: read.rows[0] };
}

import type { Debtor } from '../../core/debtor.ts';
import type { Cells } from './cells.ts';
import { readCountry } from './country.ts';

/** The debtor a row names: by its id, or, where the ledger has none, by its canonical name. */
export function readDebtor(cells: Cells): Debtor | undefined {
  const given = cells.has('debtorId') ? cells.text('debtorId') : '';
  const name = cells.has('debtorName') ? cells.text('debtorName') : '';
  if (given === '' && name === '') {
    cells.required(cells.has('debtorId') ? 'debtorId' : 'debtorName');
    return undefined;
  }
  const id = given || (cells.has('debtorId') ? cells.required('debtorId') : canonicalName(name));
  if (id === undefined) return undefined;
  const country = cells.has('country') ? readCountry(cells.text('country')) : undefined;
  const debtor = { id, name: name || id, identifiers: {} };
  return country === undefined ? debtor : { ...debtor, country };
}

/** Two spellings that differ in case, width, spaces or punctuation are one debtor. */
export function canonicalName(name: string): string {
  const plain = name
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\p{P}\p{S}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return plain || name;
}

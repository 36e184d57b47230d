import { readCurrency } from '../columns/currency.ts';
import { readFlag } from '../columns/flag.ts';
import { lookUp } from '../look-up.ts';
import { aliases, aliasKey, kindWords, type SuggestedField } from './aliases.ts';
import { looksLikeDates } from './dates.ts';
import { looksLikeNumbers } from './numbers.ts';

export type Match = { field: SuggestedField; index: number; confidence: number };

const threshold = 0.5;
/** A column of nothing but currencies is one, whatever its name: money is never read by a guess. */
const byCells = 0.55;

/** Pairs fields with columns by their names and their cells, the surest first, each used once. */
export function matchColumns(
  header: readonly string[],
  cellsOf: (index: number) => string[],
): Match[] {
  const candidates: Match[] = [];
  header.forEach((text, index) => {
    // A mapping names its columns, so one without a name cannot be mapped.
    if (text.trim() === '') return;
    const cells = cellsOf(index).filter((cell) => cell.trim() !== '');
    const suits = weighCells(cells);
    for (const field of fields) {
      const byName = weighName(aliasKey(text), field);
      if (byName === 0) {
        if (field === 'currency' && cells.length > 0 && cells.every(isCurrency)) {
          candidates.push({ field, index, confidence: byCells });
        }
        continue;
      }
      const confidence = Math.round(byName * suits(field) * 100) / 100;
      if (confidence >= threshold) candidates.push({ field, index, confidence });
    }
  });
  candidates.sort((left, right) => right.confidence - left.confidence || left.index - right.index);
  const taken = { fields: new Set<SuggestedField>(), columns: new Set<number>() };
  return candidates.filter(({ field, index }) => {
    if (taken.fields.has(field) || taken.columns.has(index)) return false;
    taken.fields.add(field);
    taken.columns.add(index);
    return true;
  });
}

const keys = Object.entries(aliases).map(([field, names]) => ({
  field,
  names: names.map(aliasKey),
}));
const fields = keys.map(({ field }) => field).filter((field) => isField(field));

function isField(field: string): field is SuggestedField {
  return Object.hasOwn(aliases, field);
}

/** An alias itself counts by its place in the list; a long alias inside a longer header counts less. */
function weighName(name: string, field: SuggestedField): number {
  const names = keys.find((entry) => entry.field === field)?.names ?? [];
  const at = names.indexOf(name);
  if (at !== -1) return 0.99 - Math.min(at, 24) * 0.01;
  const inside = names.some(
    (alias) =>
      (isTelling(alias) && name.includes(alias)) ||
      ((field === 'face' || field === 'open') && alias.length >= 5 && name.startsWith(alias)),
  );
  return inside ? 0.6 : 0;
}

function isCurrency(cell: string): boolean {
  return readCurrency(cell) !== undefined;
}

function isTelling(alias: string): boolean {
  return /\p{Script=Han}/u.test(alias) ? alias.length >= 2 : alias.length >= 9;
}

function weighCells(cells: string[]): (field: SuggestedField) => number {
  const share = (test: (cell: string) => boolean) =>
    cells.length === 0 ? 1 : cells.filter(test).length / cells.length;
  const dates = cells.length === 0 || looksLikeDates(cells);
  const numbers = cells.length === 0 || looksLikeNumbers(cells);
  const distinct = cells.length === 0 ? 1 : new Set(cells).size / cells.length;
  const code = share((cell) => /^[\p{L}\p{N}._/-]+$/u.test(cell) && /\d/.test(cell));
  const amounts = dates && !cells.some((cell) => /[.,]\d\d?$/.test(cell)) ? 0.3 : 1;
  return (field) => {
    switch (field) {
      case 'issuedOn':
      case 'dueOn':
      case 'settledOn':
        return dates ? 1 : 0.2;
      case 'face':
      case 'open':
      case 'disputedAmount':
        return numbers ? (cells.length === 0 ? 1 : amounts) : 0.2;
      case 'currency':
        return share(isCurrency) >= 0.5 ? 1 : 0.3;
      case 'number':
        return dates && cells.length > 0 ? 0.3 : distinct > 0.3 ? 1 : 0.5;
      case 'debtorId':
        return code > 0.8 ? 1 : 0.6;
      case 'debtorName':
        return cells.length === 0 || code < 0.8 ? 1 : 0.6;
      case 'disputed':
        return share((cell) => readFlag(cell, {}) !== undefined) > 0.9 ? 1 : 0.6;
      case 'kind':
        return share((cell) => lookUp(kindWords, cell.trim().toLowerCase()) !== undefined) > 0
          ? 1
          : 0.4;
      case 'termsDays':
        return share((cell) => /\d/.test(cell)) > 0.9 ? 1 : 0.3;
      case 'fiscalYear':
        return share((cell) => /^(19|20|21)\d\d$/.test(cell)) === 1 ? 1 : 0.3;
      case 'instalment':
        return share((cell) => /^\d{1,4}$/.test(cell)) === 1 ? 1 : 0.3;
      default:
        return 1;
    }
  };
}

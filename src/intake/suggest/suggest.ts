import { plainDecimal, splitCurrency } from '../columns/amount.ts';
import { dateFormats } from '../columns/date.ts';
import { namesOf } from '../columns/header.ts';
import { currenciesOf } from '../columns/loose-currency.ts';
import { lookUp } from '../look-up.ts';
import { MappingDraft } from '../mapping.ts';
import type { FileProblemParams } from '../problem.ts';
import { kindWords } from './aliases.ts';
import { type Match, matchColumns } from './columns.ts';
import { weighDates } from './dates.ts';
import { weighNumbers } from './numbers.ts';

type QuestionParams = Pick<
  FileProblemParams,
  | 'mapping_field_missing'
  | 'date_format_unstated'
  | 'number_format_unstated'
  | 'currency_unstated'
  | 'currency_column_unnamed'
> & {
  /** Kind words the column uses that we do not know. */
  kind_values_unknown: { column: string; values: string };
  /** Amounts below zero and no column that says what they are. */
  negative_amounts: { column: string; example: string };
};

/** What a person must answer before, or had better look at while, the ledger is read. */
export type Question = {
  [Code in keyof QuestionParams]: { code: Code; params: QuestionParams[Code] };
}[keyof QuestionParams];

/** What was decided from the values, with the one that decided it, or else one that shows it. */
export type Note =
  | { code: 'date_format_decided'; params: { format: string; column: string; value: string } }
  | { code: 'number_format_decided'; params: { decimal: string; column: string; value: string } };

export type Suggestion = {
  mapping: MappingDraft;
  /** Per field, between 0 and 1. */
  confidence: Partial<Record<Match['field'], number>>;
  questions: Question[];
  notes: Note[];
};

const sampleCells = 1000;

/** Suggests a mapping from a ledger's header and first rows; what they leave open becomes a question. */
export function suggestMapping(
  header: readonly string[],
  sampleRows: readonly (readonly string[])[],
): Suggestion {
  const rows = sampleRows.slice(0, sampleCells);
  const cellsOf = (index: number) => rows.map((row) => row[index] ?? '');
  const matches = matchColumns(header, cellsOf);
  const seen: Seen = { header, cellsOf, matches, questions: [], notes: [] };
  const columns = Object.fromEntries(
    matches
      .filter(({ field }) => field !== 'kind')
      .map(({ field, index }) => [field, header[index] ?? '']),
  );
  const used = new Set(matches.map(({ index }) => index));
  const draft: Record<string, unknown> = { version: 1, columns };
  askForMissing(seen);
  const dateFormat = settleDates(seen);
  if (dateFormat) draft.dateFormat = dateFormat;
  const numberFormat = settleNumbers(seen);
  if (numberFormat) draft.numberFormat = numberFormat;
  const kind = settleKind(seen, numberFormat);
  if (kind) draft.kind = kind;
  askForCurrency(seen);
  draft.ignored = header.filter((text, index) => text !== '' && !used.has(index));
  const confidence = Object.fromEntries(matches.map((match) => [match.field, match.confidence]));
  const { questions, notes } = seen;
  return { mapping: MappingDraft.parse(draft), confidence, questions, notes };
}

type Seen = {
  header: readonly string[];
  cellsOf: (index: number) => string[];
  matches: Match[];
  questions: Question[];
  notes: Note[];
};

type Found = { column: string; cells: string[] };

function columnOf(seen: Seen, field: Match['field']): Found | undefined {
  const match = seen.matches.find((one) => one.field === field);
  if (!match) return undefined;
  return { column: seen.header[match.index] ?? '', cells: seen.cellsOf(match.index) };
}

function askForMissing(seen: Seen): void {
  const need: [string, Match['field'][]][] = [
    ['number', ['number']],
    ['issuedOn', ['issuedOn']],
    ['dueOn', ['dueOn', 'termsDays']],
    ['face', ['face', 'open']],
    ['debtorId', ['debtorId', 'debtorName']],
  ];
  for (const [field, anyOf] of need) {
    if (anyOf.some((one) => columnOf(seen, one))) continue;
    seen.questions.push({ code: 'mapping_field_missing', params: { field } });
  }
}

/** A mapping names its columns, so a column of currencies without a name has to be named first. */
function askForCurrency(seen: Seen): void {
  if (columnOf(seen, 'currency')) return;
  const { header, cellsOf, questions } = seen;
  for (const [index, text] of header.entries()) {
    const found = text === '' ? currenciesOf(cellsOf(index)) : undefined;
    if (!found) continue;
    const params = { place: index + 1, found: found.join(', ') };
    questions.push({ code: 'currency_column_unnamed', params });
    return;
  }
  questions.push({ code: 'currency_unstated', params: { columns: namesOf(header) } });
}

function settleDates(seen: Seen) {
  const found = present(seen, ['issuedOn', 'dueOn', 'settledOn']);
  const [first] = found;
  if (!first) return undefined;
  const evidence = weighDates(found.flatMap(({ cells }) => cells));
  const { column } = first;
  if (evidence.status === 'decided') {
    const params = { format: evidence.format, column, value: evidence.value ?? exampleOf(found) };
    seen.notes.push({ code: 'date_format_decided', params });
    return evidence.format;
  }
  const open = evidence.status === 'unclear';
  const candidates = (open ? evidence.candidates : dateFormats).join(', ');
  const example = open ? evidence.example : (first.cells[0] ?? '');
  seen.questions.push({ code: 'date_format_unstated', params: { candidates, column, example } });
  return undefined;
}

function settleNumbers(seen: Seen) {
  const found = present(seen, ['face', 'open', 'disputedAmount']);
  const [first] = found;
  if (!first) return undefined;
  const evidence = weighNumbers(found.flatMap(({ cells }) => cells));
  const { column } = first;
  if (evidence.status === 'decided') {
    const params = {
      decimal: evidence.format.decimal,
      column,
      value: evidence.value ?? exampleOf(found),
    };
    seen.notes.push({ code: 'number_format_decided', params });
    return evidence.format;
  }
  const { candidates, example } = evidence;
  const params = { candidates: candidates.join(' · '), column, example };
  seen.questions.push({ code: 'number_format_unstated', params });
  return undefined;
}

function settleKind(seen: Seen, format: MappingDraft['numberFormat']) {
  const kind = columnOf(seen, 'kind');
  if (kind) {
    const words = [...new Set(kind.cells.map((cell) => cell.trim()).filter((cell) => cell !== ''))];
    const known = words.flatMap((word) => {
      const meaning = lookUp(kindWords, word.toLowerCase());
      return meaning ? [[word, meaning] as const] : [];
    });
    const values = words.filter((word) => !known.some(([one]) => one === word)).join(', ');
    if (values !== '') {
      const params = { column: kind.column, values: values.slice(0, 300) };
      seen.questions.push({ code: 'kind_values_unknown', params });
    }
    return { by: 'column', column: kind.column, values: Object.fromEntries(known) };
  }
  const amounts = columnOf(seen, 'face') ?? columnOf(seen, 'open');
  const example = amounts?.cells.find((cell) => isNegative(cell, format));
  if (amounts && example !== undefined) {
    const params = { column: amounts.column, example };
    seen.questions.push({ code: 'negative_amounts', params });
  }
  return undefined;
}

function isNegative(cell: string, format: MappingDraft['numberFormat']): boolean {
  const { number } = splitCurrency(cell);
  if (!format) return /^[-(]|-$/.test(number);
  return plainDecimal(number, format)?.startsWith('-') ?? false;
}

function exampleOf(found: Found[]): string {
  return found.flatMap(({ cells }) => cells).find((cell) => cell.trim() !== '') ?? '';
}

function present(seen: Seen, fields: Match['field'][]): Found[] {
  return fields.flatMap((field) => columnOf(seen, field) ?? []);
}

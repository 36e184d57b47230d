import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import type { Day } from '../core/calendar.ts';
import type { Debtor } from '../core/debtor.ts';
import { canonicalJson, sha256 } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import type { LedgerItem } from '../core/ledger.ts';
import { keyText, type Receivable } from '../core/receivable.ts';
import { isWorded, word, wordRefusal } from '../core/wording/word.ts';
import { inspectLedger } from '../intake/inspect.ts';
import { type OpenedLedger, type RejectedRow, readLedger } from '../intake/ledger.ts';
import type { RowProblem } from '../intake/problem.ts';
import type { Summary } from '../intake/totals.ts';
import { Refusal } from './failure.ts';
import { readJson, unreadable } from './files.ts';
import { locale, say } from './text.ts';

export type LedgerOptions = {
  file: string;
  map?: string | undefined;
  dateFormat?: string | undefined;
  decimal?: string | undefined;
  currency?: string | undefined;
  asOf: Day;
  skipRejected: boolean;
};

export type LedgerContent = { receivables: Receivable[]; debtors: Debtor[]; summary: Summary };

/** The mapping given, else the suggested one, with what the command line states put over it. */
export async function chooseMapping(options: LedgerOptions): Promise<{
  mapping: unknown;
  suggested: boolean;
}> {
  const { file, map, dateFormat, decimal } = options;
  await access(file, constants.R_OK).catch((error: Error) => {
    throw unreadable(file, error);
  });
  const stated = {
    ...(dateFormat !== undefined && { dateFormat }),
    ...(decimal !== undefined && {
      numberFormat: { decimal, thousands: decimal === ',' ? '.' : ',' },
    }),
  };
  if (map !== undefined) {
    const given = await readJson(map);
    const over = typeof given === 'object' && given !== null && !Array.isArray(given);
    return { mapping: over ? { ...given, ...stated } : given, suggested: false };
  }
  const seen = await inspectLedger(createReadStream(file)).catch((error: Error) => {
    throw unreadable(file, error);
  });
  if (seen.status === 'refused') throw ledgerRefusal(file, seen);
  return { mapping: { ...seen.suggestion.mapping, ...stated }, suggested: true };
}

/** A whole ledger in memory; ids come from the business key, so that the same file gives the same. */
export async function readWholeLedger(options: LedgerOptions & { mapping: unknown }) {
  const { file, mapping, asOf, currency } = options;
  const setting = { mapping, asOf, currency, sellerId: 'seller', ledger: 'AR' };
  const opened = await readLedger(createReadStream(file), setting);
  if (opened.status === 'refused') throw ledgerRefusal(file, opened);
  return { mapping: opened.mapping, ...(await collect(opened, options)) };
}

/** Opens a ledger and lets it go: what would refuse the file is said before anything is started. */
export async function checkLedger(options: LedgerOptions & { mapping: unknown }): Promise<void> {
  const { file, mapping, asOf, currency } = options;
  const setting = { mapping, asOf, currency, sellerId: 'seller', ledger: 'AR' };
  const opened = await readLedger(createReadStream(file), setting);
  if (opened.status === 'refused') throw ledgerRefusal(file, opened);
  for await (const row of opened.rows) {
    if (row.kind === 'refused') throw ledgerRefusal(file, row.refusal);
    if (row.kind === 'item') return;
  }
}

/** Why a file was not taken, and the option with which to answer. */
export function ledgerRefusal(
  file: string,
  { code, params }: { code: string; params: Record<string, string | number | boolean> },
): Refusal {
  const said = wordRefusal(locale, code, params);
  return new Refusal(`${file}: ${said}${remedyOf(code, params)}`);
}

/** An error and its remedy, as the rejected rows' file says them. */
export function wordProblem({ code, params }: RowProblem): { error: string; remedy: string } {
  const error = `row.${code}`;
  const remedy = `${error}.remedy`;
  return {
    error: isWorded(error) ? word(locale, error, params) : code,
    remedy: isWorded(remedy) ? word(locale, remedy, params) : '',
  };
}

async function collect(opened: OpenedLedger, options: LedgerOptions): Promise<LedgerContent> {
  const { file, asOf, skipRejected } = options;
  const receivables: Receivable[] = [];
  const debtors = new Map<string, Debtor>();
  const rejected: RejectedRow[] = [];
  for await (const row of opened.rows) {
    if (row.kind === 'refused') throw ledgerRefusal(file, row.refusal);
    if (row.kind === 'rejected') rejected.push(row);
    if (row.kind === 'item') {
      receivables.push(withId(row.receivable));
      keepDebtor(debtors, row.debtor);
    }
    if (row.kind === 'summary') {
      const { summary } = row;
      if (rejected.length > 0) answerRejected(file, { rejected, summary, skipRejected });
      if (receivables.length === 0) throw withoutItems(file, asOf, summary);
      receivables.sort(byId);
      return { receivables, debtors: [...debtors.values()].sort(byId), summary };
    }
  }
  throw new Error('a ledger ends with its summary');
}

const rowsShown = 20;

function answerRejected(
  file: string,
  found: { rejected: RejectedRow[]; summary: Summary; skipRejected: boolean },
): void {
  const { rejected, summary, skipRejected } = found;
  const { rows } = summary;
  const lines = [say('rows_rejected', { count: rejected.length, rows, file })];
  for (const { rowNumber, problems } of rejected.slice(0, rowsShown)) {
    for (const one of problems) lines.push(say('row', { row: rowNumber, ...wordProblem(one) }));
  }
  if (rejected.length > rowsShown) {
    lines.push(say('rows_more', { count: rejected.length - rowsShown }));
  }
  const text = [...lines, say(skipRejected ? 'rows_skipped' : 'rows_remedy')].join('\n');
  if (!skipRejected) throw new Refusal(text);
  process.stderr.write(`${text}\n`);
}

function withoutItems(file: string, asOf: Day, { rows, settled, rejected }: Summary): Refusal {
  return new Refusal(say('ledger_without_items', { file, asOf, rows, settled, rejected }));
}

/** Two rows may spell one debtor differently: the choice must not depend on their order. */
function keepDebtor(debtors: Map<string, Debtor>, debtor: Debtor): void {
  const known = debtors.get(debtor.id);
  if (!known || canonicalJson(debtor) < canonicalJson(known)) debtors.set(debtor.id, debtor);
}

function withId(item: LedgerItem): Receivable {
  return { id: idOf(keyText(item.key)), ...item };
}

/** RFC 9562 version 8: our own bits, here of the SHA-256 of the business key. */
function idOf(key: string): Id {
  const hex = sha256(key);
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function byId(left: { id: string }, right: { id: string }): number {
  return left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
}

function remedyOf(code: string, params: Record<string, string | number | boolean>): string {
  const [example = ''] = String(params.candidates ?? '').split(', ');
  if (code === 'date_format_unstated') return `\n${say('state_dates', { example })}`;
  if (code === 'number_format_unstated') return `\n${say('state_numbers')}`;
  if (code === 'currency_unstated') return `\n${say('state_currency')}`;
  if (/^(mapping_field_missing$|header_|encoding_unclear$|delimiter_unclear$)/.test(code)) {
    return `\n${say('state_mapping')}`;
  }
  return '';
}

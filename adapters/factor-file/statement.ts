import type { Call, MovementPage, MovementQuery, Outcome } from '../../src/core/adapter.ts';
import { notNow } from '../../src/core/answer.ts';
import { type Detail, told } from '../../src/core/detail.ts';
import type { FunderMovement } from '../../src/core/funding/funder-movement.ts';
import { Currency } from '../../src/core/money.ts';
import { writable } from './charset.ts';
import type { Config } from './config.ts';
import { during } from './folder.ts';
import type { Layout, StatementSays } from './layout.ts';
import { readSentName, readStatementName, statementName } from './names.ts';
import { type Read, readParts } from './record.ts';

type Door = { layout: Layout; config: Config };

/** How often one statement may lie there: the same bytes again, or with other bytes a contradiction. */
const COPIES_MAX = 20;

/**
 * One statement a page, in the order of their numbers; the place is the name of the last one read.
 * A number that is missing is waited for, so that one that comes late is never passed over.
 */
export async function readStatements(
  door: Door,
  query: MovementQuery,
  call: Call,
): Promise<Outcome<MovementPage>> {
  const { config, layout } = door;
  const { agreementReference } = query;
  // The factor knows the agreement as it was written to it.
  const agreement = writable(agreementReference, layout.charset) ?? '';
  const account = { client: config.client, agreement };
  const numberOf = (name: string) => readStatementName(name, account);
  const after = query.after ?? statementName(account, config.firstStatement - 1);
  return during<MovementPage>(call, async (mailbox) => {
    const listed = (await mailbox.list(config.statementsFolder)).sort();
    const due = (numberOf(after) ?? config.firstStatement - 1) + 1;
    const later = listed.filter((name) => (numberOf(name) ?? 0) >= due);
    const copies = later.filter((name) => numberOf(name) === due).slice(0, COPIES_MAX);
    const [first] = copies;
    if (first === undefined) {
      if (later.length > 0) return notNow(told('statement_missing', { number: due }), 300);
      const value: MovementPage = { movements: [], next: after, hasMore: false };
      return { kind: 'done', value, raw: { body: '' } };
    }
    const texts = new Set<string>();
    for (const name of copies) {
      texts.add(Buffer.from(await mailbox.get(config.statementsFolder, name)).toString('utf8'));
    }
    if (texts.size > 1) return notNow(told('statement_differs', { file: first }), 300);
    const [text = ''] = texts;
    const movements = readStatement(door, { name: first, text, number: due, agreement });
    if (!Array.isArray(movements)) return notNow(movements.unreadable, 300);
    const hasMore = later.some((name) => numberOf(name) !== due);
    const value = { movements, next: first, hasMore };
    return { kind: 'done', value, raw: { body: text } };
  });
}

type File = { name: string; text: string; number: number; agreement: string };
type Unreadable = { unreadable: Detail };

/** Whole or not at all: count, sum and every word hold, or the statement is refused and named. */
function readStatement(door: Door, file: File): FunderMovement[] | Unreadable {
  const { layout, config } = door;
  const read = readParts(layout, layout.statement, file.text);
  if ('broken' in read) {
    return { unreadable: told('file_malformed', { file: file.name, line: read.broken }) };
  }
  const { head, lines, tail } = read;
  const ours =
    head.client === config.client &&
    head.agreement === file.agreement &&
    Number(head.statement) === file.number;
  if (!ours) return { unreadable: told('file_of_another', { file: file.name }) };
  const sum = lines.reduce((total, { amount = '0' }) => total + BigInt(amount), 0n);
  const agree = Number(tail.count) === lines.length && BigInt(tail.sum ?? '') === sum;
  if (!agree) return { unreadable: told('file_sums_differ', { file: file.name }) };
  const movements: FunderMovement[] = [];
  const ids = new Set<string>();
  for (const [index, entry] of lines.entries()) {
    const movement = toMovement(door, entry);
    const line = index + 2;
    if ('unknown' in movement) {
      const word = movement.unknown;
      return { unreadable: told('file_word_unknown', { file: file.name, line, word }) };
    }
    if ('missing' in movement || ids.has(movement.movementId)) {
      return { unreadable: told('file_malformed', { file: file.name, line }) };
    }
    ids.add(movement.movementId);
    movements.push(movement);
  }
  return movements;
}

function toMovement(
  { layout, config }: Door,
  entry: Read<StatementSays>,
): FunderMovement | { unknown: string } | { missing: true } {
  const kind = layout.movementWords[entry.word ?? ''];
  if (kind === undefined) return { unknown: entry.word ?? '' };
  const currency = Currency.safeParse(entry.currency);
  if (!currency.success) return { unknown: entry.currency ?? '' };
  const mark = entry.reversal ?? '';
  if (mark !== '' && mark !== layout.reversal) return { unknown: mark };
  const { entry: movementId, bookedOn, valueOn } = entry;
  if (!movementId || !bookedOn || !valueOn) return { missing: true };
  const schedule = readSentName(entry.file ?? '', config.client);
  if (entry.file && !schedule) return { unknown: entry.file };
  // A file of credit notes assigned nothing: what it speaks of is the invoice.
  const assigned = schedule?.kind === 'BRD' ? schedule : undefined;
  const lineNumber = Number(entry.line);
  return {
    movementId,
    kind,
    bookedOn,
    valueOn,
    currency: currency.data,
    amountMinor: Number(entry.amount),
    reversal: mark !== '',
    ...(assigned && { scheduleReference: assigned.reference }),
    ...(assigned && lineNumber > 0 && { lineNumber }),
    ...(entry.number && { invoiceNumber: entry.number }),
    ...(entry.debtor && { debtorId: entry.debtor }),
    detail: [entry.word, entry.words].filter(Boolean).join(' '),
  };
}

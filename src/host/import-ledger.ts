import { never } from '../core/assert.ts';
import { hashOf } from '../core/hash.ts';
import type { LedgerLine } from '../core/ledger.ts';
import { toDecimal } from '../core/money.ts';
import { isWorded, type Locale, word } from '../core/wording/word.ts';
import type { ImportLedger, InspectLedger, LedgerOrder, Refused } from '../http/deps.ts';
import { dateFormats } from '../intake/columns/date.ts';
import { inspectLedger as inspect } from '../intake/inspect.ts';
import { type OpenedLedger, type RejectedRow, readLedger } from '../intake/ledger.ts';
import { problem, type Refusal, type RowProblem } from '../intake/problem.ts';
import { rejectedFile } from '../intake/rejected.ts';
import type { Tx } from '../store/database.ts';
import { createDelivery } from '../store/delivery.ts';
import type { LedgerContradiction, LedgerRejection } from '../store/ledger/reject.ts';
import { attachRejectedFile, importLedger as store } from '../store/ledger.ts';
import { findMapping, saveMapping } from '../store/mapping.ts';
import { readPerson } from '../store/person.ts';
import { type Spooled, withSpooled } from './spool.ts';

export const inspectLedger: InspectLedger = async (bytes) => {
  const seen = await inspect(bytes);
  return seen.status === 'refused' ? seen : { ...seen, dateFormats };
};

/**
 * A file into the ledger: the mapping stated, else the one saved for this header, else the suggested
 * one. Rows that cannot be taken come back as a file; a file with rows that cannot be read closes
 * nothing. A row that contradicts a first due date or reference is taken, and comes back with it.
 */
export const importLedger: ImportLedger = (tx, order) =>
  withSpooled(order.bytes, async (spooled) => {
    const chosen = await chooseMapping(tx, order, spooled);
    if (chosen.status === 'refused') return chosen;
    const { sellerId, ledger, asOf, currency } = order;
    const options = { mapping: chosen.mapping, asOf, currency, sellerId, ledger };
    const opened = await readLedger(spooled.read(), options);
    if (opened.status === 'refused') return opened;
    const actor = { personId: order.personId };
    const unread = { rows: 0 };
    const result = await tx
      .query('savepoint ledger')
      .then(() =>
        store(tx, {
          actor,
          sellerId,
          ledger,
          asOf,
          fileName: order.fileName,
          file: spooled,
          mapping: opened.mapping,
          items: accepted(opened, unread),
          rejectedBefore: () => unread.rows,
          complete: () => order.complete && unread.rows === 0,
        }),
      )
      .catch(async (error: unknown) => {
        if (!(error instanceof FileRefused)) throw error;
        await tx.query('rollback to savepoint ledger');
        return error.refusal;
      });
    if ('status' in result) return result;
    const { importId, rejections, contradictions } = result;
    await createDelivery(tx, {
      queue: 'local',
      operation: 'tellCredits',
      subject: importId,
      state: 'ready',
      input: { importId },
    });
    const headerHash = hashOf(opened.header);
    const mapping = opened.mapping;
    await saveMapping(tx, { actor, name: order.fileName, headerHash, mapping });
    const conflicts = new Map(
      [...rejections, ...contradictions].map((item) => [item.rowNumber, item]),
    );
    if (unread.rows + conflicts.size > 0) {
      const locale = (await readPerson(tx, order.personId))?.locale ?? 'en';
      const again = await readLedger(spooled.read(), options);
      if (again.status === 'refused') return again;
      const file = await rejectedBytes(again, { conflicts, locale });
      await attachRejectedFile(tx, { actor, importId, file });
    }
    return { status: 'imported', importId };
  });

type Chosen = { status: 'chosen'; mapping: unknown } | Refused;

async function chooseMapping(tx: Tx, order: LedgerOrder, spooled: Spooled): Promise<Chosen> {
  if (order.mapping !== undefined) return { status: 'chosen', mapping: order.mapping };
  const seen = await inspect(spooled.read());
  if (seen.status === 'refused') return seen;
  const saved = await findMapping(tx, hashOf(seen.header));
  return { status: 'chosen', mapping: saved?.mapping ?? seen.suggestion.mapping };
}

/** A file that turns out unreadable half-way takes the rows before it back with it. */
class FileRefused extends Error {
  override readonly name = 'FileRefused';
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

async function* accepted(
  opened: OpenedLedger,
  unread: { rows: number },
): AsyncGenerator<LedgerLine> {
  for await (const row of opened.rows) {
    if (row.kind === 'item') {
      const { receivable, debtor, rowNumber } = row;
      yield { receivable, debtor, rowNumber };
    } else if (row.kind === 'rejected') {
      unread.rows += 1;
    } else if (row.kind === 'refused') {
      throw new FileRefused(row.refusal);
    }
  }
}

/** A file with more bad rows than this is mended at its source, not row by row. */
const rejectedRowsMax = 10_000;

type Conflict = LedgerRejection | LedgerContradiction;

type Rejections = {
  conflicts: ReadonlyMap<number, Conflict>;
  locale: Locale;
};

async function rejectedBytes(opened: OpenedLedger, rejections: Rejections): Promise<Uint8Array> {
  const { locale } = rejections;
  const pieces: Uint8Array[] = [];
  const encoder = new TextEncoder();
  const file = rejectedFile(rowsOf(opened, rejections), {
    header: opened.header,
    delimiter: opened.dialect.delimiter,
    headings: { error: headings[locale].error, remedy: headings[locale].remedy },
    word: (problem) => wordProblem(locale, problem),
  });
  for await (const piece of file) pieces.push(encoder.encode(piece));
  return Buffer.concat(pieces);
}

/** Rows the file itself rejects, and rows that contradict what the ledger already knows. */
async function* rowsOf(
  opened: OpenedLedger,
  { conflicts }: Rejections,
): AsyncGenerator<RejectedRow> {
  let given = 0;
  for await (const row of opened.rows) {
    if (given >= rejectedRowsMax) return;
    if (row.kind === 'rejected') {
      given += 1;
      yield row;
    } else if (row.kind === 'item') {
      const conflict = conflicts.get(row.rowNumber);
      if (!conflict) continue;
      given += 1;
      const problems = [problemOf(conflict, row.receivable.currency)];
      yield { kind: 'rejected', rowNumber: row.rowNumber, problems, raw: row.raw };
    }
  }
}

function problemOf(conflict: Conflict, currency: string): RowProblem {
  const { number, known, given } = conflict;
  if (!('code' in conflict)) {
    const code = conflict.field === 'dueOn' ? 'due_date_kept' : 'reference_kept';
    return problem(code, { number, known, given });
  }
  switch (conflict.code) {
    case 'duplicate_number':
      return problem('duplicate_number', { number, firstRow: Number(known) });
    case 'other_ledger':
      return problem('other_ledger', { stated: known, found: given });
    case 'identity_changed':
      return problem('ledger_conflict', { number, ...changeOf(conflict, currency) });
    default:
      return never(conflict.code, 'problemOf');
  }
}

/** The currency is compared before the amount: where the amount differs, it is the same. */
function changeOf({ field, known, given }: LedgerRejection, currency: string) {
  if (field !== 'faceMinor') return { field, known, given };
  const amount = (minor: string) => toDecimal({ amountMinor: Number(minor), currency });
  return { field: 'face', known: amount(known), given: amount(given) };
}

function wordProblem(locale: Locale, problem: RowProblem): { error: string; remedy: string } {
  const error = `row.${problem.code}`;
  const remedy = `${error}.remedy`;
  return {
    error: isWorded(error) ? word(locale, error, problem.params) : problem.code,
    remedy: isWorded(remedy) ? word(locale, remedy, problem.params) : '',
  };
}

const headings = {
  en: { error: 'Error', remedy: 'How to fix' },
  'zh-CN': { error: '错误', remedy: '处理办法' },
} as const;

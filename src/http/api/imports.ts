import { z } from 'zod';
import { Day } from '../../core/calendar.ts';
import { Id } from '../../core/ids.ts';
import { Currency } from '../../core/money.ts';
import { readImportFile, readPieces } from '../../store/ledger/file.ts';
import { listImports, readImport, readRejectedFile } from '../../store/ledger.ts';
import { notFound, Problem } from '../problem.ts';
import { refusedProblem } from '../refusal.ts';
import { read } from './read.ts';
import type { ApiRoute, Call } from './route.ts';
import { At, IdParams, listOf, Total } from './shapes.ts';
import { writeFile } from './write.ts';

const FILE_BYTES_MAX = 512 * 1024 * 1024;

const Counts = z.object({
  new: z.int(),
  changed: z.int(),
  closed: z.int(),
  unchanged: z.int(),
  debtors: z.int(),
  rejected: z.int(),
  /** Taken with what is open, though their due date or reference is not the first one, which stays. */
  contradicting: z.int(),
});

const Import = z
  .object({
    importId: Id,
    sellerId: z.string(),
    ledger: z.string(),
    asOf: Day,
    fileName: z.string(),
    fileSha256: z.string(),
    complete: z.boolean(),
    counts: Counts,
    totals: z.array(Total),
    recordedAt: At,
    recordedBy: Id.nullable(),
    hasRejectedFile: z.boolean(),
  })
  .meta({ id: 'LedgerImport' });

const ImportQuery = z.strictObject({
  sellerId: z.string().min(1).max(100),
  ledger: z.string().min(1).max(100),
  asOf: Day,
  currency: Currency.optional(),
  fileName: z.string().min(1).max(255).default('ledger.csv'),
  /** `true`: the file is the whole open ledger, and what it does not have is closed. */
  complete: z.enum(['true', 'false']).default('true'),
  /** The mapping as JSON; absent: the one saved for this header, else the suggested one. */
  mapping: z.string().max(20_000).optional(),
});

export const importRoutes: ApiRoute[] = [
  writeFile({
    path: '/ledgers/imports',
    operationId: 'importLedger',
    summary:
      'Reads a delimited ledger file, whole or not at all; rejected rows come back as a file.',
    tag: 'ledger',
    permission: 'ledger.import',
    query: ImportQuery,
    contentTypes: ['text/csv', 'text/tab-separated-values', 'application/octet-stream'],
    maxBytes: FILE_BYTES_MAX,
    answers: { status: 201, schema: Import },
    handle: async (call, { query, bytes }) => {
      const { deps, tx, principal, locale } = call;
      if (!deps.importLedger) throw new Problem('not_available_here');
      const { sellerId, ledger, asOf, currency, fileName, complete } = query;
      const mapping = parseMapping(query.mapping);
      const result = await deps.importLedger(tx, {
        personId: principal.personId,
        sellerId,
        ledger,
        asOf,
        currency,
        fileName,
        complete: complete === 'true',
        ...(mapping === undefined ? {} : { mapping }),
        bytes,
      });
      if (result.status === 'refused') throw refusedProblem(result, locale);
      return { status: 201, body: await importOf(call, result.importId) };
    },
  }),
  read({
    path: '/imports',
    operationId: 'listImports',
    summary: 'The newest imports first.',
    tag: 'ledger',
    permission: 'ledger.read',
    answers: { status: 200, schema: listOf(Import) },
    handle: async ({ tx }) => {
      return { body: { items: await listImports(tx, { limit: 200 }), next: null } };
    },
  }),
  read({
    path: '/imports/{id}',
    operationId: 'readImport',
    summary: 'What an import took, changed, closed and rejected, with its control totals.',
    tag: 'ledger',
    permission: 'ledger.read',
    params: IdParams,
    answers: { status: 200, schema: Import },
    handle: async (call, { params }) => ({ body: await importOf(call, params.id) }),
  }),
  read({
    path: '/imports/{id}/file',
    operationId: 'readImportFile',
    summary: 'The file as it was sent; its SHA-256 is the fileSha256 of the import.',
    tag: 'ledger',
    permission: 'ledger.read',
    params: IdParams,
    answers: { status: 200, contentType: 'application/octet-stream' },
    handle: async ({ deps, tx }, { params }) => {
      const found = await readImportFile(tx, params.id);
      if (!found) throw notFound();
      const { fileName, byteLength } = found;
      const pieces = readPieces(deps.db, tx.tenantId, found);
      return { pieces, byteLength, contentType: 'application/octet-stream', fileName };
    },
  }),
  read({
    path: '/imports/{id}/rejected',
    operationId: 'readRejectedRows',
    summary: 'The rows with something wrong, each with what it is and what to do.',
    tag: 'ledger',
    permission: 'ledger.read',
    params: IdParams,
    answers: { status: 200, contentType: 'text/csv' },
    handle: async ({ tx }, { params }) => {
      const file = await readRejectedFile(tx, params.id);
      if (!file) throw notFound();
      return {
        file,
        contentType: 'text/csv; charset=utf-8',
        fileName: `rejected-${params.id}.csv`,
      };
    },
  }),
];

async function importOf({ tx }: Call, importId: string): Promise<unknown> {
  const found = await readImport(tx, importId);
  if (!found) throw notFound();
  return found;
}

/** A mapping that a query brings as JSON. */
export function parseMapping(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    const errors = [{ pointer: '#/mapping', code: 'malformed_json', detail: 'not JSON' }];
    throw new Problem('invalid_request', { errors });
  }
}

import { z } from 'zod';
import { Terms } from '../../core/facility.ts';
import { Id } from '../../core/ids.ts';
import { StatementBreak } from '../../core/reconciliation/statement-chain.ts';
import { RemittanceAdvice } from '../../core/remittance.ts';
import {
  listFactorStatements,
  MovementCounts,
  readBreaksOf,
  readStatementBreaks,
  readStatementFile,
  readStatementMapping,
  StoredStatement as Stored,
  type StoredStatement,
} from '../../store/factor-statement.ts';
import { readPieces } from '../../store/ledger/file.ts';
import { listAdvices } from '../../store/remittance.ts';
import { notFound, Problem } from '../problem.ts';
import { refusedProblem } from '../refusal.ts';
import { parseMapping } from './imports.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { At, IdParams, listOf } from './shapes.ts';
import { write, writeFile } from './write.ts';

const FILE_BYTES_MAX = 32 * 1024 * 1024;

const Breaks = z
  .array(StatementBreak)
  .describe('Where the statement before or after it states another balance.');

const Statement = z
  .object({ ...Stored.shape, recordedAt: At, breaks: Breaks })
  .meta({ id: 'FactorStatement' });

const Taken = z
  .object({
    statementId: Id,
    fileSha256: z.string(),
    ...MovementCounts.shape,
    balances: Stored.shape.balances,
    breaks: Breaks,
  })
  .meta({ id: 'FactorStatementTaken' });

const Mapping = z
  .object({
    version: z.int(),
    mapping: z.looseObject({}),
    recordedAt: At,
  })
  .meta({ id: 'StatementMapping' });

const MappingBody = z.looseObject({}).meta({
  description:
    'As /statement-mapping/schema has it: the column of each field, and what each word of the funder means.',
});

const FacilityParams = z.object({ id: Terms.shape.facilityId });
const FileName = z.string().min(1).max(255);
const fileTypes = ['text/csv', 'text/tab-separated-values', 'application/octet-stream'];
const tag = 'funders';

export const factorStatementRoutes: ApiRoute[] = [
  read({
    path: '/facilities/{id}/statement-mapping',
    operationId: 'readStatementMapping',
    summary: 'How the statements of a facility’s funder are read.',
    tag,
    permission: 'facility.read',
    params: FacilityParams,
    answers: { status: 200, schema: Mapping },
    handle: async ({ tx }, { params }) => {
      const body = await readStatementMapping(tx, params.id);
      if (!body) throw notFound();
      return { body };
    },
  }),
  read({
    path: '/statement-mapping/schema',
    operationId: 'readStatementMappingSchema',
    summary: 'The JSON Schema of how statements are read.',
    tag,
    permission: 'facility.read',
    answers: { status: 200, schema: z.looseObject({}) },
    handle: async ({ deps }) => {
      if (!deps.statementMappingSchema) throw new Problem('not_available_here');
      return { body: deps.statementMappingSchema };
    },
  }),
  write({
    method: 'put',
    path: '/facilities/{id}/statement-mapping',
    operationId: 'saveStatementMapping',
    summary: 'Says how the statements of a facility’s funder are read from now on.',
    tag,
    permission: 'facility.write',
    params: FacilityParams,
    body: MappingBody,
    answers: { status: 200, schema: Mapping },
    handle: async ({ deps, tx, principal, locale }, { params, body }) => {
      if (!deps.saveStatementMapping) throw new Problem('not_available_here');
      const { personId } = principal;
      const order = { personId, facilityId: params.id, mapping: body };
      const result = await deps.saveStatementMapping(tx, order);
      if (result.status === 'unknown') throw notFound();
      if (result.status === 'refused') throw refusedProblem(result, locale);
      return { status: 200, body: result.saved };
    },
  }),
  writeFile({
    path: '/factor-statements',
    operationId: 'importFactorStatement',
    summary: 'Takes what a funder says it has booked; the same file again changes nothing.',
    tag,
    permission: 'cash.import',
    query: z.strictObject({
      facilityId: Terms.shape.facilityId,
      fileName: FileName.default('statement.csv'),
    }),
    contentTypes: fileTypes,
    maxBytes: FILE_BYTES_MAX,
    answers: { status: 201, schema: Taken },
    handle: async ({ deps, tx, principal, locale }, { query, bytes }) => {
      if (!deps.takeFactorStatement) throw new Problem('not_available_here');
      const { personId } = principal;
      const result = await deps.takeFactorStatement(tx, { ...query, personId, bytes });
      if (result.status === 'refused') throw refusedProblem(result, locale);
      const { statement, status } = result;
      const { statementId, fileSha256, balances } = statement;
      const counts = status === 'known' ? allKnown(statement) : statement.counts;
      const breaks = await readBreaksOf(tx, statement);
      return { status: 201, body: { statementId, fileSha256, ...counts, balances, breaks } };
    },
  }),
  read({
    path: '/factor-statements',
    operationId: 'listFactorStatements',
    summary: 'The statements of funders that were taken, the newest first.',
    tag,
    permission: 'request.read',
    answers: { status: 200, schema: listOf(Statement) },
    handle: async ({ tx }) => {
      const statements = await listFactorStatements(tx, 200);
      const broken = [...(await readStatementBreaks(tx)).values()].flat();
      const items = statements.map((one) => {
        const isOf = ({ before, after }: StatementBreak) =>
          [before.statementId, after.statementId].includes(one.statementId);
        return { ...one, breaks: broken.filter(isOf) };
      });
      return { body: { items, next: null } };
    },
  }),
  read({
    path: '/factor-statements/{id}/file',
    operationId: 'readFactorStatementFile',
    summary: 'The file as it was sent; its SHA-256 is the fileSha256 of the statement.',
    tag,
    permission: 'request.read',
    params: IdParams,
    answers: { status: 200, contentType: 'application/octet-stream' },
    handle: async ({ deps, tx }, { params }) => {
      const found = await readStatementFile(tx, params.id);
      if (!found) throw notFound();
      const { fileName, byteLength } = found;
      const pieces = readPieces(deps.db, tx.tenantId, found);
      return { pieces, byteLength, contentType: 'application/octet-stream', fileName };
    },
  }),
  writeFile({
    path: '/remittance-advices',
    operationId: 'importRemittanceAdvices',
    summary: 'Takes remt.001 or a delimited file of advices; each advice is kept once.',
    tag: 'cash',
    permission: 'cash.import',
    query: z.strictObject({
      fileName: FileName.default('advice'),
      /** How a delimited file is read, as JSON; remt.001 needs none. */
      mapping: z.string().max(20_000).optional(),
    }),
    contentTypes: ['application/xml', 'text/xml', ...fileTypes],
    maxBytes: FILE_BYTES_MAX,
    answers: {
      status: 201,
      schema: z.object({ stored: z.int(), known: z.int() }).meta({ id: 'AdvicesTaken' }),
    },
    handle: async ({ deps, tx, principal, locale }, { query, bytes }) => {
      if (!deps.takeRemittances) throw new Problem('not_available_here');
      const { personId } = principal;
      const { fileName } = query;
      const mapping = parseMapping(query.mapping);
      const result = await deps.takeRemittances(tx, { personId, fileName, mapping, bytes });
      if (result.status === 'refused') throw refusedProblem(result, locale);
      return { status: 201, body: result.counts };
    },
  }),
  read({
    path: '/remittance-advices',
    operationId: 'listRemittanceAdvices',
    summary: 'What payers said their payments are for, the newest first.',
    tag: 'cash',
    permission: 'request.read',
    answers: {
      status: 200,
      schema: listOf(
        z
          .object({ id: Id, advice: RemittanceAdvice, recordedAt: At })
          .meta({ id: 'StoredRemittanceAdvice' }),
      ),
    },
    handle: async ({ tx }) => ({ body: { items: await listAdvices(tx, 200), next: null } }),
  }),
];

function allKnown({ counts }: StoredStatement): MovementCounts {
  const { booked, confirmed, questioned, known } = counts;
  return { booked: 0, confirmed: 0, questioned: 0, known: booked + confirmed + questioned + known };
}

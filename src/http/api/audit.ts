import { z } from 'zod';
import { Instant } from '../../core/calendar.ts';
import { readAudit, verifyAudit } from '../../store/audit.ts';
import { cursorAt, Page, readCursor } from './cursor.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';

const Entry = z
  .object({
    seq: z.int(),
    at: Instant,
    actor: z.union([
      z.object({ personId: z.string() }),
      z.object({ connectionId: z.string() }),
      z.object({ system: z.string() }),
    ]),
    action: z.string(),
    subject: z.string(),
    body: z.unknown(),
  })
  .meta({ id: 'AuditEntry' });

const Proof = z.object({ previousHash: z.string(), hash: z.string(), text: z.string() });

const Verification = z
  .discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), entries: z.int() }),
    z.object({ ok: z.literal(false), seq: z.int() }),
  ])
  .meta({ id: 'AuditVerification' });

export const auditRoutes: ApiRoute[] = [
  read({
    path: '/audit',
    operationId: 'listAudit',
    summary: 'The audit chain in its order; `text` is what was hashed after `previousHash`.',
    tag: 'audit',
    permission: 'audit.read',
    query: Page,
    answers: {
      status: 200,
      schema: z.object({
        items: z.array(Entry.extend(Proof.shape)),
        next: z.string().nullable(),
      }),
    },
    handle: async (call, { query }) => {
      const key = readCursor(call, 'audit', query.cursor);
      const rows = await readAudit(call.tx, { after: Number(key?.[0] ?? 0), limit: query.limit });
      const items = rows.map(({ text, previous, hash }) => ({
        ...Entry.parse(JSON.parse(text)),
        previousHash: previous,
        hash,
        text,
      }));
      const last = rows.length === query.limit ? rows.at(-1) : undefined;
      return { body: { items, next: last ? cursorAt(call, 'audit', [last.seq]) : null } };
    },
  }),
  read({
    path: '/audit/verification',
    operationId: 'verifyAudit',
    summary:
      'Walks the whole chain; names the first entry that does not follow from the one before.',
    tag: 'audit',
    permission: 'audit.read',
    answers: { status: 200, schema: Verification },
    handle: async ({ tx }) => ({ body: await verifyAudit(tx) }),
  }),
];
